using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Historian.Alarms;

/// <summary>What the alarms of a group have in common.</summary>
public enum AlarmGrouping
{
    /// <summary>The bay of their points or devices.</summary>
    Bay,

    /// <summary>The burst in which they were raised: what was raised first in it is their most likely cause.</summary>
    Cause,
}

/// <summary>Which alarms are a group.</summary>
/// <param name="Grouping">What they have in common.</param>
/// <param name="Site">Of a bay: the station; else empty.</param>
/// <param name="Bay">The bay; empty: what the station has beside its bays.</param>
/// <param name="Number">Of a cause: the burst, or below 0 the alarm that is in none.</param>
public readonly record struct AlarmGroupKey(AlarmGrouping Grouping, string Site, string Bay, long Number)
{
    /// <summary>The most letters of a key.</summary>
    public const int MaximumText = Topics.MaximumName + CatalogText.Longest + 2;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out AlarmGroupKey key)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = default;
        if (text.StartsWith('c')
            && long.TryParse(text.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            key = new AlarmGroupKey(AlarmGrouping.Cause, "", "", number);
            return true;
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!text.StartsWith('b') || slash < 0 || text.Length > MaximumText
            || !(text.AsSpan(1, slash - 1).SequenceEqual(Centre.Site) || Topics.IsName(text.AsSpan(1, slash - 1))))
        {
            return false;
        }

        key = new AlarmGroupKey(AlarmGrouping.Bay, text[1..slash], text[(slash + 1)..], 0);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() =>
        Grouping == AlarmGrouping.Bay ? $"b{Site}/{Bay}" : string.Create(CultureInfo.InvariantCulture, $"c{Number}");
}

/// <summary>Alarms of one station that have something in common: those of a query.</summary>
public sealed record AlarmGroup
{
    /// <summary>Which they are.</summary>
    public required AlarmGroupKey Key { get; init; }

    /// <summary>The station.</summary>
    public required string Site { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them nobody has acknowledged.</summary>
    public required int Unacknowledged { get; init; }

    /// <summary>How many of them are active.</summary>
    public required int Active { get; init; }

    /// <summary>The highest priority of what nobody has acknowledged, else of all.</summary>
    public required int Priority { get; init; }

    /// <summary>The place of the one that arrived last.</summary>
    public required long Arrival { get; init; }

    /// <summary>The only one; of several the one that was raised first of its burst, the last of them; null: none of them was.</summary>
    public Alarm? Lead { get; init; }

    /// <summary>Of a burst of several alarms: the event that began it, whatever became of its alarm.</summary>
    public AlarmBurst? Burst { get; init; }
}

/// <summary>A page of groups.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Next">Where the next page begins, or null when there is none.</param>
/// <param name="Total">
/// How many alarms are in all groups; <see cref="MaximumAlarms"/>: there may be more, of which the newest are grouped.
/// </param>
public sealed record AlarmGroupPage(ImmutableArray<AlarmGroup> Groups, AlarmCursor? Next, int Total)
{
    /// <summary>The most alarms that are grouped.</summary>
    public const int MaximumAlarms = 100_000;
}
