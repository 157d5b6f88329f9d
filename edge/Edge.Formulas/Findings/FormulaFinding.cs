using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Formulas.Findings;

/// <summary>A finding about a formula, made when the profile was built.</summary>
public sealed record FormulaFinding
{
    /// <summary>The row of the sheet, from 1; 0 without a formula.</summary>
    public required int Row { get; init; }

    /// <summary>The element that the formula sets.</summary>
    public required string Tag { get; init; }

    /// <summary>The attribute that the formula sets.</summary>
    public required ElementAttribute Attribute { get; init; }

    /// <summary>The stable code, so that a user interface can have its own texts.</summary>
    public required FormulaCode Code { get; init; }

    /// <summary>The message.</summary>
    public required Phrase Message { get; init; }

    /// <summary>The names and numbers in <see cref="Message"/>, in order.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The hint, or null.</summary>
    public Phrase? Hint { get; init; }

    /// <summary>The column in the formula, from 1; 0 for the formula as a whole.</summary>
    public required int Column { get; init; }

    /// <summary>How many characters of the formula it concerns.</summary>
    public required int Length { get; init; }

    /// <summary>The severity.</summary>
    public required FindingSeverity Severity { get; init; }
}
