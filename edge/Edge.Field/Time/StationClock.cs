using Edge.Domain;

namespace Edge.Field.Time;

/// <summary>
/// Converts the wall clock of a substation to UTC and back. The times of devices carry neither zone nor daylight-saving flag, so times in
/// an hour that occurs twice are marked as ambiguous.
/// </summary>
public sealed class StationClock
{
    // No change of the clocks is larger, and a clock that was not set yet is set within this time after it.
    private static readonly TimeSpan s_beforeChange = TimeSpan.FromHours(3);

    // A clock that is slightly fast stamps ahead of the gateway's. What is further ahead on arrival was stamped by a wrong clock.
    private static readonly TimeSpan s_fast = TimeSpan.FromMinutes(5);

    private readonly TimeZoneInfo _zone;
    private readonly TimeProvider _clock;
    private readonly OffsetDays _days;

    /// <summary>Creates the clock.</summary>
    /// <param name="zone">The zone of the substation.</param>
    /// <param name="clock">The gateway's clock.</param>
    public StationClock(TimeZoneInfo zone, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(clock);
        _zone = zone;
        _clock = clock;
        _days = new OffsetDays(zone);
    }

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset UtcNow => _clock.GetUtcNow();

    /// <summary>The present wall-clock time of the substation; its offset changes with daylight saving.</summary>
    public DateTimeOffset WallNow => ToWall(_clock.GetUtcNow());

    /// <summary>The wall-clock time of the substation.</summary>
    /// <param name="time">The time.</param>
    public DateTimeOffset ToWall(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    /// <summary>Converts the time stamp of a device.</summary>
    /// <param name="local">The wall clock, or null where the bytes were no date.</param>
    /// <param name="received">The time of arrival, UTC; used instead of an impossible time.</param>
    /// <returns>
    /// UTC and its marks: <see cref="TimeMarks.Ambiguous"/> for an hour that occurs twice (read as standard time, unless that is in the
    /// future on arrival: then the first of the two is certain), <see cref="TimeMarks.Invalid"/> with <see cref="TimeMarks.Gateway"/> for
    /// no date, <see cref="TimeMarks.Unsynchronised"/> for more than five minutes in the future, and for a clock that was not set to or
    /// from daylight saving yet. Such a clock alone stamps in the hour that daylight saving skips, so the time is certain. The first moment
    /// of that hour is the change itself, which every clock may stamp.
    /// </returns>
    public (DateTimeOffset Time, TimeMarks Marks) ToUtc(DateTime? local, DateTimeOffset received)
    {
        if (local is not { } wall)
        {
            return (received, TimeMarks.Invalid | TimeMarks.Gateway);
        }

        TimeMarks marks = TimeMarks.None;
        if (!_days.TryFind(wall, out TimeSpan offset))
        {
            (offset, marks) = OffsetNearChange(wall);
        }

        DateTimeOffset time = new(wall.Ticks - offset.Ticks, TimeSpan.Zero);
        if (time > received + s_fast && BeforeSetBack(time, received) is { } earlier)
        {
            return (earlier, (marks & TimeMarks.Ambiguous) != 0 ? TimeMarks.None : TimeMarks.Unsynchronised);
        }

        return (time, time > received + s_fast ? marks | TimeMarks.Unsynchronised : marks);
    }

    /// <summary>Converts the time stamp of an energy: the end of its period on the quarter.</summary>
    /// <param name="local">The wall clock, or null where the bytes were no date.</param>
    /// <param name="endAfterStamp">
    /// How long after its stamp the period ends. It is added in UTC, so that a day also ends correctly where midnight itself is skipped or
    /// comes twice.
    /// </param>
    /// <param name="received">The time of arrival, UTC; used instead of an impossible time.</param>
    /// <returns>
    /// As <see cref="ToUtc"/>, but the end of the hour that occurs twice is the change itself, which every clock stamps whose quarter ends
    /// there.
    /// </returns>
    public (DateTimeOffset Time, TimeMarks Marks) PeriodEndToUtc(DateTime? local, TimeSpan endAfterStamp, DateTimeOffset received)
    {
        (DateTimeOffset time, TimeMarks marks) = ToUtc(local, received);
        if (local is { } end && marks == TimeMarks.Unsynchronised && time <= received + s_fast
            && _zone.IsAmbiguousTime(end - TimeSpan.FromSeconds(1)))
        {
            // The quarter that ends with the change itself: no clock can have been set before.
            marks &= ~TimeMarks.Unsynchronised;
        }

        return ((marks & TimeMarks.Invalid) == 0 ? time + endAfterStamp : time, marks);
    }

    // On a day on or near which the clocks change.
    private (TimeSpan Offset, TimeMarks Marks) OffsetNearChange(DateTime wall)
    {
        if (_zone.IsInvalidTime(wall))
        {
            bool notSetYet = _zone.IsInvalidTime(wall - TimeSpan.FromTicks(1));
            DateTime before = wall - s_beforeChange;
            while (_zone.IsInvalidTime(before))
            {
                before -= s_beforeChange; // a zone that changed its side of the date line skipped a day
            }

            return (_zone.GetUtcOffset(before), notSetYet ? TimeMarks.Unsynchronised : TimeMarks.None);
        }

        // Standard time is the reading with the smaller offset.
        return _zone.IsAmbiguousTime(wall)
            ? (_zone.GetAmbiguousTimeOffsets(wall).Min(), TimeMarks.Ambiguous)
            : (_zone.GetUtcOffset(wall), TimeMarks.None);
    }

    // A time that is in the future on arrival was stamped before the clocks were set back.
    private DateTimeOffset? BeforeSetBack(DateTimeOffset read, DateTimeOffset received)
    {
        TimeSpan back = _zone.GetUtcOffset(read - s_beforeChange) - _zone.GetUtcOffset(read);
        return back > TimeSpan.Zero && read - back <= received + s_fast ? read - back : null;
    }
}
