using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Commands;

/// <summary>How many requests of operators a gateway executes.</summary>
public sealed record RequestLimitOptions
{
    /// <summary>Requests in a second, in the long run; above 0. Default 2: people do not ask faster, and a program waits.</summary>
    public double PerSecond { get; init; } = 2;

    /// <summary>Requests at once, at least 1. Default 120: somebody acknowledges all marks of a substation together.</summary>
    public int Burst { get; init; } = 120;
}

/// <summary>
/// A token bucket: each request takes a token, and tokens come back at a fixed rate. A request without a token is not executed and leaves
/// nothing in the journal, so a client cannot fill the journal with requests. Safe for several threads.
/// </summary>
public sealed class RequestLimit : IDisposable
{
    private readonly Lock _lock = new();
    private readonly RequestLimitOptions _options;
    private readonly TimeProvider _time;
    private readonly CountedLine<double> _refused;
    private double _tokens;
    private long _filledAt;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="options">Its size and rate.</param>
    /// <param name="time">The clock; only elapsed time counts, a step of the clock does not matter.</param>
    /// <param name="logger">One line a minute says how many requests were refused.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0, or the burst is below 1.</exception>
    public RequestLimit(RequestLimitOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.PerSecond, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Burst, 1, nameof(options));
        (_options, _time, _tokens, _filledAt) = (options, time, options.Burst, time.GetTimestamp());
        _refused = new CountedLine<double>(time, (count, rate) => Log.RequestsRefused(logger, count, rate));
    }

    /// <summary>Takes a token for a request.</summary>
    /// <returns>Null: the request may be executed. Otherwise the answer to it.</returns>
    public ElementAnswer? Refuse()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            _tokens = Math.Min(_options.Burst, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _options.PerSecond));
            _filledAt = now;
            if (_tokens >= 1)
            {
                _tokens--;
                return null;
            }
        }

        _refused.Add(_options.PerSecond);
        return new(
            ElementOutcome.NotAllowed, ElementRefusal.TooManyRequests,
            "More requests than the gateway executes: nothing was changed. Ask again in some seconds.");
    }

    /// <summary>Logs what was counted since the last line.</summary>
    public void Dispose() => _refused.Dispose();
}
