using System.Diagnostics.CodeAnalysis;

namespace Edge.Contracts;

/// <summary>The topics of one gateway, <c>edge/v1/{site}/…</c>. The only place where they are spelled.</summary>
public sealed class Topics
{
    /// <summary>What every topic begins with.</summary>
    public const string Prefix = "edge/v1/";

    /// <summary>The topic filter of a dashboard: everything of every gateway.</summary>
    public const string Everything = Prefix + "#";

    /// <summary>The most levels after <c>reply/</c>.</summary>
    public const int MaximumReplyLevels = 4;

    private const int MaximumReply = 256;

    private readonly string _root;

    /// <summary>Makes the topics of one site.</summary>
    /// <param name="site">The site, a <see cref="IsName">name</see>.</param>
    /// <exception cref="ArgumentException">The site is no name.</exception>
    public Topics(string site)
    {
        if (!IsName(site))
        {
            throw new ArgumentException(
                $"'{site}' cannot be part of a topic: use 1 to {MaximumName} letters, digits, '-', '_' or '.'.", nameof(site));
        }

        Site = site;
        _root = Prefix + site + "/";
    }

    /// <summary>The longest name of a site, tag or screen.</summary>
    public const int MaximumName = 64;

    /// <summary>The site.</summary>
    public string Site { get; }

    /// <summary>Retained, also the will: <see cref="StateMessage"/>.</summary>
    public string State => _root + "state";

    /// <summary>Retained: <see cref="CatalogMessage"/>.</summary>
    public string Catalog => _root + "catalog";

    /// <summary>Not retained: one <see cref="EventMessage"/> a message.</summary>
    public string Event => _root + "event";

    /// <summary>Not retained: one <see cref="EnergyMessage"/> a message.</summary>
    public string Energy => _root + "energy";

    /// <summary>Requests to the gateway, never retained: <see cref="ElementCommand"/>, answered by a <see cref="CommandReply"/>.</summary>
    public string CommandElement => _root + "command/element";

    /// <summary>Not retained: <see cref="CommandReply"/> to the requests of a client that calls itself so.</summary>
    public string Reply(string client) => _root + "reply/" + Checked(client);

    /// <summary>The topic filter for the answers of every gateway to one client.</summary>
    public static string ReplyFilter(string client) => Prefix + "+/reply/" + Checked(client);

    /// <summary>Retained: the sanitised SVG.</summary>
    public string Screen(string name) => _root + "screen/" + Checked(name);

    /// <summary>Retained: <see cref="TagMessage"/>.</summary>
    public string Tag(string tag) => _root + "tag/" + Checked(tag);

    /// <summary>Retained: <see cref="ElementMessage"/>.</summary>
    public string Element(string tag) => _root + "element/" + Checked(tag);

    /// <summary>The topic filter for one kind of message of this site.</summary>
    public string OwnFilter(TopicKind kind) => _root + Filter(kind)[(Prefix.Length + 2)..];

    /// <summary>The topic filter for one kind of message of every site.</summary>
    public static string Filter(TopicKind kind) => Prefix + "+/" + kind switch
    {
        TopicKind.State => "state",
        TopicKind.Catalog => "catalog",
        TopicKind.Event => "event",
        TopicKind.Energy => "energy",
        TopicKind.Screen => "screen/+",
        TopicKind.Tag => "tag/+",
        TopicKind.Element => "element/+",
        TopicKind.Command => "command/+",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of message."),
    };

    /// <summary>Whether a text can be one level of a topic: 1 to 64 of letters, digits, '-', '_' and '.'.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumName)
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a topic apart.</summary>
    /// <param name="topic">What a broker delivered.</param>
    /// <param name="parts">The site, the kind and, for some kinds, the name.</param>
    /// <returns>False when the topic is none of ours.</returns>
    public static bool TryParse(string topic, out TopicParts parts)
    {
        parts = default;
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        string[] levels = topic[Prefix.Length..].Split('/');
        if (levels.Length is < 2 or > 3 || !IsName(levels[0]))
        {
            return false;
        }

        TopicKind? kind = (levels[1], levels.Length) switch
        {
            ("state", 2) => TopicKind.State,
            ("catalog", 2) => TopicKind.Catalog,
            ("event", 2) => TopicKind.Event,
            ("energy", 2) => TopicKind.Energy,
            ("screen", 3) => TopicKind.Screen,
            ("tag", 3) => TopicKind.Tag,
            ("element", 3) => TopicKind.Element,
            ("command", 3) => TopicKind.Command,
            _ => null,
        };
        if (kind is null || levels.Length == 3 && !IsName(levels[2]))
        {
            return false;
        }

        parts = new TopicParts(levels[0], kind.Value, levels.Length == 3 ? levels[2] : null);
        return true;
    }

    /// <summary>
    /// Whether a topic is one for the answers to requests: <c>edge/v1/{site}/reply/…</c>, at most <see cref="MaximumReplyLevels"/> levels
    /// of <see cref="IsName">names</see> after it. A gateway with a role at its broker may answer nowhere else.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="site">The site that answers.</param>
    public static bool TryParseReply(string topic, [NotNullWhen(true)] out string? site)
    {
        site = null;
        if (topic.Length > MaximumReply || !topic.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        string[] levels = topic[Prefix.Length..].Split('/');
        if (levels.Length is < 3 or > MaximumReplyLevels + 2 || levels[1] != "reply"
            || !Array.TrueForAll(levels, static level => IsName(level)))
        {
            return false;
        }

        site = levels[0];
        return true;
    }

    private static string Checked(string name) =>
        IsName(name) ? name : throw new ArgumentException($"'{name}' cannot be part of a topic.", nameof(name));
}

/// <summary>What a topic carries.</summary>
public enum TopicKind : byte
{
    /// <summary><see cref="StateMessage"/>.</summary>
    State,

    /// <summary><see cref="CatalogMessage"/>.</summary>
    Catalog,

    /// <summary><see cref="EventMessage"/>.</summary>
    Event,

    /// <summary><see cref="EnergyMessage"/>.</summary>
    Energy,

    /// <summary>A sanitised SVG.</summary>
    Screen,

    /// <summary><see cref="TagMessage"/>.</summary>
    Tag,

    /// <summary><see cref="ElementMessage"/>.</summary>
    Element,

    /// <summary><see cref="ElementCommand"/>: a request to the gateway.</summary>
    Command,
}

/// <summary>A topic taken apart.</summary>
/// <param name="Site">Whose it is.</param>
/// <param name="Kind">What it carries.</param>
/// <param name="Name">The screen, tag or element, what is commanded, or null for the kinds without one.</param>
public readonly record struct TopicParts(string Site, TopicKind Kind, string? Name);
