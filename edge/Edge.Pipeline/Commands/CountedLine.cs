namespace Edge.Pipeline.Commands;

/// <summary>
/// A log line about something that a client can cause as often as it likes. The first time is logged immediately; what follows is counted,
/// and one line a minute says how often it happened. Safe for several threads.
/// </summary>
/// <typeparam name="T">What the line says beside the count.</typeparam>
public sealed class CountedLine<T> : IDisposable
{
    /// <summary>The time from one line to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Action<long, T> _write;
    private readonly ITimer _timer;
    private bool _waits;
    private long _count;
    private T _last = default!;

    /// <summary>Makes the line.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="write">Writes the line: how often since the last line, and the last of them.</param>
    public CountedLine(TimeProvider time, Action<long, T> write)
    {
        ArgumentNullException.ThrowIfNull(time);
        _write = write;
        _timer = time.CreateTimer(_ => WriteCount(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Logs it, or counts it where a line was written less than a minute ago.</summary>
    /// <param name="what">What the line says beside the count.</param>
    public void Add(T what)
    {
        lock (_lock)
        {
            if (_waits)
            {
                (_count, _last) = (_count + 1, what);
                return;
            }

            _waits = true;
            _ = _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }

        _write(1, what);
    }

    /// <summary>Writes what was counted.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        WriteCount();
    }

    private void WriteCount()
    {
        long count;
        T last;
        lock (_lock)
        {
            (count, last) = (_count, _last);
            _count = 0;
            _waits = count > 0 && _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }

        if (count > 0)
        {
            _write(count, last);
        }
    }
}
