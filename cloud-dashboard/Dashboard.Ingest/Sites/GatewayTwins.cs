namespace Dashboard.Ingest.Sites;

/// <summary>Finds out that two gateways run as one site: each start has an epoch of its own, so a former one never comes back.</summary>
internal sealed class GatewayTwins
{
    // Two boxes that restart in turn are found out all the same.
    private const int Remembered = 16;

    private readonly Queue<string> _former = new();
    private string? _present;

    /// <summary>Takes the epoch of a state.</summary>
    /// <returns>The epoch of the other gateway, where there are two.</returns>
    internal string? Announce(string epoch)
    {
        if (epoch == _present)
        {
            return null;
        }

        string? before = _present;
        _present = epoch;
        bool again = _former.Contains(epoch);
        if (before is not null && !_former.Contains(before))
        {
            _former.Enqueue(before);
            if (_former.Count > Remembered)
            {
                _ = _former.Dequeue();
            }
        }

        return again ? before : null;
    }
}
