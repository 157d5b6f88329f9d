using Edge.Drawings;

namespace Dashboard.Ingest;

/// <summary>
/// The most that is taken from outside; what is beyond is refused and counted, so that one misconfigured gateway cannot take the dashboard
/// down. Payloads in bytes.
/// </summary>
public sealed record IngestLimits
{
    /// <summary>Substations. A new one beyond is refused.</summary>
    public int Sites { get; init; } = 500;

    /// <summary>Tags of a site, and as many elements.</summary>
    public int TagsPerSite { get; init; } = 20_000;

    /// <summary>Drawings of a site.</summary>
    public int ScreensPerSite { get; init; } = 200;

    /// <summary>A drawing: as many as the gateway takes, so that what it publishes shows.</summary>
    public int ScreenBytes { get; init; } = SvgSanitizerOptions.LargestBytes;

    /// <summary>A catalogue.</summary>
    public int CatalogBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>A state.</summary>
    public int StateBytes { get; init; } = 256 * 1024;

    /// <summary>A tag, element, event or energy.</summary>
    public int MessageBytes { get; init; } = 16 * 1024;

    /// <summary>The largest of all: what a broker need not carry beyond.</summary>
    public int LargestBytes => Math.Max(Math.Max(ScreenBytes, CatalogBytes), Math.Max(StateBytes, MessageBytes));
}
