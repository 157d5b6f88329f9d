using Edge.Pipeline.Loop;

namespace Edge.Field.Links;

/// <summary>
/// When a peer that failed may be tried again: after each failure the wait doubles up to a bound (<see cref="RetryDelay"/>), and a random
/// part of it, up to a half, is left out, so that many gateways do not come back at the same instant. Not for several threads.
/// </summary>
public sealed class Backoff
{
    private readonly RetryDelay _delay;
    private readonly TimeProvider _clock;
    private readonly Func<double> _random;
    private long _since;
    private TimeSpan _wait;

    /// <summary>Makes one that has seen no failure.</summary>
    /// <param name="first">The wait after the first failure, above zero.</param>
    /// <param name="longest">The longest wait, not below the first.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">Gives 0 to just below 1; the shared generator when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A wait makes no sense.</exception>
    public Backoff(TimeSpan first, TimeSpan longest, TimeProvider clock, Func<double>? random = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _delay = new RetryDelay(first, longest);
        _clock = clock;
        _random = random ?? Random.Shared.NextDouble;
    }

    /// <summary>How long still to wait; zero when the peer may be tried.</summary>
    public TimeSpan Remaining
    {
        get
        {
            TimeSpan left = _wait - _clock.GetElapsedTime(_since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>An attempt failed just now.</summary>
    public void Failed()
    {
        TimeSpan full = _delay.Next();
        _wait = full - (full * 0.5 * _random());
        _since = _clock.GetTimestamp();
    }

    /// <summary>The peer has shown that it works: the next failure waits the first time again.</summary>
    public void Succeeded()
    {
        _delay.Reset();
        _wait = TimeSpan.Zero;
    }
}
