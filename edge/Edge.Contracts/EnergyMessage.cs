namespace Edge.Contracts;

/// <summary>Topic <c>energy</c>: one count of a period. (site, epoch, seq) is its identity; it may arrive twice.</summary>
public sealed record EnergyMessage
{
    /// <summary>The epoch of the journal.</summary>
    public required string Epoch { get; init; }

    /// <summary>Counts up within the epoch; shared with <see cref="EventMessage.Seq"/>.</summary>
    public required long Seq { get; init; }

    /// <summary>The device that counted.</summary>
    public string? Device { get; init; }

    /// <summary>The bus address of the IED.</summary>
    public int Ied { get; init; }

    /// <summary>The concentrator of the IED as the profile numbers it; absent where there is only one.</summary>
    public int? Comaster { get; init; }

    /// <summary>The channel of the IED.</summary>
    public required int Channel { get; init; }

    /// <summary>The analogue point of the channel, or absent when the profile knows none.</summary>
    public string? Tag { get; init; }

    /// <summary>0: a 15-minute period, 1: the last of the day, 3: the total of the 24 hours.</summary>
    public required int Code { get; init; }

    /// <summary>The pulses counted.</summary>
    public required int Count { get; init; }

    /// <summary>In the unit of the profile, or absent without an energy scale.</summary>
    public double? Value { get; init; }

    /// <summary>The end of the period.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether <see cref="Time"/> can be trusted.</summary>
    public required ClockState Clock { get; init; }

    /// <summary>When the gateway got it.</summary>
    public required DateTimeOffset Received { get; init; }
}
