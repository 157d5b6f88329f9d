namespace Dashboard.Web.Broker;

/// <summary>Counts failed log-ins of a minute, by user and address and by address alone.</summary>
internal sealed class LogInThrottle(BrokerLimits limits, TimeProvider time)
{
    private const int MaximumKept = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private long _since = time.GetTimestamp();

    /// <summary>Whether the password is not even looked at.</summary>
    internal bool IsClosed(string address, string user)
    {
        lock (_lock)
        {
            Renew();
            return _failures.GetValueOrDefault(address) >= limits.FailuresPerAddress
                || _failures.GetValueOrDefault($"{address}\n{user}") >= limits.FailuresPerUser;
        }
    }

    /// <summary>Counts a failure.</summary>
    internal void Failed(string address, string user)
    {
        lock (_lock)
        {
            Renew();
            Count(address);
            Count($"{address}\n{user}");
        }
    }

    private void Count(string key)
    {
        if (_failures.TryGetValue(key, out int count))
        {
            _failures[key] = count + 1;
        }
        else if (_failures.Count < MaximumKept)
        {
            _failures[key] = 1;
        }
    }

    private void Renew()
    {
        if (time.GetElapsedTime(_since) >= Window)
        {
            _failures.Clear();
            _since = time.GetTimestamp();
        }
    }
}
