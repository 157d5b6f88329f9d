using Dashboard.Historian;
using Dashboard.Ingest;
using Dashboard.Web.Api;

namespace Dashboard.Web.Live;

/// <summary>Tells the browsers what the ingest says.</summary>
internal sealed class LiveBroadcaster(LiveConnections connections, IServiceProvider services) : ILiveListener
{
    // Asked for late: the status is made of parts that are made with this one.
    private readonly Lazy<StatusReader> _status = new(services.GetRequiredService<StatusReader>);

    /// <inheritdoc />
    public void Changes(SiteChanges changes)
    {
        string site = changes.Site;
        if (changes.Removed)
        {
            connections.ToAll(new LiveMessage("siteRemoved", site));
            return;
        }

        if (changes.Summary is { } summary)
        {
            connections.ToAll(new LiveMessage("site", summary));
        }

        if (changes.Catalog)
        {
            connections.ToAll(new LiveMessage("catalog", site));
        }

        if (changes.Elements is { } elements)
        {
            connections.ToWatchers(site, new LiveMessage("elements", site, elements, changes.Revision));
        }

        if (changes.Tags is { } tags)
        {
            connections.ToWatchers(site, new LiveMessage("tags", site, tags, changes.Revision));
        }
    }

    /// <inheritdoc />
    public void Event(EventRecord record) => connections.ToAll(new LiveMessage("event", record.Site, EventEndpoints.Flat(record)));

    /// <inheritdoc />
    public void Health() => connections.ToAll(new LiveMessage("status", _status.Value.Read()));
}
