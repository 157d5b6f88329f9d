using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Contracts.Journal;
using Edge.Gateway.Devices.Common;
using Edge.Gateway.Metrics;
using Edge.Gateway.Monitor;

namespace Edge.Gateway.Configuration;

/// <summary>The configuration of one gateway: the file <c>edge.json</c>.</summary>
public sealed record GatewayConfiguration
{
    /// <summary>The site in every topic: 1 to 64 letters, digits, '-', '_' or '.'. Never changes. Required.</summary>
    public string Site { get; set; } = "";

    /// <summary>The name of the substation, for people. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>The time zone of its wall clocks, an IANA name as <c>America/Argentina/Buenos_Aires</c>. Required.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>
    /// Whether the clock of the system counts as right although no time service tells the kernel so, as in a virtual machine that has its
    /// time from its host. Default false: times are marked until the clock is synchronised.
    /// </summary>
    public bool TrustClock { get; set; }

    /// <summary>The engineer's description of the substation. Required.</summary>
    public ProfileConfiguration Profile { get; set; } = new();

    /// <summary>The directory of the journal; a relative path starts at the folder of the file. Default <c>/var/lib/edge</c>.</summary>
    public string DataDirectory { get; set; } = "/var/lib/edge";

    /// <summary>The links to the field. Required; several concentrators name their row of the workbook each.</summary>
    public DeviceConfiguration[] Devices { get; set; } = [];

    /// <summary>The broker. Required.</summary>
    public MqttConfiguration Mqtt { get; set; } = new();

    /// <summary>The ports where control centres poll the gateway as they polled the concentrator. Default none.</summary>
    public OutstationConfiguration[] Northbound { get; set; } = [];

    /// <summary>The limits of the journal.</summary>
    public JournalConfiguration Journal { get; set; } = new();

    /// <summary>How many requests of operators are executed.</summary>
    public RequestConfiguration Requests { get; set; } = new();

    /// <summary>Statistics for Prometheus. Default off.</summary>
    public MetricsConfiguration Metrics { get; set; } = new();

    /// <summary>The socket of <c>edge monitor</c>. Default a socket in the data directory.</summary>
    public MonitorConfiguration Monitor { get; set; } = new();
}

/// <summary>The workbook and its drawings.</summary>
public sealed record ProfileConfiguration
{
    /// <summary>
    /// The workbook (.xls or .xlsx), its drawings beside it; or a profile file that <c>edge profile import</c> wrote. Relative to the file
    /// of the configuration. Required.
    /// </summary>
    public string Workbook { get; set; } = "";

    /// <summary>
    /// The id of the concentrator in the sheet <c>comaster</c>; absent: the one that the device names, else the only enabled one.
    /// </summary>
    public int? Comaster { get; set; }

    /// <summary>
    /// Whether workbook and drawings are watched, and a new version is activated some seconds after it was saved. Default false: it is
    /// activated at a reload (SIGHUP, <c>systemctl reload edge</c>) or a start.
    /// </summary>
    public bool Watch { get; set; }
}

/// <summary>The broker.</summary>
public sealed record MqttConfiguration
{
    /// <summary>Its name or address. Required.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port, 1 to 65535. Default 1883, with TLS 8883.</summary>
    public int? Port { get; set; }

    /// <summary>The client id. Default <c>edge-</c> and the site.</summary>
    public string? ClientId { get; set; }

    /// <summary>The user; absent: none.</summary>
    public string? User { get; set; }

    /// <summary>A file with the password in its first line. Relative to the file of the configuration.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The environment variable with the password.</summary>
    public string? PasswordVariable { get; set; }

    /// <summary>Whether the connection is encrypted. Default false. The certificate of the broker is always checked.</summary>
    public bool Tls { get; set; }

    /// <summary>The certificate of a private authority, PEM; absent: those of the system. Only with TLS.</summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// How often the state is sent again, 1 s to 10 minutes. Default 10 s; after three of them the gateway counts as lost.
    /// </summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The shortest time from one sending of changes to the next, 0 to 10 s. A change after a rest is sent at once. Default 100 ms.
    /// </summary>
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The keep-alive of MQTT, 1 s to 10 minutes. Default 15 s.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The historians of the site, at most 8: the journal keeps a record until each has acknowledged it. Default the one of a dashboard;
    /// empty: the site has none.
    /// </summary>
    public string[] Historians { get; set; } = [JournalTopics.Usual];
}

/// <summary>The limits of the journal: the first one that is reached applies.</summary>
public sealed record JournalConfiguration
{
    /// <summary>The name of its file within the data directory.</summary>
    public const string FileName = "journal.db";

    /// <summary>Megabytes of records, 1 to 1 000 000. Default 512.</summary>
    public int MaximumMegabytes { get; set; } = 512;

    /// <summary>Days of running, 1 to 3650, for what was published and for unread samples. Default 90.</summary>
    public int MaximumDays { get; set; } = 90;
}

/// <summary>How many requests of operators (topic <c>command/element</c>) are executed; the others are refused.</summary>
public sealed record RequestConfiguration
{
    /// <summary>Requests in a second, in the long run, 1 to 50. Default 2.</summary>
    public int PerSecond { get; set; } = 2;

    /// <summary>Requests at once, 1 to 5000. Default 120.</summary>
    public int Burst { get; set; } = 120;
}

/// <summary>
/// How the file is read: camelCase, comments and trailing commas allowed. Unknown keys are found before (<see cref="ConfigurationMap"/>).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GatewayConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
