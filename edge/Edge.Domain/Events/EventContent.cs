namespace Edge.Domain;

/// <summary>The kind of an event.</summary>
public enum FieldEventKind : byte
{
    /// <summary>An idle mark, which reports nothing.</summary>
    Idle = 0,

    /// <summary>A digital input changed: <see cref="StateChange"/>.</summary>
    State = 1,

    /// <summary>An energy was counted: <see cref="EnergyCount"/>.</summary>
    Energy = 2,

    /// <summary>A report of a device, or of one behind it, about itself: <see cref="DeviceReport"/>.</summary>
    Device = 3,

    /// <summary>A finding of the gateway about the field: <see cref="FieldFinding"/>.</summary>
    Finding = 4,
}

/// <summary>A change of a digital input: of one bit, or of two for a breaker that reports both of its end positions.</summary>
public readonly record struct StateChange
{
    /// <summary>A change of an input of one bit.</summary>
    /// <param name="state">The new state, inverted where the profile says so.</param>
    /// <param name="text">The text of the state, or null.</param>
    /// <param name="alarmKind">The alarm class of the point (<c>tipodi</c>), or null.</param>
    public StateChange(bool state, string? text = null, int? alarmKind = null) =>
        (State, Text, AlarmKind) = (PointValue.Binary(state), text, alarmKind);

    /// <summary>A change of a double-bit.</summary>
    /// <param name="state">The new position.</param>
    /// <param name="text">The text of the state, or null.</param>
    /// <param name="alarmKind">The alarm class of the point (<c>tipodi</c>), or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is not one of the four.</exception>
    public StateChange(DoubleBitState state, string? text = null, int? alarmKind = null) =>
        (State, Text, AlarmKind) = (PointValue.DoubleBit(state), text, alarmKind);

    /// <summary>The new state: a binary or a double-bit.</summary>
    public PointValue State { get; }

    /// <summary>The text of the state, or null.</summary>
    public string? Text { get; }

    /// <summary>The alarm class of the point (<c>tipodi</c>), or null.</summary>
    public int? AlarmKind { get; }
}

/// <summary>A count of energy.</summary>
/// <param name="Kind">The time over which it was counted.</param>
/// <param name="Channel">The channel of the device that counted.</param>
/// <param name="Count">The count of pulses.</param>
/// <param name="Energy">The count as an energy, or null without an energy scale.</param>
/// <param name="Unit">The unit of <paramref name="Energy"/>, or null where the profile names none.</param>
public readonly record struct EnergyCount(EnergyKind Kind, int Channel, int Count, double? Energy = null, string? Unit = null);

/// <summary>A report of a device, or of one behind it, about itself.</summary>
/// <param name="Condition">What happened.</param>
/// <param name="Causes">The causes of a restart that it reports.</param>
public readonly record struct DeviceReport(DeviceCondition Condition, RestartCauses Causes = RestartCauses.None);

/// <summary>A finding of the gateway about the field.</summary>
/// <param name="Kind">The kind of the finding.</param>
/// <param name="Count">
/// The number, or null where nothing is counted or it is unknown; <see cref="GatewayFinding"/> says what is counted.
/// </param>
/// <param name="Text">A detail as text, or null.</param>
/// <param name="Channel">The energy channel that it concerns, or null.</param>
public readonly record struct FieldFinding(GatewayFinding Kind, int? Count = null, string? Text = null, int? Channel = null)
{
    /// <summary>A measurement, in engineering units; null where none is concerned.</summary>
    public double? Value { get; init; }

    /// <summary>The unit of <see cref="Value"/>, or null where the profile names none.</summary>
    public string? Unit { get; init; }
}

