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
/// <param name="Comaster">The concentrator that it is for, or null.</param>
/// <param name="Findings">What an engineer should look at, in the order of the sheets and rows.</param>
public sealed record ProfileImportResult(
    Profile? Profile, ComasterDefinition? Comaster, ImmutableArray<ProfileFinding> Findings)
{
    /// <summary>Whether any finding is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);
}
