using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Graph;
using Edge.Formulas.Inspection;
using Edge.Formulas.Language;

namespace Edge.Formulas;

/// <summary>Compiles the formulas of a profile and collects the findings.</summary>
internal sealed class EngineBuilder
{
    /// <summary>The most members of a cycle that a finding names.</summary>
    private const int MostNames = 12;

    private static readonly ElementAttribute[] AnyAttribute =
        [ElementAttribute.Fill, ElementAttribute.Text, ElementAttribute.Stroke, ElementAttribute.Mark];

    private readonly Profile _profile;
    private readonly Compiler _compiler;
    private readonly List<CompiledFormula> _formulas = [];
    private readonly List<FormulaFinding> _findings = [];
    private readonly HashSet<int> _colours;

    internal EngineBuilder(Profile profile)
    {
        _profile = profile;
        Symbols = new(profile);
        _compiler = new(Symbols, Program);
        _colours = [.. profile.Colours.Select(colour => colour.Index)];
        FindDuplicateTags();
        for (int row = 0; row < profile.Formulas.Length; row++)
        {
            Add(row);
        }

        foreach (LostFormula lost in profile.LostFormulas)
        {
            AddLost(lost);
        }

        Program.Freeze();
        Graph = new(_formulas, Symbols);
        foreach (Cycle cycle in Graph.Cycles)
        {
            AddCycle(cycle);
        }
    }

    internal Symbols Symbols { get; }

    internal Program Program { get; } = new();

    internal DependencyGraph Graph { get; }

    /// <summary>The findings, in the order of the sheet.</summary>
    internal ImmutableArray<FormulaFinding> Findings => [.. _findings.OrderBy(finding => finding.Row)];

    /// <summary>The slots of formulas that could not be compiled.</summary>
    internal Dictionary<int, FormulaFinding> Broken { get; } = [];

    /// <summary>The analogue tag for each element whose text shows only this point.</summary>
    internal Dictionary<int, string> SoleAnalogs { get; } = [];

    /// <summary>The index of the formula that sets a slot.</summary>
    private Dictionary<int, int> RowOfSlot { get; } = [];

    private void Add(int row)
    {
        FormulaRow formula = _profile.Formulas[row];
        int element = Symbols.FindRow(FormulaTable.Elements, formula.Tag);
        if (element < 0)
        {
            Report(
                formula, new(FormulaCode.UnknownElement, -1, 0, _compiler.Hints.ForTag(FormulaTable.Elements, formula.Tag), [formula.Tag]));
            return;
        }

        int slot = (element * Symbols.ElementAttributes) + (int)formula.Attribute;
        if (!RowOfSlot.TryAdd(slot, row))
        {
            string first = _profile.Formulas[RowOfSlot[slot]].Row.ToString(CultureInfo.InvariantCulture);
            Report(formula, new(FormulaCode.DuplicateFormula, -1, 0, null, [Symbols.NameOf(slot), first]));
            return;
        }

        Expression? expression = Parser.Parse(formula.Expression, out Problem? problem);
        int root = expression is null ? -1 : _compiler.Compile(expression, out problem);
        if (problem is not null)
        {
            Broken[slot] = Report(formula, problem with { Hint = _compiler.Hints.ForQuotedTag(formula.Expression) ?? problem.Hint });
            return;
        }

        foreach (Problem doubt in CommaDoubts.Of(expression!, formula.Expression))
        {
            Report(formula, doubt, FindingSeverity.Warning);
        }

        _formulas.Add(new(row, root, slot, [.. _compiler.Reads.Slots], _compiler.Reads.Hubs));
        if (formula.Attribute is ElementAttribute.Fill or ElementAttribute.Stroke)
        {
            CheckColours(formula, expression!);
        }

        if (formula.Attribute == ElementAttribute.Text && Shapes.SoleAnalog(expression!) is { } tag)
        {
            SoleAnalogs[element] = tag;
        }
    }

    /// <summary>The attribute is bad from the start; if it is not known, one that no other formula sets.</summary>
    private void AddLost(LostFormula lost)
    {
        int element = Symbols.FindRow(FormulaTable.Elements, lost.Tag);
        ElementAttribute[] attributes = lost.Attribute is { } known ? [known] : AnyAttribute;
        foreach (ElementAttribute attribute in element < 0 ? [] : attributes)
        {
            int slot = (element * Symbols.ElementAttributes) + (int)attribute;
            if (!RowOfSlot.ContainsKey(slot) && !Broken.ContainsKey(slot))
            {
                Broken[slot] = Report(new(lost.Tag, attribute, "", lost.Row), new(FormulaCode.Lost, -1, 0, null, []));
                return;
            }
        }
    }

    /// <summary>A palette index that is a constant result of a formula must be in the palette.</summary>
    private void CheckColours(FormulaRow formula, Expression expression)
    {
        if (_colours.Count == 0)
        {
            return;
        }

        foreach (ConstantExpression constant in Shapes.Results(expression))
        {
            if (constant.Value is { IsWhole: true, IsNumber: true } value
                && !_colours.Contains((int)Math.Clamp(value.Number, -1, int.MaxValue)))
            {
                var problem = new Problem(FormulaCode.UnknownColour, constant.Start, constant.Length, null, [value.ToString()]);
                Report(formula, problem, FindingSeverity.Warning);
            }
        }
    }

    private void AddCycle(Cycle cycle)
    {
        List<int> path = Graph.PathOf(cycle);
        string[] names = [.. path.Take(MostNames).Select(rank => Symbols.NameOf(Graph.Order[rank].Target))];
        string way = string.Join(" → ", names) + (path.Count > MostNames ? $" → … ({path.Count})" : "") + $" → {names[0]}";
        FormulaRow formula = _profile.Formulas[Graph.Order[cycle.First].Row];
        Report(formula, new(FormulaCode.Cycle, -1, 0, null, [names[0], way]), FindingSeverity.Warning);
    }

    private void FindDuplicateTags()
    {
        FindDuplicates(FormulaTable.Elements, _profile.Elements.Select(element => element.Tag));
        FindDuplicates(FormulaTable.Digitals, _profile.Digitals.Select(point => point.Tag));
        FindDuplicates(FormulaTable.Analogs, _profile.Analogs.Select(point => point.Tag));
    }

    private void FindDuplicates(FormulaTable table, IEnumerable<string> tags)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string? tag in tags.Where(tag => !seen.Add(tag)).Distinct())
        {
            var row = new FormulaRow(tag, ElementAttribute.Text, "", 0);
            Report(row, new(FormulaCode.DuplicateTag, -1, 0, null, [TableNames.Of(table), tag]), FindingSeverity.Warning);
        }
    }

    private FormulaFinding Report(FormulaRow formula, Problem problem, FindingSeverity severity = FindingSeverity.Error)
    {
        var finding = new FormulaFinding
        {
            Row = formula.Row,
            Tag = formula.Tag,
            Attribute = formula.Attribute,
            Code = problem.Code,
            Message = FormulaMessages.Message(problem.Code, problem.Arguments),
            Arguments = problem.Arguments,
            Hint = problem.Hint ?? FormulaMessages.Hint(problem.Code),
            Column = problem.Start + 1,
            Length = problem.Length,
            Severity = severity,
        };
        _findings.Add(finding);
        return finding;
    }
}
