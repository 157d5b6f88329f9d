namespace Dashboard.Alarms;

/// <summary>What happened to an alarm. The numbers are stored.</summary>
public enum AlarmChangeKind
{
    /// <summary>It was raised, for the first time or again.</summary>
    Raised = 1,

    /// <summary>It returned to normal.</summary>
    Returned = 2,

    /// <summary>Somebody acknowledged it.</summary>
    Acknowledged = 3,

    /// <summary>Somebody shelved its source, or took it out of service.</summary>
    Shelved = 4,

    /// <summary>Its source is back: somebody ended it, or its time was over.</summary>
    Unshelved = 5,

    /// <summary>A rule of the workbook suppresses it.</summary>
    Suppressed = 6,

    /// <summary>No rule of the workbook suppresses it any more.</summary>
    Unsuppressed = 7,
}

/// <summary>The result of a signal.</summary>
/// <param name="Alarm">The alarm as it is now; null: there is none, and nothing changes.</param>
/// <param name="Changes">What happened to it, in this order; empty: nothing.</param>
/// <param name="IsActive">Whether the source is in alarm now.</param>
/// <param name="MovesOn">Whether the signal is the last one of its source.</param>
public readonly record struct AlarmStep(Alarm? Alarm, IReadOnlyList<AlarmChangeKind> Changes, bool IsActive, bool MovesOn);
