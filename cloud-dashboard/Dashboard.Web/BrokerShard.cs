using System.Collections.Immutable;
using System.Net;
using Edge.Contracts;

namespace Dashboard.Web;

/// <summary>Section <c>MqttBroker:Shards:N</c>: a further broker, which carries the sites of a list. Its log-in is its own.</summary>
public sealed record BrokerShard
{
    /// <summary>The broker's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1883 by default.</summary>
    public required int Port { get; init; }

    /// <summary>The sites that it carries, at least one.</summary>
    public required ImmutableArray<string> Sites { get; init; }

    /// <summary>The user to log in as, or absent.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }

    /// <summary>Whether to use TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>With TLS: a PEM file with the authorities to trust instead of those of the machine.</summary>
    public string? CaFile { get; init; }

    /// <summary>Reads the section <c>MqttBroker:Shards</c>.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    internal static ImmutableArray<BrokerShard> From(IConfigurationSection shards)
    {
        ImmutableArray<BrokerShard> all = [.. shards.GetChildren().Select(Read)];
        if (all.SelectMany(shard => shard.Sites).GroupBy(site => site).FirstOrDefault(same => same.Count() > 1)?.Key is { } twice)
        {
            throw new SettingException(
                $"MqttBroker:Shards: the site '{twice}' is listed twice. One broker carries it: leave it in one list.");
        }

        return all;
    }

    private static BrokerShard Read(IConfigurationSection section)
    {
        ImmutableArray<string> sites = [.. section.GetSection("Sites").GetChildren().Select(site => site.Value ?? "")];
        if (sites.FirstOrDefault(site => !Topics.IsName(site)) is { } wrong)
        {
            throw new SettingException(
                $"{section.Path}:Sites: '{wrong}' cannot be the name of a site: "
                + $"1 to {Topics.MaximumName} letters, digits, '-', '_' or '.'.");
        }

        string port = section["Port"] ?? "1883";
        return new BrokerShard
        {
            Host = section["Host"]
                ?? throw new SettingException($"{section.Path}:Host is missing: give the name or address of the broker."),
            Port = int.TryParse(port, out int number) && number is > 0 and <= IPEndPoint.MaxPort
                ? number
                : throw new SettingException($"{section.Path}:Port '{port}' is no TCP port: use 1 to {IPEndPoint.MaxPort}."),
            Sites = sites.IsEmpty
                ? throw new SettingException($"{section.Path}:Sites is missing: list the sites that this broker carries.")
                : sites,
            UserName = section["UserName"],
            Password = section["Password"],
            Tls = section.GetValue("Tls", false),
            CaFile = section["CaFile"],
        };
    }
}
