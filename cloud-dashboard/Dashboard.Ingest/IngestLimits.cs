using Edge.Drawings;

namespace Dashboard.Ingest;

/// <summary>
/// Limits of the input; input beyond them is refused and counted, so that one misconfigured gateway cannot overload the dashboard. Payloads
/// in bytes.
/// </summary>
public sealed record IngestLimits
{
    /// <summary>Sites. A new site beyond the limit is refused.</summary>
    public int Sites { get; init; } = 500;

    /// <summary>Tags of a site, and likewise elements.</summary>
    public int TagsPerSite { get; init; } = 20_000;

    /// <summary>Devices of a site.</summary>
    public int DevicesPerSite { get; init; } = 5_000;

    /// <summary>Colours of a site.</summary>
    public int ColoursPerSite { get; init; } = 2_000;

    /// <summary>Drawings of a site.</summary>
    public int ScreensPerSite { get; init; } = 200;

    /// <summary>A drawing: the limit of the gateway, so that all published drawings are accepted.</summary>
    public int ScreenBytes { get; init; } = SvgSanitizerOptions.LargestBytes;

    /// <summary>A catalogue.</summary>
    public int CatalogBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>A state.</summary>
    public int StateBytes { get; init; } = 256 * 1024;

    /// <summary>A tag, element, event or energy.</summary>
    public int MessageBytes { get; init; } = 16 * 1024;

    /// <summary>A batch of a journal.</summary>
    public int BatchBytes { get; init; } = 64 * 1024;

    /// <summary>A batch of a single record that is larger: the first poll of a large station.</summary>
    public int LargeRecordBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Records of a batch of a journal.</summary>
    public int BatchRecords { get; init; } = 500;

    /// <summary>The largest of all limits, for the packet size of the broker.</summary>
    public int LargestBytes => new[] { ScreenBytes, CatalogBytes, StateBytes, MessageBytes, LargeRecordBytes }.Max();
}
