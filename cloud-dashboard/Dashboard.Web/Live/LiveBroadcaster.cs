using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Ingest.Sites;
using Dashboard.Web.Api;

namespace Dashboard.Web.Live;

/// <summary>Sends the browsers what the ingest says.</summary>
internal sealed class LiveBroadcaster(LiveConnections connections, AlarmLoop alarms, IServiceProvider services) : ILiveListener
{
    // Asked for late: the status is made of parts that are made with this one.
    private readonly Lazy<StatusReader> _status = new(services.GetRequiredService<StatusReader>);

    /// <inheritdoc />
    public void Changes(SiteChanges changes)
    {
        string site = changes.Site;
        if (changes.Removed)
        {
            connections.ToAll(site, page => page.SiteRemoved(site));
            return;
        }

        if (changes.Summary is { } summary)
        {
            SiteSummary? glance = changes.OnlyState ? summary.AtAGlance() : null;
            connections.ToAll(site, page => page.Site(summary), page => glance is null ? page.Site(summary) : page.Glance(glance));
        }

        if (changes.Catalog)
        {
            connections.ToWatchers(site, page => page.Catalog(site));
        }

        if (changes.Elements is { } elements)
        {
            connections.ToWatchers(site, page => page.Elements(site, elements, changes.Revision));
        }

        if (changes.Tags is { } tags)
        {
            connections.ToWatchers(site, page => page.Tags(site, tags, changes.Revision));
        }
    }

    /// <inheritdoc />
    public void Event(EventRecord record)
    {
        alarms.Nudge();
        SiteEvent entry = SiteEvent.Of(record);
        connections.ToAll(record.Site, page => page.Event(record.Site, entry));
    }

    /// <inheritdoc />
    public void Health()
    {
        ServerStatus status = _status.Value.Read();
        connections.ToAll(page => page.Status(status));
    }
}
