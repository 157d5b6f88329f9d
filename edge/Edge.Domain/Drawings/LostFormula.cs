namespace Edge.Domain;

/// <summary>
/// An attribute that a formula of the workbook sets which could not be used: its row or its whole sheet has a fault. The element must not
/// go on as if nothing were missing, so it is bad.
/// </summary>
/// <param name="Tag">The element.</param>
/// <param name="Attribute">Which attribute; null where that is not known.</param>
/// <param name="Row">The row of the formula in the sheet, from 1; 0 where the sheet is missing.</param>
public sealed record LostFormula(string Tag, ElementAttribute? Attribute, int Row);
