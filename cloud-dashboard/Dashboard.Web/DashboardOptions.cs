using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;
using Dashboard.Ingest;
using Edge.Contracts;

namespace Dashboard.Web;

/// <summary>Where the MQTT broker is.</summary>
[JsonConverter(typeof(CamelCaseEnum<BrokerMode>))]
public enum BrokerMode
{
    /// <summary>In this program: for the demonstration and for small systems.</summary>
    Embedded,

    /// <summary>A broker of its own, such as Mosquitto.</summary>
    External,
}

/// <summary>Section <c>MqttBroker</c>.</summary>
public sealed record BrokerOptions
{
    /// <summary>Embedded or external; embedded by default.</summary>
    public BrokerMode Mode { get; init; } = BrokerMode.Embedded;

    /// <summary>Embedded: the address to listen on, by default only this machine. External: the broker's name or address.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 1883 by default. Embedded: 0 lets the system choose.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>External: begins the client ids of this dashboard; two dashboards at one broker need two.</summary>
    public string ClientId { get; init; } = "edge-dashboard";

    /// <summary>External: the user to log in as, or absent.</summary>
    public string? UserName { get; init; }

    /// <summary>External: the password of the user.</summary>
    public string? Password { get; init; }

    /// <summary>External: whether to use TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>External, with TLS: a PEM file with the authorities to trust instead of those of the machine.</summary>
    public string? CaFile { get; init; }

    /// <summary>
    /// Embedded: the file with the users, made by <c>edge-dashboard broker-user</c>; <c>broker-users.json</c> in the data directory by
    /// default. Without a user everybody on this machine may do everything, and nobody else may connect.
    /// </summary>
    public string UsersFile { get; init; } = "";

    /// <summary>External: further brokers, each with the sites that it carries. The broker above carries all others.</summary>
    public ImmutableArray<BrokerShard> Shards { get; init; } = [];

    /// <summary>Which broker carries which site: the one above is the first.</summary>
    internal SiteShards Sites => new([[], .. Shards.Select(shard => shard.Sites)]);

    internal IPAddress EmbeddedAddress => Host == "localhost"
        ? IPAddress.Loopback
        : IPAddress.TryParse(Host, out IPAddress? address)
            ? address
            : throw new SettingException(
                $"MqttBroker:Host '{Host}' is no IP address: the embedded broker listens on an address, such as 127.0.0.1 or 0.0.0.0.");

    /// <summary>Reads the section.</summary>
    internal static BrokerOptions From(IConfiguration configuration, DataDirectory data)
    {
        IConfigurationSection section = configuration.GetSection("MqttBroker");
        BrokerOptions defaults = new();
        BrokerOptions options = defaults with
        {
            Mode = section["Mode"] is { } mode
                ? Enum.TryParse(mode, ignoreCase: true, out BrokerMode parsed) && Enum.IsDefined(parsed)
                    ? parsed
                    : throw new SettingException($"MqttBroker:Mode '{mode}' is unknown: use embedded or external.")
                : defaults.Mode,
            Host = section["Host"] ?? defaults.Host,
            Port = int.TryParse(section["Port"] ?? "1883", out int port) && port is >= 0 and <= IPEndPoint.MaxPort
                ? port
                : throw new SettingException($"MqttBroker:Port '{section["Port"]}' is no TCP port: use 0 to {IPEndPoint.MaxPort}."),
            ClientId = section["ClientId"] ?? defaults.ClientId,
            UserName = section["UserName"],
            Password = section["Password"],
            Tls = section.GetValue("Tls", defaults.Tls),
            CaFile = section["CaFile"],
            UsersFile = Path.GetFullPath(section["UsersFile"] ?? data.BrokerUsers, AppContext.BaseDirectory),
            Shards = BrokerShard.From(section.GetSection("Shards")),
        };
        if (options is { Mode: BrokerMode.Embedded, Shards.IsEmpty: false })
        {
            throw new SettingException($"MqttBroker:Shards are brokers outside this program: set MqttBroker:Mode to external.");
        }

        if (section.GetSection("Users").GetChildren().Any())
        {
            throw new SettingException(
                $"MqttBroker:Users is no longer read: passwords are kept as hashes. Make each with 'edge-dashboard broker-user add'.");
        }

        return options;
    }
}

/// <summary>Where the files of the dashboard are: section <c>Data</c>.</summary>
/// <param name="Directory">An existing directory, for this program only.</param>
public sealed record DataDirectory(string Directory)
{
    internal string Historian => Path.Combine(Directory, "historian.db");

    internal string BrokerUsers => Path.Combine(Directory, "broker-users.json");

    internal string Users => Path.Combine(Directory, "users.db");

    internal DirectoryInfo Keys => new(Path.Combine(Directory, "keys"));

    internal static DataDirectory From(IConfiguration configuration)
    {
        string path = Path.GetFullPath(configuration["Data:Directory"] ?? "data", AppContext.BaseDirectory);
        try
        {
            if (!System.IO.Directory.Exists(path) && !OperatingSystem.IsWindows())
            {
                // It holds password hashes and the keys of the sessions.
                System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            System.IO.Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The data directory {path} cannot be made: {exception.Message} Set Data:Directory to one that this user may write to.",
                exception);
        }

        return new DataDirectory(path);
    }
}
