using System.Diagnostics;

namespace Edge.EndToEnd.Tests.Load;

/// <summary>The longest time between two marks.</summary>
internal sealed class Gap
{
    private readonly Lock _lock = new();
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _longest;

    public void Mark()
    {
        lock (_lock)
        {
            TimeSpan since = Stopwatch.GetElapsedTime(_last);
            (_last, _longest) = (Stopwatch.GetTimestamp(), since > _longest ? since : _longest);
        }
    }

    /// <summary>The longest until now; a gap that goes on counts. The next count begins here.</summary>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            TimeSpan since = Stopwatch.GetElapsedTime(_last);
            TimeSpan longest = since > _longest ? since : _longest;
            (_last, _longest) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
            return longest;
        }
    }
}
