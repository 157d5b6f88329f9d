using Edge.Contracts;

namespace Dashboard.Alarms;

/// <summary>What an event says of a condition.</summary>
public enum SignalKind
{
    /// <summary>It is there now.</summary>
    Raised,

    /// <summary>It has returned to normal.</summary>
    Returned,

    /// <summary>It happened; it has no state.</summary>
    Happened,
}

/// <summary>What an event says of the alarms of a point: by a rule of the workbook they mean nothing for a time.</summary>
/// <param name="Tag">The point.</param>
/// <param name="Conditions">Which of its alarms.</param>
/// <param name="IsActive">Whether it is so from now on; else it is not any more.</param>
/// <param name="Rule">The rule.</param>
public sealed record AlarmSuppression(string Tag, IReadOnlyList<AlarmCondition> Conditions, bool IsActive, string Rule);

/// <summary>What an event of a station says of an alarm.</summary>
public sealed record AlarmSignal
{
    /// <summary>What is concerned.</summary>
    public required AlarmSource Source { get; init; }

    /// <summary>What is said of it.</summary>
    public required SignalKind Kind { get; init; }

    /// <summary>Its place in the order of its gateway.</summary>
    public required AlarmPosition Position { get; init; }

    /// <summary>Its place in the order of arrival at the centre, in microseconds.</summary>
    public required long Arrival { get; init; }

    /// <summary>The event.</summary>
    public required EventMessage Event { get; init; }

    /// <summary>
    /// Whether the source of the alarm is no longer there. The centre says so, whose order is not that of the gateway: it counts whatever
    /// was said last, but for an alarm that was raised since: the event has the number of the raising that ends as its last one.
    /// </summary>
    public bool IsGone { get; init; }

    /// <summary>Whether it counts only where something was said of the source before: the event does not tell its condition.</summary>
    public bool OnlyIfKnown { get; init; }
}
