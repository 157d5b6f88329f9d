using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Inspection;

namespace Edge.Profiles.Checks;

/// <summary>A row of the sheet <c>formulas</c> with its parsed formula.</summary>
internal sealed record ParsedFormula(FormulaRow Row, FormulaInspection Inspection);

/// <summary>The formulas of a profile, each parsed once for all checks.</summary>
internal sealed class ParsedFormulas
{
    private readonly Dictionary<(string Tag, ElementAttribute Attribute), ParsedFormula> _byTarget;

    public ParsedFormulas(ImmutableArray<FormulaRow> rows)
    {
        All = [.. rows.Select(row => new ParsedFormula(row, FormulaInspection.Of(row.Expression)))];
        _byTarget = All.DistinctBy(formula => (formula.Row.Tag, formula.Row.Attribute))
            .ToDictionary(formula => (formula.Row.Tag, formula.Row.Attribute));
    }

    /// <summary>All, in the order of the sheet.</summary>
    public ImmutableArray<ParsedFormula> All { get; }

    /// <summary>The formula that sets an attribute, or null.</summary>
    public ParsedFormula? Find(string tag, ElementAttribute attribute) => _byTarget.GetValueOrDefault((tag, attribute));
}
