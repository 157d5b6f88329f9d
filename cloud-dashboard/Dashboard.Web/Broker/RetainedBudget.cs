using Dashboard.Ingest;

namespace Dashboard.Web.Broker;

/// <summary>What the retained messages of each site cost, so that one site cannot fill the memory of all.</summary>
internal sealed class RetainedBudget(BrokerLimits limits, IngestLimits ingest)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Site> _sites = new(StringComparer.Ordinal);

    /// <summary>Counts a retained message before it is kept.</summary>
    /// <returns>Why it may not be kept, or null when it may.</returns>
    internal string? Refuse(string site, string topic, long bytes)
    {
        lock (_lock)
        {
            if (!_sites.TryGetValue(site, out Site? held))
            {
                if (bytes == 0)
                {
                    return null;
                }

                if (_sites.Count >= ingest.Sites)
                {
                    return $"{ingest.Sites} sites have retained messages already";
                }

                _sites[site] = held = new Site();
            }

            long former = held.Topics.GetValueOrDefault(topic, -1);
            if (bytes == 0)
            {
                Forget(site, held, topic, former);
                return null;
            }

            if (former < 0 && held.Topics.Count >= limits.RetainedTopics)
            {
                return $"site {site} has {limits.RetainedTopics} retained topics already";
            }

            long total = held.Bytes - Math.Max(former, 0) + bytes;
            if (total > limits.RetainedBytes)
            {
                return $"the retained messages of site {site} would have {total} bytes; {limits.RetainedBytes} are allowed";
            }

            held.Topics[topic] = bytes;
            held.Bytes = total;
            return null;
        }
    }

    private void Forget(string site, Site held, string topic, long former)
    {
        if (former >= 0)
        {
            held.Topics.Remove(topic);
            held.Bytes -= former;
        }

        if (held.Topics.Count == 0)
        {
            _sites.Remove(site);
        }
    }

    private sealed class Site
    {
        internal Dictionary<string, long> Topics { get; } = new(StringComparer.Ordinal);

        internal long Bytes { get; set; }
    }
}
