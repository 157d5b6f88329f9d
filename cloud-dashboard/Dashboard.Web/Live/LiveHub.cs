using System.Security.Claims;
using Dashboard.Ingest.Sites;
using Dashboard.Web.Users;
using Edge.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>Answers what the pages call. What they are sent comes from <see cref="LiveBroadcaster"/>.</summary>
internal sealed class LiveHub(SiteStore store, LiveConnections connections, SessionSockets sockets) : Hub<ILiveClient>, ILiveServer
{
    /// <inheritdoc />
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

    /// <inheritdoc />
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
        ClaimsPrincipal user = Context.User ?? new ClaimsPrincipal();
        connections.Add(Context.ConnectionId, SessionCookie.GrantsOf(user), Context.Abort);
        sockets.Add(Context.ConnectionId, user, Context.Abort);
        return base.OnConnectedAsync();
    }

    /// <inheritdoc />
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        sockets.Remove(Context.ConnectionId);
        connections.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
