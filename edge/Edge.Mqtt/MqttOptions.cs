namespace Edge.Mqtt;

/// <summary>How the broker is reached, and how it is spoken to.</summary>
public sealed record MqttOptions
{
    /// <summary>The broker: a name or an address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port. Default 1883, or 8883 with TLS.</summary>
    public required int Port { get; init; }

    /// <summary>The client id. Two gateways with the same one throw each other out. Default <c>edge-{site}</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The user, or null to go without.</summary>
    public string? User { get; init; }

    /// <summary>The password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the connection is encrypted. The certificate of the broker is always checked.</summary>
    public bool Tls { get; init; }

    /// <summary>The certificate of a private authority, PEM; null: those of the system. Only with <see cref="Tls"/>.</summary>
    public string? CaFile { get; init; }

    /// <summary>How often the state is sent again. Who has heard nothing for three times as long takes the gateway for lost. Default 10 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long changes are gathered before they are sent; of several of one point the latest is. Default 100 ms.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the line may be silent before both sides check it. Default 15 s: the will comes after 1.5 times as long.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer of the broker may take before the connection is given up. Default 10 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most messages sent and not confirmed; less where the broker asks for less. Default 64.</summary>
    public int MaximumInFlight { get; init; } = 64;

    /// <summary>The pause after the first failed attempt to connect; doubles. Default 1 s.</summary>
    public TimeSpan RetryMinimum { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts. Default 30 s.</summary>
    public TimeSpan RetryMaximum { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop waits for the broker to take the word "offline". Default 3 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long after the first connection of a run retained messages of points and drawings that the profile no longer has
    /// are looked for, and cleared. Default 5 s; zero leaves them.
    /// </summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(5);
}
