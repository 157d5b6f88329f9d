using Dashboard.Ingest;
using Edge.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>What the pages call. What they are told is in <see cref="LiveBroadcaster"/>.</summary>
internal sealed class LiveHub(SiteStore store, LiveConnections connections) : Hub
{
    /// <summary>Begins to watch a site. It is watched first and looked at then: no change is lost between the two.</summary>
    /// <returns>The site at this moment, or null when it is not known; then it is not watched either.</returns>
    public SiteSnapshot? Watch(string site)
    {
        if (!Topics.IsName(site))
        {
            throw new HubException("badSite: this is no name of a site.");
        }

        if (store.Site(site) is null || connections.Find(Context.ConnectionId) is not { } outbox)
        {
            return null;
        }

        if (!outbox.Watch(site))
        {
            throw new HubException($"tooManySites: {Outbox.MaximumSites} sites are watched already.");
        }

        return store.Snapshot(site);
    }

    /// <summary>Ends to watch a site.</summary>
    public void Unwatch(string site)
    {
        if (site is not null)
        {
            connections.Find(Context.ConnectionId)?.Unwatch(site);
        }
    }

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        connections.Add(Context.ConnectionId, Context.Abort);
        return base.OnConnectedAsync();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
