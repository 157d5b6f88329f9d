using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Time;

/// <summary>
/// Turns the wall clock of a substation into UTC and back. Mara's times carry neither zone nor daylight-saving mark (Mara 1.4 §3), so
/// an hour that comes twice stays doubtful, and says so.
/// </summary>
public sealed class StationClock
{
    private static readonly TimeSpan s_future = TimeSpan.FromDays(1);

    // No change of the clocks is larger, and after it a clock that was not set yet is set within as long.
    private static readonly TimeSpan s_beforeChange = TimeSpan.FromHours(3);

    // A clock that is a little fast stamps ahead of the gateway's.
    private static readonly TimeSpan s_fast = TimeSpan.FromMinutes(5);

    private readonly TimeZoneInfo _zone;
    private readonly TimeProvider _clock;
    private readonly OffsetDays _days;

    /// <summary>Makes the clock.</summary>
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

    /// <summary>Now on the wall of the substation; its offset shows when daylight saving begins or ends.</summary>
    public DateTimeOffset WallNow => ToWall(_clock.GetUtcNow());

    /// <summary>What the wall of the substation shows.</summary>
    /// <param name="time">When.</param>
    public DateTimeOffset ToWall(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    /// <summary>Reads a time that a device stamped.</summary>
    /// <param name="local">The wall clock, or null where the bytes were no date.</param>
    /// <param name="received">When it arrived, UTC; stands in for a time that cannot be.</param>
    /// <returns>
    /// UTC and how far to trust it: <see cref="TimeMarks.Ambiguous"/> for an hour that comes twice (read as standard time, unless that is
    /// still to come when it arrives: then the first of the two is certain), <see cref="TimeMarks.Invalid"/> with
    /// <see cref="TimeMarks.Gateway"/> for no date and for an hour that daylight saving skips, <see cref="TimeMarks.Unsynchronised"/> for
    /// more than a day in the future, and for a clock that was not set back yet.
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
            if (_zone.IsInvalidTime(wall))
            {
                return (received, TimeMarks.Invalid | TimeMarks.Gateway);
            }

            // Standard time is the reading with the smaller offset.
            bool twice = _zone.IsAmbiguousTime(wall);
            offset = twice ? _zone.GetAmbiguousTimeOffsets(wall).Min() : _zone.GetUtcOffset(wall);
            marks = twice ? TimeMarks.Ambiguous : TimeMarks.None;
        }

        DateTimeOffset time = new(wall.Ticks - offset.Ticks, TimeSpan.Zero);
        if (time > received + s_fast && BeforeSetBack(time, received) is { } earlier)
        {
            return (earlier, (marks & TimeMarks.Ambiguous) != 0 ? TimeMarks.None : TimeMarks.Unsynchronised);
        }

        return (time, time - received > s_future ? marks | TimeMarks.Unsynchronised : marks);
    }

    /// <summary>Reads the mark of an energy: the end of its period on the quarter (Mara 1.4 §5).</summary>
    /// <param name="local">The wall clock, or null where the bytes were no date.</param>
    /// <param name="closesDay">
    /// Whether 23:59 stands for 24:00: the result is then the end of that day, also where midnight itself is skipped or comes twice.
    /// </param>
    /// <param name="received">When it arrived, UTC; stands in for a time that cannot be.</param>
    /// <returns>
    /// As <see cref="ToUtc"/>, but a mark in the hour that daylight saving skips is the reading of a clock that was not set forward yet,
    /// and the first moment of that hour is the moment of the change itself, sent by every clock whose quarter ends there. So is the moment
    /// behind the hour that comes twice.
    /// </returns>
    public (DateTimeOffset Time, TimeMarks Marks) PeriodEndToUtc(DateTime? local, bool closesDay, DateTimeOffset received)
    {
        (DateTimeOffset time, TimeMarks marks) = ToUtc(local, received);
        if (local is { } wall && (marks & TimeMarks.Invalid) != 0)
        {
            TimeSpan before = _zone.GetUtcOffset(wall - s_beforeChange);
            bool notSetYet = _zone.IsInvalidTime(wall - TimeSpan.FromTicks(1));
            (time, marks) = (new DateTimeOffset(wall, before).ToUniversalTime(), notSetYet ? TimeMarks.Unsynchronised : TimeMarks.None);
        }
        else if (local is { } end && marks == TimeMarks.Unsynchronised && time - received <= s_future
            && _zone.IsAmbiguousTime(end - TimeSpan.FromSeconds(1)))
        {
            // The quarter that the change itself ended: no clock can have been set before.
            marks &= ~TimeMarks.Unsynchronised;
        }

        return ((marks & TimeMarks.Invalid) == 0 && closesDay ? time.AddMinutes(1) : time, marks);
    }

    /// <summary>Reads the time of an event: <see cref="PeriodEndToUtc"/> for energies, <see cref="ToUtc"/> for all others.</summary>
    /// <param name="wire">The event as it stood on the wire.</param>
    /// <param name="received">When it arrived, UTC; stands in for a time that cannot be.</param>
    public (DateTimeOffset Time, TimeMarks Marks) TimeOf(in MaraEvent wire, DateTimeOffset received)
    {
        DateTime? stamped = wire.Timestamp.TryGetLocalTime(out DateTime local) ? local : null;
        return wire.Type == MaraEventType.Energy ? PeriodEndToUtc(stamped, wire.ClosesDay, received) : ToUtc(stamped, received);
    }

    // A reading that is still to come when it arrives is the one before the clocks were set back.
    private DateTimeOffset? BeforeSetBack(DateTimeOffset read, DateTimeOffset received)
    {
        TimeSpan back = _zone.GetUtcOffset(read - s_beforeChange) - _zone.GetUtcOffset(read);
        return back > TimeSpan.Zero && read - back <= received + s_fast ? read - back : null;
    }
}
