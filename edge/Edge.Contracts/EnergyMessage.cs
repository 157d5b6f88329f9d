using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>What an energy was counted over.</summary>
[JsonConverter(typeof(CamelCaseEnum<EnergyKind>))]
public enum EnergyKind
{
    /// <summary>A period of 15 minutes.</summary>
    Period,

    /// <summary>The last period of 15 minutes of a day.</summary>
    LastPeriodOfDay,

    /// <summary>The 24 hours of a day: the sum of its periods, as the device says.</summary>
    Day,

    /// <summary>The device says something else: see the code of <see cref="EnergyMessage.Native"/>.</summary>
    Other,
}

/// <summary>Topic <c>energy</c>: one count of a period. (site, epoch, seq) is its identity; it may arrive twice.</summary>
public sealed record EnergyMessage
{
    /// <summary>The epoch of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>Counts up within the epoch; shared with <see cref="EventMessage.Seq"/>.</summary>
    public required long Seq { get; init; }

    /// <summary>The device that counted.</summary>
    public string? Device { get; init; }

    /// <summary>The channel of the device, counted from 0.</summary>
    public required int Channel { get; init; }

    /// <summary>The analogue point of the channel, or absent when the profile knows none.</summary>
    public string? Tag { get; init; }

    /// <summary>What was counted over.</summary>
    public required EnergyKind Kind { get; init; }

    /// <summary>The pulses counted.</summary>
    public required int Count { get; init; }

    /// <summary>The energy: the pulses times the energy scale of the profile; absent without one.</summary>
    public double? Value { get; init; }

    /// <summary>The unit of <see cref="Value"/>; absent where the workbook names none.</summary>
    public string? Unit { get; init; }

    /// <summary>What the device itself says of the quality of the count, of <see cref="FlagCode"/>; absent when nothing.</summary>
    public ImmutableArray<string>? Flags { get; init; }

    /// <summary>How the protocol of the device names it.</summary>
    public NativeEvent? Native { get; init; }

    /// <summary>The end of the period.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether <see cref="Time"/> can be trusted.</summary>
    public required ClockState Clock { get; init; }

    /// <summary>When the gateway got it.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>As <see cref="EventMessage.GatewayClock"/>.</summary>
    public string? GatewayClock { get; init; }
}
