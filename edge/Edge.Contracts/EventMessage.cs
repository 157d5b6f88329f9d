using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>Who stamped a time.</summary>
[JsonConverter(typeof(CamelCaseEnum<TimeSource>))]
public enum TimeSource
{
    /// <summary>The device that recorded the event.</summary>
    Device,

    /// <summary>The gateway, on arrival.</summary>
    Gateway,
}

/// <summary>Whether a time can be trusted.</summary>
[JsonConverter(typeof(CamelCaseEnum<ClockState>))]
public enum ClockState
{
    /// <summary>The clock was synchronised.</summary>
    Synchronised,

    /// <summary>The clock was off by more than its limit, or never set.</summary>
    Unsynchronised,

    /// <summary>The local hour exists twice; the standard-time reading was taken.</summary>
    Ambiguous,
}

/// <summary>What kind of event it is.</summary>
[JsonConverter(typeof(CamelCaseEnum<EventType>))]
public enum EventType
{
    /// <summary>A digital input changed.</summary>
    Digital,

    /// <summary>An idle mark.</summary>
    Idle,

    /// <summary>Communications or the IED itself.</summary>
    Comms,

    /// <summary>The journal had to drop records: <see cref="EventMessage.Dropped"/> says how many.</summary>
    Loss,

    /// <summary>Something that the gateway itself found out about the field: <see cref="EventMessage.Finding"/> says what.</summary>
    Gateway,
}

/// <summary>Topic <c>event</c>: one entry of the sequence of events. (site, epoch, seq) is its identity; it may arrive twice.</summary>
public sealed record EventMessage
{
    /// <summary>The epoch of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>Counts up within the epoch; shared with <see cref="EnergyMessage.Seq"/>, so that each topic alone has gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>What kind of event it is.</summary>
    public required EventType Type { get; init; }

    /// <summary>The device that recorded it.</summary>
    public string? Device { get; init; }

    /// <summary>The bus address of the IED.</summary>
    public int Ied { get; init; }

    /// <summary>The concentrator of the IED as the profile numbers it; absent where there is only one.</summary>
    public int? Comaster { get; init; }

    /// <summary>The point, or absent when the profile knows none there.</summary>
    public string? Tag { get; init; }

    /// <summary>What the point is.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// Gateway: what it found out: <c>clockOff</c>, <c>clockRight</c>, <c>inputMasked</c>, <c>inputUnmasked</c>, <c>energyMissing</c>,
    /// <c>energyDiffers</c>, <c>eventsLost</c>. More may come: show a word that you do not know as it is.
    /// </summary>
    public string? Finding { get; init; }

    /// <summary>Digital, and gateway about an input: the port.</summary>
    public int? Port { get; init; }

    /// <summary>Digital, and gateway about an input: the bit.</summary>
    public int? Bit { get; init; }

    /// <summary>Digital: the new state.</summary>
    public int? State { get; init; }

    /// <summary>Digital: the word for the state. Comms: what happened, in the language of the profile.</summary>
    public string? Text { get; init; }

    /// <summary>Digital: 0 protection, 1 alarm, 2 breaker.</summary>
    public int? AlarmKind { get; init; }

    /// <summary>Comms and idle: the code of the device.</summary>
    public int? Code { get; init; }

    /// <summary>Comms: the motive of the device.</summary>
    public int? Motive { get; init; }

    /// <summary>Gateway about energy: the channel of the IED.</summary>
    public int? Channel { get; init; }

    /// <summary>Gateway, <c>inputUnmasked</c>: how many events were left out.</summary>
    public int? Count { get; init; }

    /// <summary>Loss: how many records were dropped.</summary>
    public long? Dropped { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who stamped <see cref="Time"/>.</summary>
    public required TimeSource TimeSource { get; init; }

    /// <summary>Whether <see cref="Time"/> can be trusted.</summary>
    public required ClockState Clock { get; init; }

    /// <summary>When the gateway got it.</summary>
    public required DateTimeOffset Received { get; init; }
}
