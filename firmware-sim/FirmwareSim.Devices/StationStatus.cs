using System.Text.Json.Serialization;

namespace FirmwareSim.Devices;

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

    /// <summary>The IEDs behind the concentrator.</summary>
    public IReadOnlyList<IedStatus>? Ieds { get; init; }
}

/// <summary>One IED behind the concentrator.</summary>
/// <param name="Address">Its address on the pair.</param>
/// <param name="Alive">Whether it hears and answers.</param>
/// <param name="Lost">Whether the concentrator has given it up.</param>
/// <param name="Stack">Events that wait in it.</param>
/// <param name="Overflow">Whether its stack overflowed since it was last read.</param>
public sealed record IedStatus(int Address, bool Alive, bool Lost, int Stack, bool Overflow);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StationStatus))]
internal sealed partial class StatusJson : JsonSerializerContext;
