using System.Collections.Immutable;
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

    /// <summary>An analogue input changed: <see cref="EventMessage.Value"/> says to what. No gateway sends it yet.</summary>
    Value,

    /// <summary>An idle mark.</summary>
    Idle,

    /// <summary>Communications or the IED itself.</summary>
    Comms,

    /// <summary>Records of the journal are lost: <see cref="EventMessage.Dropped"/> says how many.</summary>
    Loss,

    /// <summary>Something that the gateway itself found out about the field: <see cref="EventMessage.Finding"/> says what.</summary>
    Gateway,

    /// <summary>What an operator did to an element: <see cref="EventMessage.Who"/>, <see cref="EventMessage.Action"/>.</summary>
    Operator,
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

    /// <summary>The point, or absent when the profile knows none there.</summary>
    public string? Tag { get; init; }

    /// <summary>What the point is.</summary>
    public string? Description { get; init; }

    /// <summary>Gateway: what it found out, one of <see cref="FindingCode"/> or a word of a newer gateway.</summary>
    public string? Finding { get; init; }

    /// <summary>Comms: what happened, one of <see cref="ConditionCode"/> or a word of a newer gateway.</summary>
    public string? Condition { get; init; }

    /// <summary>Comms, a restart: what caused it, of <see cref="CauseCode"/>; absent when the device names nothing.</summary>
    public ImmutableArray<string>? Causes { get; init; }

    /// <summary>Digital: the new state, 0 or 1; absent for a double-bit.</summary>
    public int? State { get; init; }

    /// <summary>Digital, of a double-bit: the new position, one of <see cref="DoubleBitCode"/> or a word of a newer gateway.</summary>
    public string? DoubleBit { get; init; }

    /// <summary>Digital: the word for the state. Comms: what happened, in the language of the profile.</summary>
    public string? Text { get; init; }

    /// <summary>Digital: 0 protection, 1 alarm, 2 breaker, 3 a state that alarms nobody.</summary>
    public int? AlarmKind { get; init; }

    /// <summary>What the workbook says of the alarm of the point; absent where it says nothing.</summary>
    public EventAlarm? Alarm { get; init; }

    /// <summary>Value: the new value, in engineering units. Gateway, a limit: the measurement.</summary>
    public double? Value { get; init; }

    /// <summary>Value: the unit of <see cref="Value"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>What the device itself says of the quality of the event, of <see cref="FlagCode"/>; absent when nothing.</summary>
    public ImmutableArray<string>? Flags { get; init; }

    /// <summary>
    /// Gateway: <c>inputUnmasked</c>, how many events were left out; <c>energyMissing</c>, how many periods are missing in a row from
    /// <see cref="Time"/>; <c>energyDiffers</c>, the 24-hour record; <c>eventsLost</c>, how many, where that is known;
    /// <c>changedWithoutEvent</c>, the state; <c>gatewayClockSet</c>, by how many seconds the clock jumped, forward is positive;
    /// <c>aboveMaximum</c>, <c>belowMinimum</c> and the suppressions, 1 where it is so from now on, 0 where it is not any more;
    /// <c>steppedUp</c> and <c>steppedDown</c>, how many steps were left out before it.
    /// </summary>
    public int? Count { get; init; }

    /// <summary>Operator: who did it.</summary>
    public string? Who { get; init; }

    /// <summary>Operator: what was done.</summary>
    public ElementActionName? Action { get; init; }

    /// <summary>Operator: the attribute of the element in <see cref="Tag"/>; its new value stands in <see cref="Text"/>.</summary>
    public ElementAttributeName? Attribute { get; init; }

    /// <summary>Loss: how many records, samples among them.</summary>
    public long? Dropped { get; init; }

    /// <summary>Loss: how many of them were events, energies or what operators did, at most; absent when not known.</summary>
    public long? DroppedEvents { get; init; }

    /// <summary>Loss: why, one of <see cref="LossReasonCode"/> or a word of a newer gateway; absent when not known.</summary>
    public string? LossReason { get; init; }

    /// <summary>Loss: the first seq that is lost; absent when not known.</summary>
    public long? FirstSeq { get; init; }

    /// <summary>Loss: the last seq that is lost; not all in between need be. Absent when not known.</summary>
    public long? LastSeq { get; init; }

    /// <summary>How the protocol of the device names it; absent where no protocol does.</summary>
    public NativeEvent? Native { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who stamped <see cref="Time"/>.</summary>
    public required TimeSource TimeSource { get; init; }

    /// <summary>Whether <see cref="Time"/> can be trusted.</summary>
    public required ClockState Clock { get; init; }

    /// <summary>When the gateway got it.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>
    /// How far <see cref="Received"/> can be trusted where the clock of the gateway was not synchronised, one of
    /// <see cref="GatewayClockCode"/> or a word of a newer gateway; absent else.
    /// </summary>
    public string? GatewayClock { get; init; }
}
