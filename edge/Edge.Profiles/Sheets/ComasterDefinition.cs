namespace Edge.Profiles.Sheets;

/// <summary>The concentrator that was imported: a row of the sheet <c>comaster</c>.</summary>
/// <param name="Id">Its id in the workbook.</param>
/// <param name="Host">Its address on the network, or empty.</param>
/// <param name="Port">Its port, 9761 where the workbook gives none.</param>
/// <param name="Enabled">Whether the workbook has it enabled.</param>
public sealed record ComasterDefinition(int Id, string Host, int Port, bool Enabled);
