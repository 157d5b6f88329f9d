using Dashboard.Ingest;

namespace Dashboard.Web.Broker;

/// <summary>What one client, or all of them together, may cost the embedded broker. docs/limits.md has the table.</summary>
internal sealed record BrokerLimits
{
    /// <summary>The largest first packet: log-in and will. It is refused by its length, before any memory is taken for it.</summary>
    public int ConnectBytes { get; init; } = 32 * 1024;

    /// <summary>How long a client may take for its first packet.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest packet of a client that publishes no drawings.</summary>
    public int RequestBytes { get; init; } = 64 * 1024;

    /// <summary>The largest packet of a gateway.</summary>
    public int GatewayBytes { get; init; } = new IngestLimits().LargestBytes + (64 * 1024);

    /// <summary>Connections at one time.</summary>
    public int Connections { get; init; } = 1200;

    /// <summary>Connections of one user, who cannot take the place of all others.</summary>
    public int ConnectionsPerUser { get; init; } = 100;

    /// <summary>Connections of one address that have not logged in yet.</summary>
    public int StrangersPerAddress { get; init; } = 32;

    /// <summary>Connections that have not logged in yet.</summary>
    public int Strangers { get; init; } = 256;

    /// <summary>Failed log-ins of one user from one address in a minute; more are refused without a look at the password.</summary>
    public int FailuresPerUser { get; init; } = 5;

    /// <summary>Failed log-ins from one address in a minute.</summary>
    public int FailuresPerAddress { get; init; } = 60;

    /// <summary>Topic filters of a connection.</summary>
    public int Filters { get; init; } = 100;

    /// <summary>Letters of a topic filter.</summary>
    public int FilterLetters { get; init; } = 256;

    /// <summary>What waits for a client that reads too slowly or acknowledges nothing, in bytes; beyond it the connection ends.</summary>
    public long WaitingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The same in messages.</summary>
    public int WaitingMessages { get; init; } = 60_000;

    /// <summary>Answers that a client has asked for and does not take; no more of it is read until it takes them.</summary>
    public int WaitingAnswers { get; init; } = 1000;

    /// <summary>Topic aliases of a connection (MQTT 5 §3.3.2.3.4), each for a topic of at most <see cref="FilterLetters"/>.</summary>
    public ushort TopicAliases { get; init; } = 16;

    /// <summary>What a message carries beside topic and payload, in bytes: user properties, response topic and the like.</summary>
    public int PropertyBytes { get; init; } = 4096;

    /// <summary>Requests of a commander in a second, with as many at once.</summary>
    public int RequestsPerSecond { get; init; } = 20;

    /// <summary>Retained topics of one site.</summary>
    public int RetainedTopics { get; init; } = 41_000;

    /// <summary>Bytes of the retained messages of one site.</summary>
    public long RetainedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Lines that the broker writes into the log in a minute about what it refused.</summary>
    public int LogLines { get; init; } = 30;

    /// <summary>The largest packet that a role may send.</summary>
    internal int PacketBytes(BrokerRole role) => role is BrokerRole.Reader or BrokerRole.Commander ? RequestBytes : GatewayBytes;
}
