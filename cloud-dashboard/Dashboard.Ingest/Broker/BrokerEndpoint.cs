using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Ingest.Broker;

/// <summary>Where the broker is and how to log in.</summary>
public sealed record BrokerEndpoint
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>Begins the MQTT client ids; two dashboards at one broker need two, or they throw each other out.</summary>
    public string ClientId { get; init; } = "edge-dashboard";

    /// <summary>User name, or null to log in without.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }

    /// <summary>Whether to use TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>With TLS: the certificates to trust instead of those of the machine.</summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>How long the broker keeps events for a dashboard that is away.</summary>
    public TimeSpan KeepEvents { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For people.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
