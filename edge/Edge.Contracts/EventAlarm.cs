namespace Edge.Contracts;

/// <summary>What the workbook says of the alarm of a point, at the time of the event.</summary>
public sealed record EventAlarm
{
    /// <summary>1 (first) to 4; absent: that of the condition.</summary>
    public int? Priority { get; init; }

    /// <summary>How many seconds the condition must last until the alarm is raised; absent: none.</summary>
    public int? OnDelay { get; init; }

    /// <summary>How many seconds the condition must be gone until the alarm has returned; absent: none.</summary>
    public int? OffDelay { get; init; }

    /// <summary>True: its return must be acknowledged, too; absent: no.</summary>
    public bool? Latched { get; init; }

    /// <summary>The actions of the workbook when it is raised, a bit for each; absent: none.</summary>
    public long? Actions { get; init; }

    /// <summary>
    /// Digital: what raises it, one of <see cref="AlarmTriggerCode"/>; absent: 1 of a point of <see cref="EventMessage.AlarmKind"/> 0 or 1.
    /// </summary>
    public string? Trigger { get; init; }
}
