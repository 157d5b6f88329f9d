using Dashboard.Historian;
using Dashboard.Ingest.Sites;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Gives records that were kept aside their place some seconds after their gateway has announced their numbers, also those of before a
/// restart. What the gateway itself sends right behind the announcement is there first; so a record of another client gets its mark.
/// </summary>
internal sealed class AheadPlacer(
    EventWriter writer, SeqAnnouncements announcements, ILiveListener listener, TimeProvider time, ILogger logger)
{
    /// <summary>How long after an announcement.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private const int MaximumSites = 1000;

    private readonly Lock _lock = new();
    private readonly LineLimit _failures = new(time);
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);

    // The lowest number that is kept aside, as it was found last: below it nothing is to be done.
    private readonly Dictionary<string, (string Epoch, long Seq)> _next = new(StringComparer.Ordinal);
    private long _kept;

    /// <summary>A state of the site has come.</summary>
    internal void Announced(string site)
    {
        lock (_lock)
        {
            if (!IsDue(site))
            {
                return;
            }
        }

        Start(site);
    }

    /// <summary>A record of the site was kept aside. It may be announced meanwhile.</summary>
    internal void Kept(string site)
    {
        lock (_lock)
        {
            _kept++;
            _ = _next.Remove(site);
        }

        Start(site);
    }

    private bool IsDue(string site) => announcements.Of(site) is { } known
        && !(_next.TryGetValue(site, out (string Epoch, long Seq) next) && next.Epoch == known.Epoch && known.LastSeq < next.Seq);

    private void Start(string site)
    {
        lock (_lock)
        {
            if (!_running.Add(site))
            {
                _again.Add(site);
                return;
            }
        }

        _ = RunAsync(site);
    }

    private async Task RunAsync(string site)
    {
        bool again = true;
        while (again)
        {
            if (announcements.Of(site) is { } known)
            {
                await Task.Delay(Grace, time).ConfigureAwait(false);
                await PlaceAsync(site, known.Epoch, known.LastSeq).ConfigureAwait(false);
            }

            lock (_lock)
            {
                again = _again.Remove(site) && IsDue(site);
                if (!again)
                {
                    _ = _running.Remove(site);
                }
            }
        }
    }

    private async Task PlaceAsync(string site, string epoch, long lastSeq)
    {
        int count = 0;
        try
        {
            PlacedAhead placed;
            long kept;
            do
            {
                kept = Interlocked.Read(ref _kept);
                placed = await writer.PlaceAheadAsync(site, epoch, lastSeq).ConfigureAwait(false);
                count += placed.Records.Count;
                foreach (Placed one in placed.Records)
                {
                    if (one.Record is EventRecord record)
                    {
                        listener.Event(record with { Replaces = one.Before });
                    }
                }
            }
            while (placed.Next <= lastSeq);
            Found(site, epoch, placed.Next ?? long.MaxValue, kept);
        }
        catch (HistorianException exception)
        {
            if (_failures.Next() > 0)
            {
                Log.AheadNotPlaced(logger, site, exception.Message);
            }
        }

        if (count > 0)
        {
            Log.AheadPlaced(logger, site, count);
        }
    }

    private void Found(string site, string epoch, long next, long kept)
    {
        lock (_lock)
        {
            // Sites that are gone leave their entry.
            if (_next.Count > MaximumSites)
            {
                _next.Clear();
            }

            // What was kept aside meanwhile may be lower.
            if (kept == _kept)
            {
                _next[site] = (epoch, next);
            }
        }
    }
}
