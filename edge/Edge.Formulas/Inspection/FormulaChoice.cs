using System.Collections.Immutable;
using Edge.Formulas.Values;

namespace Edge.Formulas.Inspection;

/// <summary>A formula of the form <c>SI(condition, a, b)</c>.</summary>
/// <param name="Condition">The condition if it is a single attribute; otherwise null.</param>
/// <param name="WhenTrue">The constants that can be the result when the condition holds.</param>
/// <param name="WhenFalse">The constants that can be the result when it does not.</param>
public sealed record FormulaChoice(
    FormulaReference? Condition, ImmutableArray<FormulaValue> WhenTrue, ImmutableArray<FormulaValue> WhenFalse);
