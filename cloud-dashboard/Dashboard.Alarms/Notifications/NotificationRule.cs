using System.Collections.Immutable;

namespace Dashboard.Alarms.Notifications;

/// <summary>Which alarms call whom. A filter that is null matches all alarms.</summary>
public sealed record NotificationRule
{
    /// <summary>The most rules.</summary>
    public const int Most = 100;

    /// <summary>The most steps of a rule.</summary>
    public const int MostSteps = 10;

    /// <summary>Its number; 0: it is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it calls.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Only of this station.</summary>
    public string? Site { get; init; }

    /// <summary>Only of this priority and those above it: 1 to 4.</summary>
    public int LeastPriority { get; init; } = 2;

    /// <summary>Only of this class.</summary>
    public AlarmClass? Class { get; init; }

    /// <summary>Only of this condition, a word of docs/alarms.md.</summary>
    public string? Condition { get; init; }

    /// <summary>Only those for which the workbook asks for this action: its number in the sheet <c>accionev</c>, 0 to 31.</summary>
    public int? Action { get; init; }

    /// <summary>Whom it calls, in the order of their minutes; the first one usually at 0.</summary>
    public ImmutableArray<NotificationStep> Steps { get; init; } = [];

    /// <summary>Whether it calls for an alarm.</summary>
    public bool Matches(Alarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        return Enabled && (Site is null || Site == alarm.Source.Site) && alarm.Priority <= LeastPriority
            && (Class is null || Class == alarm.Condition.Class) && (Condition is null || Condition == alarm.Source.Condition)
            && (Action is not { } action || ((alarm.Event.Alarm?.Actions ?? 0) >> action & 1) == 1);
    }

    /// <summary>When a step is due; null: there is no such step.</summary>
    /// <param name="step">The number of the step, from 0.</param>
    /// <param name="since">When the alarm was raised.</param>
    public DateTimeOffset? DueAt(int step, DateTimeOffset since) => step < Steps.Length ? since.AddMinutes(Steps[step].AfterMinutes) : null;
}

/// <summary>A step of a rule.</summary>
/// <param name="Group">The number of the group that is called.</param>
/// <param name="AfterMinutes">So many minutes after the alarm was raised, unless somebody has acknowledged it.</param>
public sealed record NotificationStep(long Group, int AfterMinutes)
{
    /// <summary>The longest of <see cref="AfterMinutes"/>: a day.</summary>
    public const int LongestMinutes = 1440;
}
