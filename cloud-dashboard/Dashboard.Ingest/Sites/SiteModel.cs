using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>How a site is, as far as the dashboard can know.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiteStatus>))]
public enum SiteStatus
{
    /// <summary>Nothing is known: see the reason.</summary>
    Unknown,

    /// <summary>Its gateway is there and is heard.</summary>
    Online,

    /// <summary>Its gateway said that it stops, or the broker that it went away.</summary>
    Offline,

    /// <summary>It was online and has not been heard for three heartbeats.</summary>
    Lost,
}

/// <summary>Why a site is not online.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiteReason>))]
public enum SiteReason
{
    /// <summary>The gateway stopped, or the broker lost it.</summary>
    Offline,

    /// <summary>Nothing heard for three heartbeats.</summary>
    Silent,

    /// <summary>No state has arrived since the dashboard is connected.</summary>
    NoState,

    /// <summary>The dashboard itself has no broker.</summary>
    BrokerDown,
}

/// <summary>A drawing of a site.</summary>
/// <param name="Name">As in the topic.</param>
/// <param name="Description">Its title.</param>
/// <param name="Parent">The drawing that it opens from.</param>
/// <param name="Prefix">Tags that begin with it belong here.</param>
/// <param name="Etag">Changes with the drawing; null while the drawing itself has not arrived.</param>
public sealed record ScreenSummary(string Name, string Description, string? Parent, string Prefix, string? Etag);

/// <summary>A site at a glance.</summary>
public sealed record SiteSummary
{
    /// <summary>As in the topics.</summary>
    public required string Site { get; init; }

    /// <summary>What people call it; the site itself until the catalogue has arrived.</summary>
    public required string Name { get; init; }

    /// <summary>IANA name of its time zone; null until the catalogue has arrived.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How it is.</summary>
    public required SiteStatus Status { get; init; }

    /// <summary>Why it is not online.</summary>
    public SiteReason? Reason { get; init; }

    /// <summary>Since when the status holds.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When its last state message was heard.</summary>
    public DateTimeOffset? LastHeard { get; init; }

    /// <summary>How often it says that it is there.</summary>
    public int? HeartbeatSeconds { get; init; }

    /// <summary>Name and version of its software.</summary>
    public string? Software { get; init; }

    /// <summary>The epoch of its journal.</summary>
    public string? Epoch { get; init; }

    /// <summary>The hash of its profile.</summary>
    public string? Profile { get; init; }

    /// <summary>
    /// The newer profile that its gateway refused last, as it said last; null when none was, so the profile at work is the newest.
    /// </summary>
    public ProfileRefusal? Refused { get; init; }

    /// <summary>Its links to the field, as it said last.</summary>
    public ImmutableArray<FieldLinkState> Field { get; init; } = [];

    /// <summary>Its journal, as it said last.</summary>
    public JournalState? Journal { get; init; }

    /// <summary>Its drawings.</summary>
    public ImmutableArray<ScreenSummary> Screens { get; init; } = [];

    /// <summary>Counts the changes of the site; always higher than before, also after a restart of the dashboard.</summary>
    public required long Revision { get; init; }
}

/// <summary>Everything of a site that lives, at one moment.</summary>
/// <param name="Summary">The site at a glance.</param>
/// <param name="Elements">How each element looks.</param>
/// <param name="Tags">The value of each point.</param>
/// <param name="Revision">The changes with a revision up to this one are in it.</param>
public sealed record SiteSnapshot(
    SiteSummary Summary, IReadOnlyDictionary<string, ElementMessage> Elements, IReadOnlyDictionary<string, TagMessage> Tags, long Revision);

/// <summary>A drawing.</summary>
/// <param name="Svg">The SVG, UTF-8, without anything that runs.</param>
/// <param name="Etag">Changes with the content.</param>
public sealed record ScreenContent(ReadOnlyMemory<byte> Svg, string Etag);

/// <summary>What changed of a site since it was last asked; null in the dictionaries is something removed.</summary>
public sealed record SiteChanges(string Site)
{
    /// <summary>The elements that changed.</summary>
    public IReadOnlyDictionary<string, ElementMessage?>? Elements { get; init; }

    /// <summary>The points that changed.</summary>
    public IReadOnlyDictionary<string, TagMessage?>? Tags { get; init; }

    /// <summary>Whether the catalogue or a drawing changed.</summary>
    public bool Catalog { get; init; }

    /// <summary>The site at a glance, when that changed.</summary>
    public SiteSummary? Summary { get; init; }

    /// <summary>The site is gone.</summary>
    public bool Removed { get; init; }

    /// <summary>Every change up to this revision is in here or was before.</summary>
    public long Revision { get; init; }
}
