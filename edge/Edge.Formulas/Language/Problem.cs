using System.Collections.Immutable;
using Edge.Formulas.Findings;

namespace Edge.Formulas.Language;

/// <summary>What is wrong and where: before it is tied to a row of the sheet.</summary>
internal sealed record Problem(FormulaCode Code, int Start, int Length, string? Hint, ImmutableArray<string> Arguments);
