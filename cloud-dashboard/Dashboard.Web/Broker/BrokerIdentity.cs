using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Contracts;
using Edge.Contracts.Journal;

namespace Dashboard.Web.Broker;

/// <summary>What a user of the embedded broker may do.</summary>
[JsonConverter(typeof(CamelCaseEnum<BrokerRole>))]
public enum BrokerRole
{
    /// <summary>Reads the topics of one site, or of every site. Writes nothing.</summary>
    Reader,

    /// <summary>Reads like a reader, and sends requests to gateways in its own name.</summary>
    Commander,

    /// <summary>The gateway of one site: writes what a gateway writes, and only there.</summary>
    Gateway,

    /// <summary>Nobody logged in, on this machine: everything that the three roles above may do.</summary>
    Anonymous,

    /// <summary>The dashboard itself.</summary>
    Dashboard,
}

/// <summary>Who stands behind a connection, and with it what the connection may do. The client id decides nothing.</summary>
/// <param name="User">The name, or empty for nobody.</param>
/// <param name="Role">The role.</param>
/// <param name="Site">The one site that the role is bound to, or null for every site.</param>
internal sealed record BrokerIdentity(string User, BrokerRole Role, string? Site)
{
    /// <summary>What <c>who</c> of a request says for a connection without a user.</summary>
    internal const string AnonymousName = "anonymous";

    internal static readonly BrokerIdentity Nobody = new("", BrokerRole.Anonymous, null);

    /// <summary>Whether its session, with what waits in it, outlives its connection.</summary>
    internal bool IsDurable => Role == BrokerRole.Dashboard;

    /// <summary>Why it may not publish this, or null when it may.</summary>
    internal string? RefusePublish(string topic, bool retain, ReadOnlySequence<byte> payload)
    {
        if (Role == BrokerRole.Dashboard)
        {
            return null;
        }

        if (JournalTopics.TryParse(topic, out JournalTopics? journal, out JournalTopic carried))
        {
            return carried != JournalTopic.Records ? "the answers to a journal are the dashboard's own"
                : journal.Historian != JournalTopics.Usual ? "this broker has one historian: publish to journal"
                : retain ? "a batch is never retained" : Writes(journal.Site);
        }

        if (!Topics.TryParse(topic, out TopicParts parts))
        {
            return Topics.TryParseReply(topic, out string? site)
                ? retain ? "an answer is never retained" : Writes(site)
                : "it is no topic of the contract";
        }

        if (parts.Kind == TopicKind.Command)
        {
            return retain ? "a request is never retained" : RefuseCommand(parts.Site, payload);
        }

        bool events = parts.Kind is TopicKind.Event or TopicKind.Energy;
        return Writes(parts.Site)
            ?? (events == !retain ? null : events ? "an event is never retained" : "this topic is always retained");
    }

    /// <summary>Why it may not subscribe to this, or null when it may.</summary>
    internal string? RefuseSubscribe(string filter)
    {
        if (Role == BrokerRole.Dashboard)
        {
            return null;
        }

        if (filter.StartsWith('$'))
        {
            return "filters that begin with $ are not served";
        }

        // What a wider filter covers is not delivered: see the broker.
        if (filter.Split('/') is [_, _, var site, "journal", ..] && !(Role is BrokerRole.Gateway or BrokerRole.Anonymous
            && JournalTopics.TryParse(filter.Replace("/+/", "/x/", StringComparison.Ordinal), out _, out JournalTopic carried)
            && carried != JournalTopic.Records))
        {
            return $"the journal of {site} is for its gateway and the dashboard";
        }

        return Site is null || filter.StartsWith($"{Topics.Prefix}{Site}/", StringComparison.Ordinal)
            ? null
            : $"user {User} reads only {Topics.Prefix}{Site}/";
    }

    private string? Writes(string site) => Role switch
    {
        BrokerRole.Anonymous => null,
        BrokerRole.Gateway => site == Site ? null : $"user {User} writes only under {Topics.Prefix}{Site}/",
        _ => $"user {User} may not write there: its role is {Role}",
    };

    private string? RefuseCommand(string site, ReadOnlySequence<byte> payload)
    {
        if (Role is not (BrokerRole.Commander or BrokerRole.Anonymous))
        {
            return $"user {User} may not send requests: its role is {Role}";
        }

        if (Site is not null && Site != site)
        {
            return $"user {User} sends requests to {Site} only";
        }

        string own = Role == BrokerRole.Anonymous ? AnonymousName : User;
        return Who(payload) is { } who && who != own ? $"\"who\" must be {own}, who is logged in" : null;
    }

    // What cannot be read is the gateway's to refuse: it answers with the reason. A name that stands before the fault counts all the same:
    // another reader may stop before it.
    private static string? Who(ReadOnlySequence<byte> payload)
    {
        string? who = null;
        try
        {
            Utf8JsonReader reader = new(payload);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("who"u8))
                {
                    // The last one counts for the gateway, so every one is looked at.
                    reader.Read();
                    string said = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                    who = who is null || who == said ? said : "";
                }
            }

            return who;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return who;
        }
    }
}
