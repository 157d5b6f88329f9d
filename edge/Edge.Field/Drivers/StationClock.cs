using Edge.Domain;

namespace Edge.Field.Drivers;

/// <summary>
/// Turns the wall clock of a substation into UTC and back. Mara's times carry neither zone nor daylight-saving mark (Mara 1.4 §3), so
/// an hour that comes twice stays doubtful, and says so.
/// </summary>
public sealed class StationClock
{
    private static readonly TimeSpan s_future = TimeSpan.FromDays(1);

    private readonly TimeZoneInfo _zone;
    private readonly TimeProvider _clock;

    /// <summary>Makes the clock.</summary>
    /// <param name="zone">The zone of the substation.</param>
    /// <param name="clock">The gateway's clock.</param>
    public StationClock(TimeZoneInfo zone, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(clock);
        _zone = zone;
        _clock = clock;
    }

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset UtcNow => _clock.GetUtcNow();

    /// <summary>Now on the wall of the substation; its offset tells when daylight saving begins or ends.</summary>
    public DateTimeOffset WallNow => ToWall(_clock.GetUtcNow());

    /// <summary>What the wall of the substation shows.</summary>
    /// <param name="time">When.</param>
    public DateTimeOffset ToWall(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    /// <summary>Reads a time that a device stamped.</summary>
    /// <param name="local">The wall clock, or null where the bytes were no date.</param>
    /// <param name="received">When it arrived, UTC; stands in for a time that cannot be.</param>
    /// <returns>
    /// UTC and how far to trust it: <see cref="TimeMarks.Ambiguous"/> for an hour that comes twice (read as standard time),
    /// <see cref="TimeMarks.Invalid"/> with <see cref="TimeMarks.Gateway"/> for no date and for an hour that daylight saving skips,
    /// <see cref="TimeMarks.Unsynchronised"/> for more than a day in the future.
    /// </returns>
    public (DateTimeOffset Time, TimeMarks Marks) ToUtc(DateTime? local, DateTimeOffset received)
    {
        if (local is not { } wall || _zone.IsInvalidTime(wall))
        {
            return (received, TimeMarks.Invalid | TimeMarks.Gateway);
        }

        TimeMarks marks = TimeMarks.None;
        TimeSpan offset;
        if (_zone.IsAmbiguousTime(wall))
        {
            // Standard time is the reading with the smaller offset.
            TimeSpan[] offsets = _zone.GetAmbiguousTimeOffsets(wall);
            offset = offsets.Min();
            marks = TimeMarks.Ambiguous;
        }
        else
        {
            offset = _zone.GetUtcOffset(wall);
        }

        var time = new DateTimeOffset(wall, offset).ToUniversalTime();
        return (time, time - received > s_future ? marks | TimeMarks.Unsynchronised : marks);
    }
}
