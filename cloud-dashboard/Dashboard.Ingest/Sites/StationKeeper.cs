using System.Collections.Immutable;
using System.Text.Json;
using Dashboard.Historian;
using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// Keeps what is known of the stations, so that a station whose gateway is away is still known after a restart. It is written every ten
/// seconds and at the stop. What a power cut takes arrives again with the next message of its gateway.
/// </summary>
public sealed class StationKeeper(SiteStore sites, IStationStore store, TimeProvider time, ILogger<StationKeeper> logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Lock _keeping = new();
    private bool _failed;

    /// <summary>Takes the stations as they were kept; to be called before the first message.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    public void Load()
    {
        foreach (RememberedStation station in store.Load())
        {
            Restore(station);
        }
    }

    /// <summary>Runs until cancelled, then keeps what is left.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                Keep();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Keep();
        }
    }

    /// <summary>
    /// Shows a site no longer, until its gateway publishes again. What the historian has of it stays. When it returns, this is on the disk,
    /// unless the disk cannot be written.
    /// </summary>
    /// <returns>False when its gateway is online: it would be back with its next message.</returns>
    public bool Forget(string site)
    {
        bool forgotten = sites.Forget(site);
        Keep();
        return forgotten;
    }

    /// <summary>Writes what changed since the last time.</summary>
    internal void Keep()
    {
        lock (_keeping)
        {
            KeepChanges();
        }
    }

    private void KeepChanges()
    {
        ImmutableArray<KeptSite> changed = sites.TakeForMemory();
        if (changed.IsEmpty)
        {
            return;
        }

        try
        {
            store.Save([.. changed.Select(Change)]);
            _failed = false;
        }
        catch (HistorianException exception)
        {
            sites.KeepAgain(changed);
            if (!_failed)
            {
                Log.StationsNotKept(logger, exception.Message);
            }

            _failed = true;
        }
    }

    private void Restore(RememberedStation station)
    {
        try
        {
            sites.Restore(station);
        }
        catch (RefusedException refused)
        {
            // Written by another version, or for a machine with other time zones. At least its name and its events are shown.
            Log.StationNotRestored(logger, station.Site, refused.Message);
            if (station.State is not null || station.Catalog is not null || station.Screens.Count > 0)
            {
                Restore(station with { State = null, Catalog = null, Screens = new Dictionary<string, byte[]>() });
            }
        }
    }

    private static StationChange Change(KeptSite kept) => new(kept.Site)
    {
        Removed = kept.Removed,
        FirstSeen = kept.FirstSeen,
        LastHeard = kept.LastHeard,
        Forgotten = kept.Forgotten,
        Name = kept.Catalog?.Name,
        State = !kept.StateChanged ? null
            : kept.State is null ? [] : JsonSerializer.SerializeToUtf8Bytes(kept.State, ContractJson.Default.StateMessage),
        Catalog = !kept.CatalogChanged ? null
            : kept.Catalog is null ? [] : JsonSerializer.SerializeToUtf8Bytes(kept.Catalog, ContractJson.Default.CatalogMessage),
        Bays = kept.CatalogChanged ? BaysOf(kept.Catalog) : null,
        Screens = kept.Screens.ToDictionary(pair => pair.Key, pair => pair.Value?.Svg.ToArray(), StringComparer.Ordinal),
    };

    // A device is in the bay of its points where they are all of one.
    private static Dictionary<string, string> BaysOf(CatalogMessage? catalog)
    {
        Dictionary<string, string> bays = new(StringComparer.Ordinal);
        foreach (IGrouping<string, CatalogTag> device in (catalog?.Tags ?? []).GroupBy(tag => tag.Device))
        {
            if (device.Select(tag => tag.Bay).Distinct().Take(2).ToArray() is [{ Length: > 0 } only])
            {
                bays[device.Key] = only;
            }
        }

        foreach (CatalogTag tag in (catalog?.Tags ?? []).Where(tag => tag.Bay is { Length: > 0 }))
        {
            bays[tag.Tag] = tag.Bay!;
        }

        return bays;
    }
}
