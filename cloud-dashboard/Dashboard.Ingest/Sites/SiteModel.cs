using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>The status of a site as the dashboard sees it.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiteStatus>))]
public enum SiteStatus
{
    /// <summary>Unknown: see the reason.</summary>
    Unknown,

    /// <summary>Its gateway is online and sends messages.</summary>
    Online,

    /// <summary>Its gateway reported that it stops, or the broker that it disconnected.</summary>
    Offline,

    /// <summary>It was online, but nothing arrived for three heartbeats.</summary>
    Lost,
}

/// <summary>Why a site is not online.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiteReason>))]
public enum SiteReason
{
    /// <summary>The gateway stopped, or the broker lost it.</summary>
    Offline,

    /// <summary>Nothing arrived for three heartbeats.</summary>
    Silent,

    /// <summary>No state has arrived since the dashboard is connected.</summary>
    NoState,

    /// <summary>The dashboard itself is not connected to the broker.</summary>
    BrokerDown,
}

/// <summary>A drawing of a site.</summary>
/// <param name="Name">As in the topic.</param>
/// <param name="Description">Its title.</param>
/// <param name="Parent">The drawing that it opens from.</param>
/// <param name="Prefix">Tags that begin with it belong to this drawing.</param>
/// <param name="Etag">Changes with the drawing; null while the drawing itself has not arrived.</param>
public sealed record ScreenSummary(string Name, string Description, string? Parent, string Prefix, string? Etag);

/// <summary>The summary of a site.</summary>
public sealed record SiteSummary
{
    /// <summary>As in the topics.</summary>
    public required string Site { get; init; }

    /// <summary>Its name for people; the site itself until the catalogue has arrived.</summary>
    public required string Name { get; init; }

    /// <summary>IANA name of its time zone; null until the catalogue has arrived.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Its status.</summary>
    public required SiteStatus Status { get; init; }

    /// <summary>Why it is not online.</summary>
    public SiteReason? Reason { get; init; }

    /// <summary>Since when the status holds.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When its last state message arrived.</summary>
    public DateTimeOffset? LastHeard { get; init; }

    /// <summary>The interval of its state messages.</summary>
    public int? HeartbeatSeconds { get; init; }

    /// <summary>Name and version of its software.</summary>
    public string? Software { get; init; }

    /// <summary>The epoch of its journal.</summary>
    public string? Epoch { get; init; }

    /// <summary>The hash of its profile.</summary>
    public string? Profile { get; init; }

    /// <summary>
    /// The newer profile that its gateway refused last, as in its last message; null when none was refused, so the present profile is the
    /// newest.
    /// </summary>
    public ProfileRefusal? Refused { get; init; }

    /// <summary>
    /// How far the clock of its gateway can be trusted, as in its last message: one of <see cref="GatewayClockCode"/> or a word of a newer
    /// gateway; null from an older one.
    /// </summary>
    public string? Clock { get; init; }

    /// <summary>Its links to the field, as in its last message.</summary>
    public ImmutableArray<FieldLinkState> Field { get; init; } = [];

    /// <summary>Its journal, as in its last message.</summary>
    public JournalState? Journal { get; init; }

    /// <summary>Its drawings.</summary>
    public ImmutableArray<ScreenSummary> Screens { get; init; } = [];

    /// <summary>Counts the changes of the site; it always grows, also over a restart of the dashboard.</summary>
    public required long Revision { get; init; }

    /// <summary>What a browser learns at each state of a site that it does not watch: no drawings, no journal, no details.</summary>
    public SiteSummary AtAGlance() => new()
    {
        Site = Site,
        Name = Name,
        Status = Status,
        Reason = Reason,
        Since = Since,
        LastHeard = LastHeard,
        Clock = Clock,
        Field = [.. Field.Select(link => link with { Detail = null })],
        Revision = Revision,
    };
}

/// <summary>All live data of a site at one moment.</summary>
/// <param name="Summary">The summary of the site.</param>
/// <param name="Elements">The attributes of each element.</param>
/// <param name="Tags">The value of each point.</param>
/// <param name="Revision">The changes with a revision up to this one are in it.</param>
public sealed record SiteSnapshot(
    SiteSummary Summary, IReadOnlyDictionary<string, ElementMessage> Elements, IReadOnlyDictionary<string, TagMessage> Tags, long Revision);

/// <summary>A drawing.</summary>
/// <param name="Svg">The SVG, UTF-8, without active content.</param>
/// <param name="Etag">Changes with the content.</param>
public sealed record ScreenContent(ReadOnlyMemory<byte> Svg, string Etag);

/// <summary>The changes of a site since the last call; null in a dictionary means removed.</summary>
public sealed record SiteChanges(string Site)
{
    /// <summary>The elements that changed.</summary>
    public IReadOnlyDictionary<string, ElementMessage?>? Elements { get; init; }

    /// <summary>The points that changed.</summary>
    public IReadOnlyDictionary<string, TagMessage?>? Tags { get; init; }

    /// <summary>Whether the catalogue or a drawing changed.</summary>
    public bool Catalog { get; init; }

    /// <summary>The summary of the site, if it changed.</summary>
    public SiteSummary? Summary { get; init; }

    /// <summary>Whether nothing of the summary changed but what its last state message says: a glance is enough then.</summary>
    public bool OnlyState { get; init; }

    /// <summary>Whether there is nothing to pass on.</summary>
    public bool IsEmpty => Elements is null && Tags is null && !Catalog && Summary is null && !Removed;

    /// <summary>The site was removed.</summary>
    public bool Removed { get; init; }

    /// <summary>Every change up to this revision is included here or was before.</summary>
    public long Revision { get; init; }
}
