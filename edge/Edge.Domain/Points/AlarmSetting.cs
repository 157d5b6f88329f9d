namespace Edge.Domain;

/// <summary>Which change of a digital input raises its alarm.</summary>
public enum AlarmTrigger : byte
{
    /// <summary>The kind of the input decides (<see cref="DigitalPoint.AlarmKind"/>): 1 of a protection or an alarm.</summary>
    ByKind = 0,

    /// <summary>It is raised by 1, and returns with 0.</summary>
    On = 1,

    /// <summary>It is raised by 0, and returns with 1.</summary>
    Off = 2,
}

/// <summary>
/// What the workbook says of the alarm of a point (the sheet <c>alarmas</c> and the masks of actions). It travels with each event of the
/// point, so that the centre judges an old event by the workbook of its time.
/// </summary>
public sealed record AlarmSetting
{
    /// <summary>The longest delay, in seconds.</summary>
    public const int LongestDelay = 3600;

    /// <summary>1 (first) to 4; null: that of the condition.</summary>
    public int? Priority { get; init; }

    /// <summary>How many seconds the condition must last until the alarm is raised.</summary>
    public int OnDelay { get; init; }

    /// <summary>How many seconds the condition must be gone until the alarm has returned.</summary>
    public int OffDelay { get; init; }

    /// <summary>Whether its return must be acknowledged, too.</summary>
    public bool IsLatched { get; init; }

    /// <summary>The actions when it is raised: bit n is the action n of <see cref="Profile.Actions"/>.</summary>
    public uint Actions { get; init; }

    /// <summary>Which change of a digital input raises it.</summary>
    public AlarmTrigger Trigger { get; init; }
}

/// <summary>A state of a digital input.</summary>
/// <param name="Tag">The input.</param>
/// <param name="State">0 or 1.</param>
public sealed record PointCondition(string Tag, int State);
