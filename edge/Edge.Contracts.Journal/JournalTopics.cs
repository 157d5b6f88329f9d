using System.Diagnostics.CodeAnalysis;

namespace Edge.Contracts.Journal;

/// <summary>What a topic of the journal carries.</summary>
public enum JournalTopic : byte
{
    /// <summary><see cref="Batch"/>: records, from the gateway.</summary>
    Records,

    /// <summary><see cref="JournalAck"/>, retained, from the historian.</summary>
    Acknowledgement,

    /// <summary><see cref="JournalReplay"/>, from the historian.</summary>
    Replay,
}

/// <summary>
/// The topics between the journal of a site and one historian. The usual historian needs no name: <c>journal</c>, <c>journal/ack</c> and
/// <c>journal/replay</c>. Each further one has its own: <c>journal/{historian}</c>, <c>journal/{historian}/ack</c> and so on.
/// </summary>
public sealed record JournalTopics
{
    /// <summary>The name of the usual historian.</summary>
    public const string Usual = "historian";

    private const string Root = "journal";
    private const string Ack = "ack";
    private const string Again = "replay";

    /// <summary>Makes the topics.</summary>
    /// <param name="site">The site.</param>
    /// <param name="historian">The historian.</param>
    /// <exception cref="ArgumentException">One of them cannot be part of a topic.</exception>
    public JournalTopics(string site, string historian = Usual)
    {
        if (!Topics.IsName(site))
        {
            throw new ArgumentException($"'{site}' cannot be part of a topic.", nameof(site));
        }

        if (!IsHistorian(historian))
        {
            throw new ArgumentException($"'{historian}' cannot be the name of a historian.", nameof(historian));
        }

        (Site, Historian) = (site, historian);
        Records = Topics.Prefix + site + "/" + Root + (historian == Usual ? "" : "/" + historian);
    }

    /// <summary>The site.</summary>
    public string Site { get; }

    /// <summary>The historian.</summary>
    public string Historian { get; }

    /// <summary>Not retained: <see cref="Batch"/>.</summary>
    public string Records { get; }

    /// <summary>Retained: <see cref="JournalAck"/>.</summary>
    public string Acknowledgement => Records + "/" + Ack;

    /// <summary>Not retained: <see cref="JournalReplay"/>.</summary>
    public string Replay => Records + "/" + Again;

    /// <summary>The topic filter of a historian: the records of all sites.</summary>
    /// <param name="historian">The historian.</param>
    public static string Everywhere(string historian = Usual) =>
        new JournalTopics("x", historian).Records.Replace("/x/", "/+/", StringComparison.Ordinal);

    /// <summary>Whether a historian can have this name.</summary>
    /// <param name="name">The name.</param>
    public static bool IsHistorian([NotNullWhen(true)] string? name) =>
        name is not (null or Ack or Again) && Topics.IsName(name);

    /// <summary>Takes a topic apart.</summary>
    /// <param name="topic">What a broker delivered.</param>
    /// <param name="topics">The site and the historian.</param>
    /// <param name="kind">What it carries.</param>
    /// <returns>False when it is none of these topics.</returns>
    public static bool TryParse(string topic, [NotNullWhen(true)] out JournalTopics? topics, out JournalTopic kind)
    {
        ArgumentNullException.ThrowIfNull(topic);
        (topics, kind) = (null, JournalTopic.Records);
        string[] levels = topic.StartsWith(Topics.Prefix, StringComparison.Ordinal) ? topic[Topics.Prefix.Length..].Split('/', 5) : [];
        if (levels.Length is < 2 or > 4 || levels[1] != Root || !Topics.IsName(levels[0]))
        {
            return false;
        }

        JournalTopic? last = levels[^1] == Ack ? JournalTopic.Acknowledgement : levels[^1] == Again ? JournalTopic.Replay : null;
        string[] between = levels[2..(last is null ? levels.Length : levels.Length - 1)];
        string historian = between.Length == 0 ? Usual : between[0];
        if (between.Length > 1 || (between.Length == 1 && historian == Usual) || !IsHistorian(historian))
        {
            return false;
        }

        (topics, kind) = (new JournalTopics(levels[0], historian), last ?? JournalTopic.Records);
        return true;
    }
}
