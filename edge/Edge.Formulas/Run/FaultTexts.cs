using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Graph;

namespace Edge.Formulas.Run;

/// <summary>The texts of faults, created only when they are read.</summary>
/// <param name="profile">The profile, for the rows of the sheet.</param>
/// <param name="program">The compiled formulas, for the places in them.</param>
/// <param name="graph">The formulas by rank.</param>
/// <param name="targets">Which formula sets a slot.</param>
/// <param name="broken">The findings of the formulas that could not be compiled, by slot.</param>
internal sealed class FaultTexts(
    Profile profile, Program program, DependencyGraph graph, Targets targets, Dictionary<int, FormulaFinding> broken)
{
    /// <summary>The code and the text of the fault of a slot.</summary>
    internal (FormulaCode Code, Phrase Message) Of(int slot, in Fault fault)
    {
        if (targets.IsBroken(slot))
        {
            FormulaFinding finding = broken[slot];
            return (finding.Code, $"{finding.Message} (row {finding.Row}, column {finding.Column})");
        }

        int row = FormulaOf(slot).Row;
        Phrase message = FormulaMessages.Message(fault.Code, [fault.Detail.ToString()]);
        message = fault.Node < 0
            ? (Phrase)$"{message} (row {row})"
            : $"{message} (row {row}, column {program.Places[fault.Node].Start + 1})";
        return (fault.Code, FormulaMessages.Hint(fault.Code) is { } hint ? $"{message}; {hint}" : message);
    }

    /// <summary>The fault of a slot with a compiled formula, as a finding with its place.</summary>
    internal FormulaFinding Finding(int slot, in Fault fault)
    {
        FormulaRow formula = FormulaOf(slot);
        (int start, int length) = fault.Node < 0 ? new Place(-1, 0) : program.Places[fault.Node];
        string detail = fault.Detail.ToString();
        return new FormulaFinding
        {
            Row = formula.Row,
            Tag = formula.Tag,
            Attribute = formula.Attribute,
            Code = fault.Code,
            Message = FormulaMessages.Message(fault.Code, [detail]),
            Arguments = [detail],
            Hint = FormulaMessages.Hint(fault.Code),
            Column = start + 1,
            Length = length,
            Severity = FindingSeverity.Warning,
        };
    }

    private FormulaRow FormulaOf(int slot) => profile.Formulas[graph.Order[targets.RankOf(slot)].Row];
}
