using System.Collections.Immutable;
using Edge.Drawings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles;

/// <summary>The options and limits of an import.</summary>
public sealed record ProfileImportOptions
{
    /// <summary>
    /// The id of the concentrator in the sheet <c>comaster</c>. Null selects the only enabled one, else the only one with points.
    /// </summary>
    public int? ComasterId { get; init; }

    /// <summary>
    /// The ids of several concentrators for the profile of one gateway; they replace <see cref="ComasterId"/>. Empty by default: one
    /// concentrator.
    /// </summary>
    public ImmutableArray<int> ComasterIds { get; init; } = [];

    /// <summary>
    /// Whether the points of the workbook's other concentrators are imported too, each with the id of its concentrator: for evaluating
    /// formulas, which may read any point of the workbook. A gateway only reads its own concentrators. Faults of the others are not
    /// reported.
    /// </summary>
    public bool OtherConcentrators { get; init; }

    /// <summary>Whether the drawings are read. Without them the profile has screens without a drawing, and no finding about that.</summary>
    public bool ReadDrawings { get; init; } = true;

    /// <summary>The largest workbook that is read, in bytes. A real one has 200 kB.</summary>
    public long MaximumWorkbookBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest size of an .xlsx once unpacked, in bytes: against a file that is made to fill the memory.</summary>
    public long MaximumUnpackedBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>The most rows of one sheet; more are reported.</summary>
    public int MaximumRows { get; init; } = 20_000;

    /// <summary>The limits of drawings.</summary>
    public SvgSanitizerOptions Drawings { get; init; } = new();

    /// <summary>The ids of the requested concentrators, each once; empty when the workbook decides.</summary>
    internal ImmutableArray<int> Wanted => !ComasterIds.IsEmpty ? [.. ComasterIds.Distinct()] : ComasterId is { } one ? [one] : [];

    /// <summary>The limits of the unpacked workbook.</summary>
    internal WorkbookBounds Bounds => new(MaximumUnpackedBytes, MaximumRows);
}
