using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Profiles;

/// <summary>What to import, and how much of it at most.</summary>
public sealed record ProfileImportOptions
{
    /// <summary>
    /// The id of the concentrator in the sheet <c>comaster</c>. Null takes the only enabled one, else the only one that has points.
    /// </summary>
    public int? ComasterId { get; init; }

    /// <summary>
    /// The ids of several concentrators that one gateway takes together, for one profile; they take the place of <see cref="ComasterId"/>. Empty by
    /// default: one concentrator.
    /// </summary>
    public ImmutableArray<int> ComasterIds { get; init; } = [];

    /// <summary>
    /// Whether the points of the workbook's other concentrators come too, each with the id of its own: for evaluating formulas, which may
    /// read any point of the workbook. A gateway reads the one that it takes. What is wrong with the others is not reported.
    /// </summary>
    public bool OtherConcentrators { get; init; }

    /// <summary>Whether the drawings are read. Without them the profile has screens without a drawing, and no finding about that.</summary>
    public bool ReadDrawings { get; init; } = true;

    /// <summary>The largest workbook that is read, in bytes. A real one has 200 kB.</summary>
    public long MaximumWorkbookBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest size of an .xlsx once unpacked, in bytes: stops a file made to fill the memory.</summary>
    public long MaximumUnpackedBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>The rows that are read of one sheet; more is reported.</summary>
    public int MaximumRows { get; init; } = 20_000;

    /// <summary>The bounds for the drawings.</summary>
    public SvgSanitizerOptions Drawings { get; init; } = new();
}

/// <summary>The concentrator that was imported: a row of the sheet <c>comaster</c>.</summary>
/// <param name="Id">Its id in the workbook.</param>
/// <param name="Host">Its address on the network, or empty.</param>
/// <param name="Port">Its port, 9761 where the workbook gives none.</param>
/// <param name="Enabled">Whether the workbook has it enabled.</param>
public sealed record ComasterDefinition(int Id, string Host, int Port, bool Enabled);

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

    /// <summary>The drawings as the sheet <c>screens</c> names them, beside the workbook; none where they are in the profile file.</summary>
    public ImmutableArray<string> Drawings { get; init; } = [];

    /// <summary>The sheet of the formulas as the workbook names it.</summary>
    public string FormulaSheet { get; init; } = "formulas";

    /// <summary>
    /// The tags of rows that stand in the workbook but could not be used, as <c>di.TAG</c>, <c>ai.TAG</c> or <c>eg.TAG</c>: who refers to one of
    /// them has a fault of that row and not one of his own.
    /// </summary>
    public ImmutableHashSet<string> Dropped { get; init; } = [];

    /// <summary>The points of other concentrators of the workbook, as <c>di.TAG</c> and <c>ai.TAG</c>: a formula cannot read them here.</summary>
    public ImmutableHashSet<string> Elsewhere { get; init; } = [];

    /// <summary>The name of the workbook that a profile file was made of; null for a workbook itself.</summary>
    public string? Source { get; init; }

    /// <summary>Whether any finding is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);
}
