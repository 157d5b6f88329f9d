using Edge.Formulas.Language;

namespace Edge.Formulas.Inspection;

/// <summary>One place where a formula names a row of a table: <c>ai.TAG.value</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Tag">The tag, as written.</param>
/// <param name="Attribute">The attribute in lower case as <c>docs/formulas.md</c> lists it; one that the table does not have as written;
/// null: none.</param>
/// <param name="Start">Where the tag stands in the formula, from 1.</param>
/// <param name="Length">How many characters the tag has.</param>
public sealed record FormulaReference(FormulaTable Table, string Tag, string? Attribute, int Start, int Length)
{
    /// <summary>Whether this is one attribute of one table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="attribute">The attribute, in lower case.</param>
    public bool Is(FormulaTable table, string attribute) => Table == table && Attribute == attribute;
}
