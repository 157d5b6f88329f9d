using Edge.Domain;

namespace Edge.Pipeline.Energy;

/// <summary>
/// Finds the true end of a period, and its day. An IED has no daylight saving: it uses the local time that it was set to. In the hour that
/// is repeated it sends the same times twice, and the time of the quarter in which it was set back may still be an hour ahead.
/// </summary>
internal sealed class PeriodClock(TimeZoneInfo zone)
{
    /// <summary>Mara 1.4 §5: 15 minutes, from each full quarter of an hour.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(15);

    // How far the clock of an IED may be ahead of the gateway's.
    private static readonly TimeSpan s_fast = TimeSpan.FromMinutes(5);

    // How long after a change of daylight saving the clock of an IED may still lack it.
    private static readonly TimeSpan s_delay = TimeSpan.FromHours(3);

    /// <summary>
    /// The true end of a period. A time in the repeated hour was read as standard time. It means the earlier hour when the later one is
    /// still in the future, or when the channel has no period of the earlier one yet.
    /// </summary>
    /// <param name="entry">The record.</param>
    /// <param name="newest">The newest end that the channel has, or null.</param>
    /// <param name="same">Whether the record may have that newest end too: a repetition, or a 24-hour record.</param>
    public DateTimeOffset EndOf(in FieldEvent entry, DateTimeOffset? newest, bool same)
    {
        DateTimeOffset read = entry.Time;
        TimeSpan before = zone.GetUtcOffset(read - s_delay);
        TimeSpan back = before - zone.GetUtcOffset(read);
        if (back <= TimeSpan.Zero)
        {
            return read;
        }

        DateTimeOffset earlier = read - back;
        if (read > entry.Received + s_fast)
        {
            return earlier;
        }

        bool twice = zone.GetUtcOffset(earlier - TimeSpan.FromTicks(1)) == before;
        return twice && newest is { } last && (last < earlier || (last == earlier && same)) ? earlier : read;
    }

    /// <summary>The day of the period that ends then: 24:00 belongs to the day that ended (Mara 1.4 §5).</summary>
    public DateOnly DayOf(DateTimeOffset end) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end - TimeSpan.FromTicks(1), zone).DateTime);

    /// <summary>When a day begins, UTC, and how many periods it has: 96, 92 or 100 where daylight saving begins or ends.</summary>
    public (DateTimeOffset Start, int Periods) Bounds(DateOnly day)
    {
        DateTimeOffset start = StartOf(day);
        return (start, (int)((StartOf(day.AddDays(1)) - start) / Period));
    }

    private DateTimeOffset StartOf(DateOnly day)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);

        // Some zones change at midnight. Where it does not exist, the day begins at the change; where it exists twice, at the first one.
        TimeSpan offset = zone.IsInvalidTime(midnight) ? zone.GetUtcOffset(midnight - s_delay)
            : zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
