using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Profiles.Sheets;

namespace Edge.Profiles;

/// <summary>What an import came to.</summary>
/// <param name="Profile">
/// The profile, without the rows that had errors; null where no profile could be made at all: the file is no workbook, or
/// the layout of the answer (sheets <c>comaster</c> and <c>ied</c>) is not known, so that every value could be another's.
/// </param>
/// <param name="Comaster">The concentrator that it is for, the first of several, or null.</param>
/// <param name="Findings">What an engineer should look at, in the order of the sheets and rows.</param>
public sealed record ProfileImportResult(
    Profile? Profile, ComasterDefinition? Comaster, ImmutableArray<ProfileFinding> Findings)
{
    /// <summary>
    /// The concentrators that it is for. One: the profile gives no ids. Several: each IED and point carries the id of its own
    /// (<see cref="IedDefinition.Comaster"/>).
    /// </summary>
    public ImmutableArray<ComasterDefinition> Comasters { get; init; } = Comaster is null ? [] : [Comaster];

    /// <summary>The names of the sheets and then of the drawings, in the order of the workbook: findings stand in this order.</summary>
    public ImmutableArray<string> Places { get; init; } = [];

    /// <summary>
    /// The drawings as the sheet <c>screens</c> names them, beside the workbook; none where they are in the profile file.
    /// </summary>
    public ImmutableArray<string> Drawings { get; init; } = [];

    /// <summary>The sheet of the formulas as the workbook names it.</summary>
    public string FormulaSheet { get; init; } = "formulas";

    /// <summary>
    /// The tags of rows that stand in the workbook but could not be used, as <c>di.TAG</c>, <c>ai.TAG</c> or <c>eg.TAG</c>: who refers to
    /// one of them has a fault of that row and not one of his own. <c>di.*</c>: nothing of the sheet could be used.
    /// </summary>
    public ImmutableHashSet<string> Dropped { get; init; } = [];

    /// <summary>
    /// The points of other concentrators of the workbook, as <c>di.TAG</c> and <c>ai.TAG</c>: a formula cannot read them here.
    /// </summary>
    public ImmutableHashSet<string> Elsewhere { get; init; } = [];

    /// <summary>The name of the workbook that a profile file was made of; null for a workbook itself.</summary>
    public string? Source { get; init; }

    /// <summary>Whether any finding is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);
}
