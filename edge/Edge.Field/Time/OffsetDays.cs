namespace Edge.Field.Time;

/// <summary>
/// The days of a time zone on which nothing happens: whose wall-clock times all exist, each once, with one and the same offset. All but a
/// few days of a year are such; what was found out about a day is remembered, for some days at a time, so that a time on it costs a
/// subtraction instead of three questions to <see cref="TimeZoneInfo"/>. For any number of threads: an entry is one number, read and
/// written whole.
/// </summary>
internal sealed class OffsetDays(TimeZoneInfo zone)
{
    // A backlog of energies goes over three days, and an answer can mix them in any order; 64 days are 512 bytes.
    private const int Kept = 64;

    // No zone changes its clocks and changes them back within so short a time: a day with the same offset at each of these is quiet in
    // between.
    private static readonly TimeSpan s_step = TimeSpan.FromHours(2);

    // day + 1 in the upper half, so that 0 is empty; in the lower one the offset in minutes, or NotQuiet.
    private const int NotQuiet = int.MinValue;
    private readonly long[] _days = new long[Kept];

    /// <summary>The offset of a wall-clock time on a quiet day.</summary>
    /// <param name="wall">The wall clock, of unspecified kind.</param>
    /// <param name="offset">How far the wall is ahead of UTC.</param>
    /// <returns>False for a day on which the clocks change, or nearly: ask the zone.</returns>
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
