using System.Collections.Immutable;

namespace Edge.Formulas.Inspection;

/// <summary>Values that a formula multiplies.</summary>
/// <param name="Factors">The references that are factors themselves, not inside of a function or a sum; divisors are none.</param>
/// <param name="References">Every reference below the product, factors and divisors too.</param>
public sealed record FormulaProduct(ImmutableArray<FormulaReference> Factors, ImmutableArray<FormulaReference> References);
