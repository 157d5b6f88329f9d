namespace Edge.Field.Time;

/// <summary>
/// The days of a time zone without a clock change: all their wall-clock times exist once and have the same offset. All but a few days of a
/// year are such. Results are cached for some days, so that a time on one costs a subtraction instead of three calls of
/// <see cref="TimeZoneInfo"/>. Safe for several threads: an entry is one number, read and written atomically.
/// </summary>
internal sealed class OffsetDays(TimeZoneInfo zone)
{
    // A backlog of energies covers three days, and an answer can mix them in any order; 64 days are 512 bytes.
    private const int Kept = 64;

    // No zone changes its clocks and changes them back within such a short time: if the offset is the same at each of these steps, the day
    // has no change.
    private static readonly TimeSpan s_step = TimeSpan.FromHours(2);

    // day + 1 in the upper half, so that 0 is empty; in the lower one the offset in minutes, or NotQuiet.
    private const int NotQuiet = int.MinValue;
    private readonly long[] _days = new long[Kept];

    /// <summary>The offset of a wall-clock time on a day without a change.</summary>
    /// <param name="wall">The wall clock, of unspecified kind.</param>
    /// <param name="offset">How far the wall clock is ahead of UTC.</param>
    /// <returns>False for a day on or near which the clocks change: the caller must ask the zone.</returns>
    public bool TryFind(DateTime wall, out TimeSpan offset)
    {
        int day = (int)(wall.Ticks / TimeSpan.TicksPerDay);
        ref long slot = ref _days[day & (Kept - 1)];
        long entry = Volatile.Read(ref slot);
        if ((int)(entry >> 32) != day + 1)
        {
            entry = ((long)(day + 1) << 32) | (uint)OffsetOf(day);
            Volatile.Write(ref slot, entry);
        }

        int minutes = (int)entry;
        offset = new TimeSpan(minutes * TimeSpan.TicksPerMinute);
        return minutes != NotQuiet;
    }

    private int OffsetOf(int day)
    {
        DateTime start = new(day * TimeSpan.TicksPerDay, DateTimeKind.Unspecified);
        if (start.Year is 1 or 9999)
        {
            return NotQuiet;
        }

        TimeSpan offset = zone.GetUtcOffset(start);
        for (TimeSpan at = TimeSpan.Zero; at <= TimeSpan.FromDays(1); at += s_step)
        {
            DateTime wall = start + at;
            if (zone.IsInvalidTime(wall) || zone.IsAmbiguousTime(wall) || zone.GetUtcOffset(wall) != offset)
            {
                return NotQuiet;
            }
        }

        return (int)(offset.Ticks / TimeSpan.TicksPerMinute);
    }
}
