using System.Runtime.CompilerServices;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Why a formula failed: kept as it is, and made into words only when somebody reads it.</summary>
/// <param name="Code">What failed; none when nothing did.</param>
/// <param name="Node">Where, or -1 for the formula as a whole.</param>
/// <param name="Detail">The value that it failed on.</param>
/// <param name="FromSource">Whether what it failed on was bad already: the source is to blame, and the element says nothing of its
/// own.</param>
internal readonly record struct Fault(FormulaCode Code, int Node, FormulaValue Detail, bool FromSource = false);

/// <summary>How a failure is noted while a formula is computed.</summary>
internal static class FaultNotes
{
    /// <summary>Notes a failure when it is the first of this formula, and gives the value that stands for it.</summary>
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
