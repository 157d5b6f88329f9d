using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>The properties of the substation that are published and change only with the profile.</summary>
public sealed record SiteDescription
{
    /// <summary>The site, as in the topics.</summary>
    public required string Site { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its time zone, an IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Its profile.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The unit of the text of each element, in the order of the profile; null where it has none.</summary>
    public required ImmutableArray<string?> ElementUnits { get; init; }

    /// <summary>What operators may set by hand of each element, in the order of the profile; empty where nothing is said.</summary>
    public ImmutableArray<ImmutableArray<ElementAttribute>> Settable { get; init; } = [];

    /// <summary>The devices, by their id in the catalogue, that are local inputs.</summary>
    public ImmutableArray<string> LocalDevices { get; init; } = [];

    /// <summary>Name and version of the software.</summary>
    public required string Software { get; init; }
}

/// <summary>The topics of points, elements and drawings. A name that is invalid in a topic or a duplicate is left out and logged.</summary>
internal sealed class Publication
{
    private readonly FrozenSet<string> _retained;

    public Publication(SiteDescription site, ILogger logger)
    {
        Site = site;
        Topics = new Topics(site.Site);
        Profile profile = site.Profile;
        Points = TagTable.PointsOf(profile);

        HashSet<string> used = new(StringComparer.Ordinal);
        string? TopicOf(string kind, string name, Func<string, string> topic)
        {
            if (!Topics.IsName(name))
            {
                Log.NoTopic(logger, kind, name);
                return null;
            }

            if (!used.Add(topic(name)))
            {
                Log.TopicTwice(logger, kind, name);
                return null;
            }

            return topic(name);
        }

        PointTopics = [.. Points.Select(p => TopicOf("tag", p.Tag, Topics.Tag))];
        ElementTopics = [.. profile.Elements.Select(e => e.Disabled ? null : TopicOf("element", e.Tag, Topics.Element))];
        ScreenTopics = [.. profile.Screens.Select(s => TopicOf("screen", s.Name, Topics.Screen))];
        _retained =
        [
            .. used.Except(profile.Screens.Zip(ScreenTopics).Where(s => s.First.Svg is null).Select(s => s.Second ?? "")),
        ];
        Catalog = Messages.Catalog(this);
    }

    public SiteDescription Site { get; }

    public Topics Topics { get; }

    public ImmutableArray<PointInfo> Points { get; }

    public ImmutableArray<string?> PointTopics { get; }

    public ImmutableArray<string?> ElementTopics { get; }

    public ImmutableArray<string?> ScreenTopics { get; }

    public CatalogMessage Catalog { get; }

    /// <summary>Whether a retained topic of the kinds tag, element and screen belongs to this profile.</summary>
    public bool IsCurrent(string topic) => _retained.Contains(topic);
}
