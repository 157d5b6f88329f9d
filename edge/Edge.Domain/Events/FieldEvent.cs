namespace Edge.Domain;

/// <summary>What kind of thing an IED recorded.</summary>
public enum FieldEventKind : byte
{
    /// <summary>A digital input changed.</summary>
    Digital = 0,

    /// <summary>A count of energy pulses.</summary>
    Energy = 1,

    /// <summary>An idle mark.</summary>
    Idle = 2,

    /// <summary>Communications or the IED itself: a link lost or back, a restart.</summary>
    Communications = 3,

    /// <summary>Something that the gateway itself found out about the field: <see cref="FieldEvent.Finding"/> says what.</summary>
    Gateway = 4,
}

/// <summary>What the gateway found out, in an event of <see cref="FieldEventKind.Gateway"/>.</summary>
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

    /// <summary>The input is quiet; its events count again. <see cref="FieldEvent.Count"/>: how many were left out.</summary>
    InputUnmasked = 4,

    /// <summary>
    /// A 15-minute period of a channel never came: <see cref="FieldEvent.Time"/> is its end, and <see cref="FieldEvent.Count"/> how many
    /// are missing on end from there.
    /// </summary>
    EnergyMissing = 5,

    /// <summary>
    /// The 24-hour record of a channel is not the sum of its periods: <see cref="FieldEvent.Count"/> is the record,
    /// <see cref="FieldEvent.StateText"/> has both numbers, <see cref="FieldEvent.Time"/> is the end of the day.
    /// </summary>
    EnergyDiffers = 6,

    /// <summary>
    /// Events of an IED are lost: its stack overflowed, or an answer of it cannot be read. <see cref="FieldEvent.Count"/>: how many, 0
    /// where nobody knows.
    /// </summary>
    EventsLost = 7,
}

/// <summary>Who stamped a time, and how far it can be trusted.</summary>
[Flags]
public enum TimeMarks : byte
{
    /// <summary>The device's own clock, believed synchronised.</summary>
    None = 0,

    /// <summary>Stamped by the gateway on arrival.</summary>
    Gateway = 1,

    /// <summary>The device's clock was off by more than its limit, or was never set.</summary>
    Unsynchronised = 2,

    /// <summary>The local time exists twice (daylight saving ends): the standard-time reading was taken.</summary>
    Ambiguous = 4,

    /// <summary>The local time never existed or was not a date: the time of arrival stands in its place.</summary>
    Invalid = 8,
}

/// <summary>
/// One entry of the sequence of events, as an IED recorded it. Kept whole even where the profile does not know the point. A value: whoever
/// keeps one has a copy of his own, which does not change when the memory that it was read from is used again.
/// </summary>
public readonly record struct FieldEvent
{
    /// <summary>Makes an event without a description.</summary>
    public FieldEvent()
    {
    }

    /// <summary>What was recorded.</summary>
    public required FieldEventKind Kind { get; init; }

    /// <summary>The id of the concentrator whose IED it is, as <see cref="IedDefinition.Comaster"/>; 0 where there is only one.</summary>
    public int Comaster { get; init; }

    /// <summary>The bus address of the IED, as the event names it (0 and 1: the concentrator).</summary>
    public required int IedAddress { get; init; }

    /// <summary>The id of the device that recorded it; whether the profile knows it there or not.</summary>
    public DeviceId Device => ConcentratorLayout.IdOf(Comaster, IedAddress);

    /// <summary>The tag of the point, or null when the profile knows none there.</summary>
    public string? Tag { get; init; }

    /// <summary>What the point is, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who stamped <see cref="Time"/> and how far to trust it.</summary>
    public TimeMarks Marks { get; init; }

    /// <summary>When the gateway got it, UTC.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>Digital: the port.</summary>
    public int Port { get; init; }

    /// <summary>Digital: the bit.</summary>
    public int Bit { get; init; }

    /// <summary>Digital: the new state, after the inversion that the profile asks for.</summary>
    public int State { get; init; }

    /// <summary>Digital: the word for the state, or null.</summary>
    public string? StateText { get; init; }

    /// <summary>Digital: the alarm class of the point (<c>tipodi</c>), or null.</summary>
    public int? AlarmKind { get; init; }

    /// <summary>Gateway: what the gateway found out.</summary>
    public GatewayFinding Finding { get; init; }

    /// <summary>Communications: what is told of the device.</summary>
    public DeviceCondition Condition { get; init; }

    /// <summary>Communications: why the device restarted.</summary>
    public RestartCauses Causes { get; init; }

    /// <summary>Energy: what was counted over.</summary>
    public EnergyKind EnergyKind { get; init; }

    /// <summary>
    /// Energy, idle, communications: the code as the device wrote it (Mara 1.4 §5). Handed on as it is; only its driver works with it.
    /// </summary>
    public int Code { get; init; }

    /// <summary>
    /// Communications: the motive as the device wrote it (Mara 1.4 §5). Handed on as it is; only its driver works with it.
    /// </summary>
    public int Motive { get; init; }

    /// <summary>Energy: the channel.</summary>
    public int Channel { get; init; }

    /// <summary>Energy: the count of pulses.</summary>
    public int Count { get; init; }

    /// <summary>Energy: the count in the unit of the profile, or null without an energy scale.</summary>
    public double? Energy { get; init; }

    /// <summary>The quality bit of the event.</summary>
    public bool QualityBit { get; init; }

    /// <summary>The record as it stood on the wire, for those to whom it is handed on unchanged; empty when the gateway made it.</summary>
    public NativeRecord Native { get; init; }
}
