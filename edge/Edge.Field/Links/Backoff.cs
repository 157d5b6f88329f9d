using Edge.Pipeline.Loop;

namespace Edge.Field.Links;

/// <summary>
/// The wait before a failed peer is tried again. It doubles with each failure up to a bound (<see cref="RetryDelay"/>) and is shortened by
/// a random part of up to a half, so that many gateways do not reconnect at the same instant. Not for several threads.
/// </summary>
public sealed class Backoff
{
    private readonly RetryDelay _delay;
    private readonly TimeProvider _clock;
    private readonly Func<double> _random;
    private long _since;
    private TimeSpan _wait;

    /// <summary>Creates it without a failure.</summary>
    /// <param name="first">The wait after the first failure, above zero.</param>
    /// <param name="longest">The longest wait, not below the first.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">Returns numbers from 0 to below 1; the shared generator when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A wait is out of range.</exception>
    public Backoff(TimeSpan first, TimeSpan longest, TimeProvider clock, Func<double>? random = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _delay = new RetryDelay(first, longest);
        _clock = clock;
        _random = random ?? Random.Shared.NextDouble;
    }

    /// <summary>The rest of the wait; zero when the peer may be tried.</summary>
    public TimeSpan Remaining
    {
        get
        {
            TimeSpan left = _wait - _clock.GetElapsedTime(_since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Records a failed attempt.</summary>
    public void Failed()
    {
        TimeSpan full = _delay.Next();
        _wait = full - (full * 0.5 * _random());
        _since = _clock.GetTimestamp();
    }

    /// <summary>Records that the peer works: the wait after the next failure is the first one again.</summary>
    public void Succeeded()
    {
        _delay.Reset();
        _wait = TimeSpan.Zero;
    }
}
