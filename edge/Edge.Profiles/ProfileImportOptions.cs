using System.Collections.Immutable;
using Edge.Drawings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles;

/// <summary>What to import, and how much of it at most.</summary>
public sealed record ProfileImportOptions
{
    /// <summary>
    /// The id of the concentrator in the sheet <c>comaster</c>. Null takes the only enabled one, else the only one that has points.
    /// </summary>
    public int? ComasterId { get; init; }

    /// <summary>
    /// The ids of several concentrators that one gateway takes together, for one profile; they take the place of <see cref="ComasterId"/>.
    /// Empty by default: one concentrator.
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

    /// <summary>The ids of the concentrators that are asked for, each once; empty when the workbook decides.</summary>
    internal ImmutableArray<int> Wanted => !ComasterIds.IsEmpty ? [.. ComasterIds.Distinct()] : ComasterId is { } one ? [one] : [];

    /// <summary>The bounds of the workbook once unpacked.</summary>
    internal WorkbookBounds Bounds => new(MaximumUnpackedBytes, MaximumRows);
}
