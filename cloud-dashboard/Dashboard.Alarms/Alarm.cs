using Edge.Contracts;

namespace Dashboard.Alarms;

/// <summary>
/// One alarm: from its first raising until it has returned and was acknowledged. The names of the states are those of OPC 10000-9.
/// </summary>
public sealed record Alarm
{
    /// <summary>Its number; 0: it is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>What is in alarm.</summary>
    public required AlarmSource Source { get; init; }

    /// <summary>1 (first) to 4.</summary>
    public required int Priority { get; init; }

    /// <summary>ActiveState: whether the condition is there.</summary>
    public required bool IsActive { get; init; }

    /// <summary>AckedState: whether somebody has acknowledged its last raising.</summary>
    public required bool IsAcknowledged { get; init; }

    /// <summary>How often it was raised. An acknowledgement counts for the raisings that were seen.</summary>
    public required int Raises { get; init; }

    /// <summary>The event that raised it last.</summary>
    public required EventMessage Event { get; init; }

    /// <summary>When it was raised first, by the clock of the event.</summary>
    public required DateTimeOffset FirstRaised { get; init; }

    /// <summary>When it returned to normal, by the clock of the event; null while it is active, and where nobody knows.</summary>
    public DateTimeOffset? Returned { get; init; }

    /// <summary>The place of its last raising in the order of arrival at the centre, in microseconds since 1970.</summary>
    public required long Arrival { get; init; }

    /// <summary>Who acknowledged its last raising.</summary>
    public AlarmAcknowledgement? Acknowledgement { get; init; }

    /// <summary>ShelvingState and OutOfServiceState: that its source calls nobody now; null: it does.</summary>
    public AlarmShelf? Shelf { get; init; }

    /// <summary>SuppressedState: that a rule of the workbook says that it means nothing now; null: none does.</summary>
    public AlarmDesign? Design { get; init; }

    /// <summary>The burst of its last raising; null: it was raised before bursts were noted, or while it called nobody.</summary>
    public AlarmBurstMark? Burst { get; init; }

    /// <summary>The bay of its point or device, as the catalogue of the station has it now; null: it names none.</summary>
    public string? Bay { get; init; }

    /// <summary>Its last change: a number that counts up over all alarms.</summary>
    public long Change { get; init; }

    /// <summary>Whether it needs somebody or something still: it is active, or not acknowledged.</summary>
    public bool IsOpen => IsActive || !IsAcknowledged;

    /// <summary>First-out: of a burst of alarms it was raised first.</summary>
    public bool IsFirstOut => Burst is { Alarms: > 1 } burst && burst.First == Id;

    /// <summary>What is in alarm, as a condition.</summary>
    public AlarmCondition Condition => AlarmCondition.Of(Source.Condition);
}

/// <summary>That somebody acknowledged an alarm.</summary>
/// <param name="Who">The user.</param>
/// <param name="At">When, by the clock of the centre.</param>
/// <param name="Comment">What the user wrote with it, or null.</param>
public sealed record AlarmAcknowledgement(string Who, DateTimeOffset At, string? Comment);

/// <summary>That a source calls nobody for a time. Its alarms and events go on as ever.</summary>
/// <param name="Who">The user who said so.</param>
/// <param name="Since">When, by the clock of the centre.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">When it ends by itself (shelved); null: when somebody ends it (out of service).</param>
public sealed record AlarmShelf(string Who, DateTimeOffset Since, string Reason, DateTimeOffset? Until);

/// <summary>That a rule of the workbook suppresses the alarms of a point. They and their events go on as ever.</summary>
/// <param name="Rule">The rule: <c>E152B01=0</c> is while that input is 0.</param>
/// <param name="Since">When the centre noted it.</param>
public sealed record AlarmDesign(string Rule, DateTimeOffset Since);

/// <summary>One line of the history of an alarm.</summary>
/// <param name="Id">Its number, which counts up over all alarms.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When the centre noted it.</param>
/// <param name="Time">When it happened by the clock of the event; null without one.</param>
/// <param name="Who">The user; null: nobody did it.</param>
/// <param name="Comment">What the user wrote with it; null: nothing.</param>
public sealed record AlarmChange(long Id, AlarmChangeKind Kind, DateTimeOffset At, DateTimeOffset? Time, string? Who, string? Comment);
