namespace Edge.Field.Mara.Bus;

/// <summary>How long the thread of a bus may sleep.</summary>
/// <param name="Until">The end in timestamps of the clock, or earlier if it is woken; 0: no sleep.</param>
/// <param name="Exactly">Whether it must end at that time to the fraction of a millisecond.</param>
internal readonly record struct BusRest(long Until, bool Exactly);

/// <summary>
/// Lets the thread of a bus sleep until a time or until it is woken. The time is that of the given clock. Before an exact time the thread
/// busy-waits the last 3 ms, because a sleeping thread wakes up some milliseconds late.
/// </summary>
internal sealed class MaraBusRest : IDisposable
{
    private static readonly TimeSpan s_awake = TimeSpan.FromMilliseconds(3);

    private readonly TimeProvider _clock;
    private readonly AutoResetEvent _woken = new(false);
    private readonly ITimer _timer;

    public MaraBusRest(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(_ => _woken.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes the thread.</summary>
    public void Wake() => _woken.Set();

    /// <summary>Sleeps. It may return early, so the caller must check again.</summary>
    public void For(in BusRest rest)
    {
        long now = _clock.GetTimestamp();
        if (rest.Until <= now)
        {
            return;
        }

        if (rest.Until == long.MaxValue)
        {
            _ = _woken.WaitOne();
            return;
        }

        TimeSpan left = _clock.GetElapsedTime(now, rest.Until);
        if (!rest.Exactly)
        {
            // The timer counts whole milliseconds.
            Sleep(left + TimeSpan.FromMilliseconds(1));
        }
        else if (left > s_awake)
        {
            Sleep(left - s_awake);
        }
        else
        {
            while (_clock.GetTimestamp() < rest.Until)
            {
                Thread.SpinWait(20);
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _woken.Dispose();
    }

    private void Sleep(TimeSpan time)
    {
        _ = _timer.Change(time, Timeout.InfiniteTimeSpan);
        _ = _woken.WaitOne();
        _ = _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
