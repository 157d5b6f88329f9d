namespace Edge.Domain;

/// <summary>
/// An attribute whose formula could not be used, because its row or the whole sheet has a fault. The element is bad, so that the missing
/// formula is visible.
/// </summary>
/// <param name="Tag">The element.</param>
/// <param name="Attribute">Which attribute; null where that is not known.</param>
/// <param name="Row">The row of the formula in the sheet, from 1; 0 where the sheet is missing.</param>
public sealed record LostFormula(string Tag, ElementAttribute? Attribute, int Row);
