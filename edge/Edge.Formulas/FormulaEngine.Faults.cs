using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Formulas.Run;

namespace Edge.Formulas;

/// <summary>What failed while computing, as a finding with its place.</summary>
public sealed partial class FormulaEngine
{
    /// <summary>
    /// The error that an element has after the last <see cref="Recompute"/>, or null: none, or that of a formula that could not be compiled
    /// (which stands in <see cref="Findings"/>).
    /// </summary>
    /// <param name="element">Index into the profile's elements.</param>
    public FormulaFinding? FindFault(int element)
    {
        _ = SlotOf(element, ElementAttribute.Text);
        Verdict verdict = VerdictOf(element);
        if (verdict.Slot < 0 || _ranks[verdict.Slot] == BrokenFormula)
        {
            return null;
        }

        Fault fault = verdict.Fault;
        FormulaRow formula = _profile.Formulas[_graph.Order[_ranks[verdict.Slot]].Row];
        (int start, int length) = fault.Node < 0 ? (-1, 0) : (_program.Places[fault.Node].Start, _program.Places[fault.Node].Length);
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
}
