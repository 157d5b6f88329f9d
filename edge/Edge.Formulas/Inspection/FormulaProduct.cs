using System.Collections.Immutable;

namespace Edge.Formulas.Inspection;

/// <summary>Values that a formula multiplies.</summary>
/// <param name="Factors">The references that are factors themselves, not inside a function or a sum; divisors are not included.</param>
/// <param name="References">All references within the product, including factors and divisors.</param>
public sealed record FormulaProduct(ImmutableArray<FormulaReference> Factors, ImmutableArray<FormulaReference> References);
