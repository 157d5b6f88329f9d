using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Alarms;

namespace Dashboard.Historian.Alarms;

/// <summary>Which alarms.</summary>
public enum AlarmFilter
{
    /// <summary>Those that are active or not acknowledged, and not shelved, out of service or suppressed.</summary>
    Open,

    /// <summary>Those of them that are not acknowledged.</summary>
    Unacknowledged,

    /// <summary>Those of them that are active.</summary>
    Active,

    /// <summary>Those that have returned and are not acknowledged.</summary>
    Returned,

    /// <summary>Those whose source is shelved.</summary>
    Shelved,

    /// <summary>Those whose source is out of service.</summary>
    OutOfService,

    /// <summary>Those that are active or not acknowledged, and that a rule of the workbook suppresses.</summary>
    Suppressed,

    /// <summary>All that ever were.</summary>
    All,
}

/// <summary>Which of two alarms comes first.</summary>
public enum AlarmOrder
{
    /// <summary>The one that was raised last by its arrival at the centre. A clock that is wrong has no effect.</summary>
    Arrival,

    /// <summary>The one of the higher priority, and of those the one that arrived last.</summary>
    Priority,

    /// <summary>The one that was raised last by the clock of its device.</summary>
    Time,
}

/// <summary>The filters of a query. A filter that is null matches all alarms.</summary>
public sealed record AlarmQuery
{
    /// <summary>The largest page.</summary>
    public const int MaximumLimit = 500;

    /// <summary>The most letters of <see cref="Text"/>.</summary>
    public const int MaximumText = 100;

    /// <summary>Their state.</summary>
    public AlarmFilter State { get; init; }

    /// <summary>Only of this station.</summary>
    public string? Site { get; init; }

    /// <summary>Only of these stations; null: of all.</summary>
    public ImmutableArray<string>? Sites { get; init; }

    /// <summary>Only of this point.</summary>
    public string? Tag { get; init; }

    /// <summary>Only of these priorities; empty: of all.</summary>
    public ImmutableArray<int> Priorities { get; init; } = [];

    /// <summary>Only of this group; null: of all.</summary>
    public AlarmGroupKey? Group { get; init; }

    /// <summary>Raised not before this time, by the clock of the device.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Raised before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only those with this text in tag, description, state or device, whatever its case.</summary>
    public string? Text { get; init; }

    /// <summary>Which comes first; <see cref="Before"/> must be of the same order.</summary>
    public AlarmOrder Order { get; init; }

    /// <summary>Only alarms after this place: the <see cref="AlarmPage.Next"/> of the previous page.</summary>
    public AlarmCursor? Before { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of alarms.</summary>
/// <param name="Alarms">The alarms.</param>
/// <param name="Next">Where the next page begins, or null when there is none.</param>
public sealed record AlarmPage(ImmutableArray<Alarm> Alarms, AlarmCursor? Next);

/// <summary>A place in a list of alarms.</summary>
/// <param name="Order">The order of the list.</param>
/// <param name="Priority">The priority of the alarm before it; 0 in an order without.</param>
/// <param name="Moment">Its arrival or time.</param>
/// <param name="Id">Its number.</param>
public readonly record struct AlarmCursor(AlarmOrder Order, int Priority, long Moment, long Id)
{
    /// <summary>The place of an alarm.</summary>
    public static AlarmCursor Of(AlarmOrder order, Alarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        return new AlarmCursor(
            order, order == AlarmOrder.Priority ? alarm.Priority : 0,
            order == AlarmOrder.Time ? alarm.Event.Time.UtcTicks : alarm.Arrival, alarm.Id);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out AlarmCursor cursor)
    {
        ArgumentNullException.ThrowIfNull(text);
        cursor = default;
        string[] parts = text.Split('_');
        if (parts.Length != 4 || parts[0].Length != 1 || !Enum.IsDefined((AlarmOrder)(parts[0][0] - '0'))
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int priority)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long moment)
            || !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            return false;
        }

        cursor = new AlarmCursor((AlarmOrder)(parts[0][0] - '0'), priority, moment, id);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)Order}_{Priority}_{Moment}_{Id}");
}
