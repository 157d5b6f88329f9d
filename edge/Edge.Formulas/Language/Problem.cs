using System.Collections.Immutable;
using Edge.Formulas.Findings;

namespace Edge.Formulas.Language;

/// <summary>A fault and its place in a formula, not yet with a row of the sheet.</summary>
internal sealed record Problem(FormulaCode Code, int Start, int Length, Phrase? Hint, ImmutableArray<string> Arguments);
