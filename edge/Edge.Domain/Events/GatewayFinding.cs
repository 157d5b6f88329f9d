namespace Edge.Domain;

/// <summary>What the gateway found out, the kind of a <see cref="FieldFinding"/>.</summary>
public enum GatewayFinding : byte
{
    /// <summary>It is no finding.</summary>
    None = 0,

    /// <summary>The clock of an IED is further off than the limit.</summary>
    ClockOff = 1,

    /// <summary>The clock of an IED is within the limit again.</summary>
    ClockRight = 2,

    /// <summary>An input chattered; its events are left out until it is quiet.</summary>
    InputMasked = 3,

    /// <summary>The input is quiet; its events count again. <see cref="FieldFinding.Count"/>: how many were left out.</summary>
    InputUnmasked = 4,

    /// <summary>
    /// A 15-minute period of a channel never came: <see cref="FieldEvent.Time"/> is its end, and <see cref="FieldFinding.Count"/> how many
    /// are missing in a row from there.
    /// </summary>
    EnergyMissing = 5,

    /// <summary>
    /// The 24-hour record of a channel is not the sum of its periods: <see cref="FieldFinding.Count"/> is the record,
    /// <see cref="FieldFinding.Text"/> has both numbers, <see cref="FieldEvent.Time"/> is the end of the day.
    /// </summary>
    EnergyDiffers = 6,

    /// <summary>
    /// Events of an IED are lost: its stack overflowed, or an answer of it cannot be read. <see cref="FieldFinding.Count"/>: how many, null
    /// where nobody knows.
    /// </summary>
    EventsLost = 7,
}
