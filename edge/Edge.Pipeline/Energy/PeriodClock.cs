using Edge.Domain;

namespace Edge.Pipeline.Energy;

/// <summary>
/// Where the end of a period stands in the days of a substation. An IED knows no daylight saving: it follows the time that it is set to. Where an
/// hour is repeated it sends the same marks twice, and the mark of the quarter in which it was set back may still be an hour ahead.
/// </summary>
internal sealed class PeriodClock(TimeZoneInfo zone)
{
    /// <summary>Mara 1.4 §5: on the clock quarter.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(15);

    // A clock that is a little fast stamps the end of a period before the gateway's clock gets there.
    private static readonly TimeSpan s_fast = TimeSpan.FromMinutes(5);

    // How long after the change a clock may still be without it.
    private static readonly TimeSpan s_untold = TimeSpan.FromHours(3);

    /// <summary>
    /// The true end of a period. A mark of the hour that comes twice was read as standard time: it is the earlier one when the later one is still to
    /// come, or when the channel has not brought the earlier one yet.
    /// </summary>
    /// <param name="entry">The record.</param>
    /// <param name="newest">The newest end that the channel brought, or null.</param>
    /// <param name="same">Whether the record may belong to that newest end too: the same once more, or a 24-hour record.</param>
    public DateTimeOffset EndOf(in FieldEvent entry, DateTimeOffset? newest, bool same)
    {
        DateTimeOffset read = entry.Time;
        TimeSpan before = zone.GetUtcOffset(read - s_untold);
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

    /// <summary>The day to which a period belongs that ends then: 24:00 belongs to the day that ended (Mara 1.4 §5).</summary>
    public DateOnly DayOf(DateTimeOffset end) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end - TimeSpan.FromTicks(1), zone).DateTime);

    /// <summary>When a day begins, UTC, and how many periods it has: 96, 92 or 100 where daylight saving begins or ends.</summary>
    public (DateTimeOffset Start, int Periods) Bounds(DateOnly day)
    {
        DateTimeOffset start = StartOf(day);
        return (start, (int)((StartOf(day.AddDays(1)) - start) / Period));
    }

    private DateTimeOffset StartOf(DateOnly day)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);

        // Some zones change at midnight: it may not exist, and is then the moment of the change; or exist twice, and the first one begins the day.
        TimeSpan offset = zone.IsInvalidTime(midnight) ? zone.GetUtcOffset(midnight - s_untold)
            : zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
