using System.Collections.Immutable;

namespace Edge.Mqtt;

/// <summary>The address of the broker, and the settings of the connection.</summary>
public sealed record MqttOptions
{
    /// <summary>The broker: a name or an address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port. Default 1883, or 8883 with TLS.</summary>
    public required int Port { get; init; }

    /// <summary>The client id. The broker disconnects a client when another one connects with its id. Default <c>edge-{site}</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The user, or null for none.</summary>
    public string? User { get; init; }

    /// <summary>The password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the connection is encrypted. The certificate of the broker is always checked.</summary>
    public bool Tls { get; init; }

    /// <summary>The certificate of a private authority, PEM; null: those of the system. Only with <see cref="Tls"/>.</summary>
    public string? CaFile { get; init; }

    /// <summary>
    /// How often the state is sent. A client that receives none for three times as long considers the gateway lost. Default 10 s.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The shortest time from one sending of changes to the next: meanwhile they are collected, and of several changes of a point only the
    /// latest is sent. A change after a rest is sent at once. Default 100 ms.
    /// </summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The keep-alive of MQTT. After 1.5 times as long without a packet the broker publishes the will. Default 15 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer of the broker may take before the connection is closed. Default 10 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most messages that are sent and not confirmed; fewer where the broker limits them. Default 64.</summary>
    public int MaximumInFlight { get; init; } = 64;

    /// <summary>
    /// The pause after the first failed attempt to connect; it doubles after each, and each varies by up to a fifth. Default 250 ms.
    /// </summary>
    public TimeSpan RetryMinimum { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The longest pause while no broker answers. It is short, because a broker that is back must not wait for its gateways. Default 2.5 s.
    /// </summary>
    public TimeSpan AbsentMaximum { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// The longest pause while a broker answers, but refuses the gateway or loses it before it has published all values. Default 30 s.
    /// </summary>
    public TimeSpan RetryMaximum { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop waits until the broker confirms the state "offline". Default 3 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long, after the first connection and after each new profile, the gateway searches for retained messages of points and drawings
    /// that the profile does not have, and clears them. Default 5 s; zero leaves them.
    /// </summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The historians that get the records of the journal and acknowledge them; the name of each is that of its cursor. Default none.
    /// </summary>
    public ImmutableArray<string> Historians { get; init; } = [];

    /// <summary>How long the cursor of a historian in the journal lags behind its acknowledgements, at most. Default 5 s.</summary>
    public TimeSpan CursorLag { get; init; } = TimeSpan.FromSeconds(5);
}