/// <summary>
/// The content of an event: exactly one of its records. The properties of all other kinds are null. The default is
/// <see cref="FieldEventKind.Idle"/>.
/// </summary>
public readonly record struct EventContent
{
    // All records share the same fields, since an event has only one of them and is copied often.
    private readonly byte _what;
    private readonly byte _more;
    private readonly Has _has;
    private readonly int _first;
    private readonly int _second;
    private readonly double _number;
    private readonly string? _text;
    private readonly string? _unit;

    /// <remarks>Nine parameters: one for each field that the records share.</remarks>
    private EventContent(
        FieldEventKind kind, byte what, byte more, Has has, int first, int second, double number, string? text, string? unit = null) =>
        (Kind, _what, _more, _has, _first, _second, _number, _text, _unit) = (kind, what, more, has, first, second, number, text, unit);

    [Flags]
    private enum Has : byte
    {
        None = 0,
        First = 1,
        Second = 2,
        Number = 4,
    }

    /// <summary>An idle mark.</summary>
    public static EventContent Idle => default;

    /// <summary>The kind of the record.</summary>
    public FieldEventKind Kind { get; }

    /// <summary>The change of a state; null for another kind.</summary>
    public StateChange? State => Kind != FieldEventKind.State ? null
        : (PointValueKind)_what == PointValueKind.DoubleBit ? new StateChange((DoubleBitState)_first, _text, Second)
        : new StateChange(_first != 0, _text, Second);

    /// <summary>The energy; null for another kind.</summary>
    public EnergyCount? Energy => Kind == FieldEventKind.Energy
        ? new EnergyCount((EnergyKind)_what, _second, _first, (_has & Has.Number) != 0 ? _number : null, _text)
        : null;

    /// <summary>The report of a device about itself; null for another kind.</summary>
    public DeviceReport? Device =>
        Kind == FieldEventKind.Device ? new DeviceReport((DeviceCondition)_what, (RestartCauses)_more) : null;

    /// <summary>The finding of the gateway; null for another kind.</summary>
    public FieldFinding? Finding =>
        Kind == FieldEventKind.Finding
            ? new FieldFinding((GatewayFinding)_what, First, _text, Second)
            {
                Value = (_has & Has.Number) != 0 ? _number : null,
                Unit = _unit,
            }
            : null;

    private int? First => (_has & Has.First) != 0 ? _first : null;

    private int? Second => (_has & Has.Second) != 0 ? _second : null;

    /// <summary>The change of a state.</summary>
    /// <param name="state">What changed.</param>
    public static EventContent Of(in StateChange state) => new(
        FieldEventKind.State, (byte)state.State.Kind, 0, Some(state.AlarmKind, Has.Second), state.State.Number,
        state.AlarmKind ?? 0, 0, state.Text);

    /// <summary>An energy.</summary>
    /// <param name="energy">What was counted.</param>
    public static EventContent Of(in EnergyCount energy) => new(
        FieldEventKind.Energy, (byte)energy.Kind, 0, energy.Energy is null ? Has.None : Has.Number, energy.Count, energy.Channel,
        energy.Energy ?? 0, energy.Unit);

    /// <summary>The report of a device about itself.</summary>
    /// <param name="report">The report.</param>
    public static EventContent Of(in DeviceReport report) =>
        new(FieldEventKind.Device, (byte)report.Condition, (byte)report.Causes, Has.None, 0, 0, 0, null);

    /// <summary>A finding of the gateway.</summary>
    /// <param name="finding">The finding.</param>
    public static EventContent Of(in FieldFinding finding) => new(
        FieldEventKind.Finding, (byte)finding.Kind, 0,
        Some(finding.Count, Has.First) | Some(finding.Channel, Has.Second) | (finding.Value is null ? Has.None : Has.Number),
        finding.Count ?? 0, finding.Channel ?? 0, finding.Value ?? 0, finding.Text, finding.Unit);

    /// <summary>As <see cref="Of(in StateChange)"/>.</summary>
    /// <param name="state">What changed.</param>
    public static implicit operator EventContent(StateChange state) => Of(in state);

    /// <summary>As <see cref="Of(in EnergyCount)"/>.</summary>
    /// <param name="energy">What was counted.</param>
    public static implicit operator EventContent(EnergyCount energy) => Of(in energy);

    /// <summary>As <see cref="Of(in DeviceReport)"/>.</summary>
    /// <param name="report">The report.</param>
    public static implicit operator EventContent(DeviceReport report) => Of(in report);

    /// <summary>As <see cref="Of(in FieldFinding)"/>.</summary>
    /// <param name="finding">The finding.</param>
    public static implicit operator EventContent(FieldFinding finding) => Of(in finding);

    private static Has Some(int? value, Has bit) => value is null ? Has.None : bit;
}
