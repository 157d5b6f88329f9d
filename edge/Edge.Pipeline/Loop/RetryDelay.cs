namespace Edge.Pipeline.Loop;

/// <summary>The wait before the next attempt: doubles from a minimum to a maximum, and returns to the minimum after a success.</summary>
public sealed class RetryDelay
{
    private readonly TimeSpan _minimum;
    private readonly TimeSpan _maximum;
    private TimeSpan _next;

    /// <summary>Makes a delay that starts at the minimum.</summary>
    /// <param name="minimum">The wait after the first failure, above zero: no peer is called in a tight loop.</param>
    /// <param name="maximum">The longest wait.</param>
    public RetryDelay(TimeSpan minimum, TimeSpan maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minimum, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        _minimum = minimum;
        _maximum = maximum;
        _next = minimum;
    }

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next()
    {
        TimeSpan now = _next;
        _next = now * 2 < _maximum ? now * 2 : _maximum;
        return now;
    }

    /// <summary>Returns to the minimum, after a success.</summary>
    public void Reset() => _next = _minimum;
}
