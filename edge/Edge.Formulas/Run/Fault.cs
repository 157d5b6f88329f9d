using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Why a formula failed: kept as it is, and made into words only when somebody reads it.</summary>
/// <param name="Code">What failed; none when nothing did.</param>
/// <param name="Node">Where, or -1 for the formula as a whole.</param>
/// <param name="Detail">The value that it failed on.</param>
/// <param name="FromSource">Whether what it failed on was bad already: the source is to blame, and the element says nothing of its own.</param>
internal readonly record struct Fault(FormulaCode Code, int Node, FormulaValue Detail, bool FromSource = false);
