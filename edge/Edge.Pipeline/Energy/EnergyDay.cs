namespace Edge.Pipeline.Energy;

/// <summary>One day of one channel: its periods and its 24-hour record.</summary>
internal sealed class EnergyDay
{
    private const int Missing = -1;

    private readonly DateTimeOffset _start;
    private readonly int[] _counts;
    private int _seen;
    private int _lastTotal;

    public EnergyDay(DateOnly date, DateTimeOffset start, int periods)
    {
        Date = date;
        _start = start;
        _counts = new int[periods];
        Array.Fill(_counts, Missing);
    }

    public DateOnly Date { get; }

    public DateTimeOffset End => _start + (_counts.Length * PeriodClock.Period);

    public int Periods => _counts.Length;

    public int Seen => _seen;

    /// <summary>The sum of its periods.</summary>
    public long Sum { get; private set; }

    /// <summary>
    /// The sum of its 24-hour records. There are two where the clock was set back over midnight: the device then closes the day twice.
    /// </summary>
    public long Total { get; private set; }

    /// <summary>Whether the record with the time of the end of the day arrived.</summary>
    public bool Closed { get; private set; }

    /// <summary>Whether a difference was reported.</summary>
    public bool Reported { get; set; }

    /// <summary>
    /// Whether record and periods contradict each other. While periods are missing their sum may be below the record: that is no
    /// difference, since the missing periods are reported. A sum above the record always is one.
    /// </summary>
    public bool Differs => Closed && (_seen == _counts.Length ? Sum != Total : Sum > Total);

    /// <summary>Enters a period.</summary>
    /// <returns>
    /// False when the day had it already: a repetition, or the second part of a period that was divided because the clock was set back.
    /// </returns>
    public bool Add(DateTimeOffset end, int count)
    {
        long offset = (end - _start).Ticks;
        if (offset % PeriodClock.Period.Ticks != 0)
        {
            Sum += count;
            return false;
        }

        ref int slot = ref _counts[(offset / PeriodClock.Period.Ticks) - 1];
        if (slot == Missing)
        {
            slot = count;
            Sum += count;
            _seen++;
            return true;
        }

        if (slot != count)
        {
            slot += count;
            Sum += count;
        }

        return false;
    }

    /// <summary>Enters a 24-hour record.</summary>
    public void Close(DateTimeOffset end, int total)
    {
        if (Closed && _lastTotal == total)
        {
            return;
        }

        _lastTotal = total;
        Total += total;
        Closed |= end >= End;
    }
}
