namespace Dashboard.Ingest.Broker;

/// <summary>
/// How long to wait before the next attempt: doubling from the first to the longest, spread by up to a fifth so that many do not come back
/// at once.
/// </summary>
public sealed class Backoff
{
    private const double Spread = 0.2;

    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly Random _random;
    private TimeSpan _next;

    public Backoff(TimeSpan first, TimeSpan longest, Random? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, first);
        (_first, _longest, _random, _next) = (first, longest, random ?? Random.Shared, first);
    }

    /// <summary>
    /// The wait before the next attempt; each call doubles the one after it. Never longer than the longest, never shorter than four fifths
    /// of the step.
    /// </summary>
    public TimeSpan Next()
    {
        TimeSpan step = _next;
        _next = step > _longest / 2 ? _longest : step * 2;
        return step * (1 - Spread * _random.NextDouble());
    }

    /// <summary>It worked: begin from the first again.</summary>
    public void Reset() => _next = _first;
}
