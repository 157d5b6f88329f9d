namespace Edge.Domain;

/// <summary>One formula of the sheet <c>formulas</c>.</summary>
/// <param name="Tag">The element that it sets.</param>
/// <param name="Attribute">The attribute of the element that it sets.</param>
/// <param name="Expression">The formula as the engineer wrote it.</param>
/// <param name="Row">Its row in the sheet, from 1, to name it in a finding.</param>
public sealed record FormulaRow(string Tag, ElementAttribute Attribute, string Expression, int Row);
