using System.Runtime.CompilerServices;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Why a formula failed; converted to text only when it is read.</summary>
/// <param name="Code">The fault; none if there is none.</param>
/// <param name="Node">The node, or -1 for the formula as a whole.</param>
/// <param name="Detail">The value that it failed on.</param>
/// <param name="FromSource">
/// Whether the value on which it failed was bad already: then the source is the cause, and the element has no own message.
/// </param>
internal readonly record struct Fault(FormulaCode Code, int Node, FormulaValue Detail, bool FromSource = false);

/// <summary>Records a failure while a formula is computed.</summary>
internal static class FaultNotes
{
    /// <summary>Records a failure if it is the first of this formula, and returns the failure value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static FormulaValue Note(ref this Fault fault, FormulaCode code, int node, FormulaValue detail = default)
    {
        if (fault.Code == FormulaCode.None)
        {
            fault = new Fault(code, node, detail);
        }

        return FormulaValue.Failure;
    }
}
