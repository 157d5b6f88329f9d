namespace Edge.Domain;

/// <summary>The kind of a <see cref="FieldFinding"/> of the gateway.</summary>
public enum GatewayFinding : byte
{
    /// <summary>No finding.</summary>
    None = 0,

    /// <summary>The clock of an IED is further off than the limit.</summary>
    ClockOff = 1,

    /// <summary>The clock of an IED is within the limit again.</summary>
    ClockRight = 2,

    /// <summary>An input chattered; its events are left out until it is quiet.</summary>
    InputMasked = 3,

    /// <summary>The input is quiet; its events are recorded again. <see cref="FieldFinding.Count"/>: how many were left out.</summary>
    InputUnmasked = 4,

    /// <summary>
    /// A 15-minute period of a channel is missing: <see cref="FieldEvent.Time"/> is its end, and <see cref="FieldFinding.Count"/> the
    /// number of consecutive missing periods from there.
    /// </summary>
    EnergyMissing = 5,

    /// <summary>
    /// The 24-hour record of a channel is not the sum of its periods: <see cref="FieldFinding.Count"/> is the record,
    /// <see cref="FieldFinding.Text"/> has both numbers, <see cref="FieldEvent.Time"/> is the end of the day.
    /// </summary>
    EnergyDiffers = 6,

    /// <summary>
    /// Events of an IED are lost: its stack overflowed, or an answer of it cannot be read. <see cref="FieldFinding.Count"/>: how many, or
    /// null if unknown.
    /// </summary>
    EventsLost = 7,

    /// <summary>
    /// An input has another state than its last event says, for a minute: its device lost the event, or records none for it.
    /// <see cref="FieldFinding.Count"/> is the state, <see cref="FieldFinding.Text"/> its word, <see cref="FieldEvent.Time"/> when the
    /// gateway first read it.
    /// </summary>
    ChangedWithoutEvent = 8,

    /// <summary>
    /// The clock of the gateway was set, or is synchronised now: <see cref="FieldFinding.Count"/> is by how many seconds it jumped, forward
    /// is positive, <see cref="FieldFinding.Text"/> has the time before and after it. It concerns the gateway; its device is no other one.
    /// </summary>
    GatewayClockSet = 9,

    /// <summary>
    /// A measurement is above its maximum (<see cref="FieldFinding.Count"/> 1), or is not any more (0). <see cref="FieldFinding.Value"/> is
    /// the measurement, <see cref="FieldFinding.Text"/> the word of the workbook.
    /// </summary>
    AboveMaximum = 10,

    /// <summary>As <see cref="AboveMaximum"/>, below its minimum.</summary>
    BelowMinimum = 11,

    /// <summary>
    /// The alarms of a point mean nothing now (<see cref="FieldFinding.Count"/> 1), or count again (0), by a rule of the workbook:
    /// <see cref="FieldFinding.Text"/> is the rule.
    /// </summary>
    AlarmSuppressed = 12,

    /// <summary>As <see cref="AlarmSuppressed"/>, of the alarm above its maximum alone.</summary>
    AboveMaximumSuppressed = 13,

    /// <summary>As <see cref="AlarmSuppressed"/>, of the alarm below its minimum alone.</summary>
    BelowMinimumSuppressed = 14,

    /// <summary>
    /// A measurement rose from one reading to the next by more than the workbook says. <see cref="FieldFinding.Value"/> is the measurement
    /// after it, <see cref="FieldFinding.Text"/> the word of the workbook, <see cref="FieldFinding.Count"/> how many steps were left out
    /// before it, because they came within a second; null: none.
    /// </summary>
    SteppedUp = 15,

    /// <summary>As <see cref="SteppedUp"/>, it fell.</summary>
    SteppedDown = 16,
}
