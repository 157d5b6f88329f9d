namespace Edge.Domain;

/// <summary>A colour that formulas name by its index.</summary>
/// <param name="Index">The index.</param>
/// <param name="Name">Its name in the workbook.</param>
/// <param name="Colour">As <c>#rrggbb</c>, from the cell's background.</param>
/// <param name="Description">What it means.</param>
public sealed record PaletteColour(int Index, string Name, string Colour, string Description);
