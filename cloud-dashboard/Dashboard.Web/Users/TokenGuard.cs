using System.Net;
using System.Threading.RateLimiting;
using Dashboard.Ingest;

namespace Dashboard.Web.Users;

/// <summary>How often a token may ask, and how many wrong ones an address may show.</summary>
internal sealed class TokenGuard(TimeProvider time, ILogger<TokenGuard> logger) : IDisposable
{
    /// <summary>Requests of a token in a short time.</summary>
    internal const int AtOnce = 100;

    /// <summary>Requests of a token in a second, after that.</summary>
    internal const int EachSecond = 20;

    /// <summary>Wrong tokens of an address in a minute.</summary>
    internal const int WrongEachMinute = 10;

    private readonly LineLimit _lines = new(time);
    private readonly PartitionedRateLimiter<string> _asking = PartitionedRateLimiter.Create<string, string>(token =>
        RateLimitPartition.GetTokenBucketLimiter(token, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = AtOnce,
            TokensPerPeriod = EachSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private readonly PartitionedRateLimiter<string> _wrong = PartitionedRateLimiter.Create<string, string>(place =>
        RateLimitPartition.GetFixedWindowLimiter(place, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = WrongEachMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <inheritdoc />
    public void Dispose()
    {
        _asking.Dispose();
        _wrong.Dispose();
    }

    /// <summary>Whether a token may ask once more now.</summary>
    internal bool MayAsk(string token)
    {
        using RateLimitLease lease = _asking.AttemptAcquire(token);
        return lease.IsAcquired;
    }

    /// <summary>A token was wrong.</summary>
    /// <returns>Whether it was one too many from this address.</returns>
    internal bool IsWrong(IPAddress? address)
    {
        if (_lines.Next() is > 0 and int count)
        {
            Log.TokensRefused(logger, count, address?.ToString() ?? "?");
        }

        using RateLimitLease lease = _wrong.AttemptAcquire(LogInGuard.PlaceOf(address));
        return !lease.IsAcquired;
    }
}
