using System.Threading.RateLimiting;

namespace Dashboard.Web.Broker;

/// <summary>
/// What the embedded broker writes into the log about clients: printable, cut, and at most some lines a minute, whatever they send.
/// </summary>
internal sealed class BrokerNotes(BrokerLimits limits, ILogger logger) : IDisposable
{
    private const int MaximumShown = 80;

    private readonly TokenBucketRateLimiter _budget = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = limits.LogLines,
        TokensPerPeriod = limits.LogLines,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    });

    private long _left;

    internal void Refused(string client, string address, string reason)
    {
        if (Take())
        {
            Log.BrokerRefused(logger, Shown(client), address, Shown(reason));
        }
    }

    internal void PublishRefused(string client, string topic, string reason)
    {
        if (Take())
        {
            Log.PublishRefused(logger, Shown(client), Shown(topic), Shown(reason));
        }
    }

    internal void Ended(string address, string reason) => Log.BrokerConnectionEnded(logger, address, Shown(reason));

    public void Dispose() => _budget.Dispose();

    private bool Take()
    {
        using RateLimitLease lease = _budget.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            Interlocked.Increment(ref _left);
            return false;
        }

        if (Interlocked.Exchange(ref _left, 0) is > 0 and var left)
        {
            Log.BrokerLinesLeftOut(logger, left);
        }

        return true;
    }

    private static string Shown(string text)
    {
        string cut = text.Length > MaximumShown ? string.Concat(text.AsSpan(0, MaximumShown), "…") : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
            }
        });
    }
}
