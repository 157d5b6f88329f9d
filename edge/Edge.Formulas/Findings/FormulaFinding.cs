using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Formulas.Findings;

/// <summary>Something about a formula that its author should know, found when the profile was built.</summary>
public sealed record FormulaFinding
{
    /// <summary>The row of the sheet, from 1; 0 when it is about no formula.</summary>
    public required int Row { get; init; }

    /// <summary>The element that the formula sets.</summary>
    public required string Tag { get; init; }

    /// <summary>The attribute that the formula sets.</summary>
    public required ElementAttribute Attribute { get; init; }

    /// <summary>What it is: stable, so that a user interface can have its own words for it.</summary>
    public required FormulaCode Code { get; init; }

    /// <summary>What it is, in English.</summary>
    public required string Message { get; init; }

    /// <summary>The names and numbers in <see cref="Message"/>, in order, for a translation.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>What to do about it, in English, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>Where in the formula, from 1; 0 when it is about the formula as a whole.</summary>
    public required int Column { get; init; }

    /// <summary>How many characters of the formula it is about.</summary>
    public required int Length { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }
}
