using System.Text.Json.Serialization;

namespace FirmwareSim.Devices.Simulation;

/// <summary>What the simulator knows of itself, at one instant.</summary>
public sealed record StationStatus
{
    /// <summary>"plant" or "replay".</summary>
    public required string Mode { get; init; }

    /// <summary>The instant of the simulation, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Where the centre connects.</summary>
    public required string Listening { get; init; }

    /// <summary>Which centre is connected, or null.</summary>
    public required string? Client { get; init; }

    /// <summary>Whether connections are refused.</summary>
    public required bool Refusing { get; init; }

    /// <summary>Whether nothing is answered.</summary>
    public required bool Mute { get; init; }

    /// <summary>How many answers will still be corrupted.</summary>
    public required int BadBcc { get; init; }

    /// <summary>How many answers will still be lost.</summary>
    public required int Lose { get; init; }

    /// <summary>Whole frames that came in, those not listened to included.</summary>
    public required long Heard { get; init; }

    /// <summary>New polls answered.</summary>
    public required long Polls { get; init; }

    /// <summary>What the concentrator's clock shows, or null in a replay.</summary>
    public DateTime? Clock { get; init; }

    /// <summary>Whether the concentrator has received a set-time.</summary>
    public bool HasTime { get; init; }

    /// <summary>Events that wait for the centre, those on their way included.</summary>
    public int Queue { get; init; }

    /// <summary>Events of the concentrator that found its queue full.</summary>
    public int Dropped { get; init; }

    /// <summary>Incidents so far.</summary>
    public int Incidents { get; init; }

    /// <summary>kV of the bars 33, A and B, and V of the battery.</summary>
    public IReadOnlyDictionary<string, double>? Volts { get; init; }

    /// <summary>"closed" or "open" of every bay.</summary>
    public IReadOnlyDictionary<string, string>? Breakers { get; init; }

    /// <summary>The bays whose breaker winds its spring.</summary>
    public IReadOnlyList<string>? Winding { get; init; }

    /// <summary>The IEDs behind the concentrator.</summary>
    public IReadOnlyList<IedStatus>? Ieds { get; init; }

    /// <summary>Every concentrator, where there are several or none; what stands above is of the first.</summary>
    public IReadOnlyList<ComasterStatus>? Comasters { get; init; }

    /// <summary>The buses on ptys, or null without any.</summary>
    public IReadOnlyList<BusStatus>? Buses { get; init; }
}

/// <summary>One of several concentrators; its members mean what they mean in <see cref="StationStatus"/>.</summary>
public sealed record ComasterStatus
{
    public required string Name { get; init; }

    public required string Listening { get; init; }

    public required string? Client { get; init; }

    public required bool Refusing { get; init; }

    public required bool Mute { get; init; }

    public required int BadBcc { get; init; }

    public required int Lose { get; init; }

    public required long Heard { get; init; }

    public required long Polls { get; init; }

    public DateTime? Clock { get; init; }

    public bool HasTime { get; init; }

    /// <summary>Whether it asks nobody and is a bridge (command 3F).</summary>
    public bool Stopped { get; init; }

    public int Queue { get; init; }

    public int Dropped { get; init; }

    public IReadOnlyList<IedStatus>? Ieds { get; init; }
}

/// <summary>One bus on a pty; statistics since the start or the last <c>reset</c>.</summary>
public sealed record BusStatus
{
    /// <summary>As orders call it.</summary>
    public required string Name { get; init; }

    /// <summary>What the gateway opens.</summary>
    public required string Device { get; init; }

    /// <summary>Whether it is plugged in.</summary>
    public required bool Up { get; init; }

    /// <summary>(bytes × byte time + turn-round) / elapsed.</summary>
    public required double Use { get; init; }

    /// <summary>What the master said, counted by the pauses between.</summary>
    public required long Questions { get; init; }

    /// <summary>Answers that began.</summary>
    public required long Answers { get; init; }

    /// <summary>Bytes of everybody, noise excepted.</summary>
    public required long Bytes { get; init; }

    /// <summary>How often two spoke at once.</summary>
    public required long Collisions { get; init; }

    /// <summary>Bytes spoiled by that.</summary>
    public required long CollidedBytes { get; init; }

    /// <summary>Bytes spoiled by noise.</summary>
    public required long NoisyBytes { get; init; }

    /// <summary>Bytes for the master that nobody took.</summary>
    public required long Overruns { get; init; }

    /// <summary>The 99th percentile of DriverOff − the master's last stop bit, µs; null without a hook.</summary>
    public required double? ReleaseP99Microseconds { get; init; }

    /// <summary>Events that its IEDs recorded.</summary>
    public required long Recorded { get; init; }

    /// <summary>What is wrong by order, one phrase each.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Its IEDs.</summary>
    public required IReadOnlyList<BusIedStatus> Ieds { get; init; }
}

/// <summary>One IED on a bus.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Alive">Whether it hears and answers.</param>
/// <param name="Stack">Events that wait in it, those on their way included.</param>
/// <param name="Overflow">Whether one was dropped that no acknowledged answer has told of.</param>
/// <param name="Polls">New polls that it answered.</param>
/// <param name="Repeats">How often it said its last answer again.</param>
public sealed record BusIedStatus(int Address, bool Alive, int Stack, bool Overflow, long Polls, long Repeats);

/// <summary>One IED behind the concentrator.</summary>
/// <param name="Address">Its address on the bus.</param>
/// <param name="Alive">Whether it hears and answers.</param>
/// <param name="Lost">Whether the concentrator has given it up.</param>
/// <param name="Stack">Events that wait in it.</param>
/// <param name="Overflow">Whether its stack overflowed since it was last read.</param>
public sealed record IedStatus(int Address, bool Alive, bool Lost, int Stack, bool Overflow);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StationStatus))]
internal sealed partial class StatusJson : JsonSerializerContext;
