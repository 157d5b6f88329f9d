namespace Dashboard.Ingest.Broker;

/// <summary>
/// The wait before the next attempt: it doubles from the first to the longest, and varies by up to a fifth so that many clients do not
/// reconnect at once.
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
    /// The wait before the next attempt; each call doubles the next wait. Never longer than the longest, never shorter than four fifths of
    /// the step.
    /// </summary>
    public TimeSpan Next()
    {
        TimeSpan step = _next;
        _next = step > _longest / 2 ? _longest : step * 2;
        return step * (1 - Spread * _random.NextDouble());
    }

    /// <summary>After a success: begins again with the first wait.</summary>
    public void Reset() => _next = _first;
}
