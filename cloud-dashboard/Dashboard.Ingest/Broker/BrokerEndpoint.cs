using System.Security.Cryptography.X509Certificates;

namespace Dashboard.Ingest.Broker;

/// <summary>The address of the broker, and the log-in.</summary>
public sealed record BrokerEndpoint
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// The prefix of the MQTT client ids. Two dashboards at one broker need different ones, or they disconnect each other.
    /// </summary>
    public string ClientId { get; init; } = "edge-dashboard";

    /// <summary>User name, or null to log in without.</summary>
    public string? UserName { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }

    /// <summary>Whether to use TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>With TLS: the certificates to trust instead of those of the machine.</summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>How long the broker keeps events for a dashboard that is not connected.</summary>
    public TimeSpan KeepEvents { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The address as text for logs.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
