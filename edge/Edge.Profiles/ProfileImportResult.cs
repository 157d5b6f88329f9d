using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Profiles.Sheets;

namespace Edge.Profiles;

/// <summary>The result of an import.</summary>
/// <param name="Profile">
/// The profile, without the rows that had errors; null if the file is not a workbook, or the layout of the answer (sheets <c>comaster</c>
/// and <c>ied</c>) is not known, so that values could be assigned to wrong points.
/// </param>
/// <param name="Comaster">The concentrator that it is for, the first of several, or null.</param>
/// <param name="Findings">The findings, in the order of the sheets and rows.</param>
public sealed record ProfileImportResult(
    Profile? Profile, ComasterDefinition? Comaster, ImmutableArray<ProfileFinding> Findings)
{
    /// <summary>
    /// The concentrators that it is for. With one, the profile has no ids. With several, each IED and point has the id of its concentrator
    /// (<see cref="IedDefinition.Comaster"/>).
    /// </summary>
    public ImmutableArray<ComasterDefinition> Comasters { get; init; } = Comaster is null ? [] : [Comaster];

    /// <summary>The names of the sheets and then of the drawings, in the order of the workbook: findings stand in this order.</summary>
    public ImmutableArray<string> Places { get; init; } = [];

    /// <summary>
    /// The file names of the drawings in the sheet <c>screens</c>, beside the workbook; none where they are in the profile file.
    /// </summary>
    public ImmutableArray<string> Drawings { get; init; } = [];

    /// <summary>The sheet of the formulas as the workbook names it.</summary>
    public string FormulaSheet { get; init; } = "formulas";

    /// <summary>
    /// The tags of rows that stand in the workbook but could not be used, as <c>di.TAG</c>, <c>ai.TAG</c> or <c>eg.TAG</c>: a formula that
    /// refers to one of them has no fault itself. <c>di.*</c>: the whole sheet could not be used.
    /// </summary>
    public ImmutableHashSet<string> Dropped { get; init; } = [];

    /// <summary>
    /// The points of other concentrators of the workbook, as <c>di.TAG</c> and <c>ai.TAG</c>: a formula cannot read them here.
    /// </summary>
    public ImmutableHashSet<string> Elsewhere { get; init; } = [];

    /// <summary>The name of the workbook from which a profile file was written; null for a workbook itself.</summary>
    public string? Source { get; init; }

    /// <summary>Whether any finding is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);
}
