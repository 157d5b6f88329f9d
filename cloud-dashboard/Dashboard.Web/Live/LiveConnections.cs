using System.Collections.Concurrent;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>Every browser that is connected.</summary>
internal sealed class LiveConnections(IHubContext<LiveHub, ILiveClient> hub, ILogger<LiveConnections> logger)
{
    private readonly ConcurrentDictionary<string, Outbox> _outboxes = new(StringComparer.Ordinal);

    /// <summary>A browser has connected.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="grants">What its user may do: it is sent nothing of a station that the user may not see.</param>
    /// <param name="abort">Closes it.</param>
    internal void Add(string connection, Grants grants, Action abort) =>
        _outboxes[connection] = new Outbox(connection, hub.Clients.Client(connection), abort, logger) { Grants = grants };

    internal void Remove(string connection)
    {
        if (_outboxes.TryRemove(connection, out Outbox? outbox))
        {
            outbox.Close();
        }
    }

    internal Outbox? Find(string connection) => _outboxes.GetValueOrDefault(connection);

    internal void ToAll(Func<ILiveClient, Task> message)
    {
        foreach (Outbox outbox in _outboxes.Values)
        {
            outbox.Post(message);
        }
    }

    /// <summary>Sends a message about a site to all who may see it.</summary>
    internal void ToAll(string site, Func<ILiveClient, Task> message) => ToAll(site, message, message);

    /// <summary>Sends to each what its user may see.</summary>
    internal void ToAll(Func<Grants, Func<ILiveClient, Task>> message)
    {
        Dictionary<Grants, Func<ILiveClient, Task>> made = [];
        foreach (Outbox outbox in _outboxes.Values)
        {
            if (!made.TryGetValue(outbox.Grants, out Func<ILiveClient, Task>? one))
            {
                made[outbox.Grants] = one = message(outbox.Grants);
            }

            outbox.Post(one);
        }
    }

    /// <summary>Sends one message to those who watch a site, and another to everybody else who may see it.</summary>
    internal void ToAll(string site, Func<ILiveClient, Task> watchers, Func<ILiveClient, Task> others)
    {
        foreach (Outbox outbox in _outboxes.Values)
        {
            if (outbox.Grants.Has(Right.Watch, site))
            {
                outbox.Post(outbox.Watches(site) ? watchers : others);
            }
        }
    }

    internal void ToWatchers(string site, Func<ILiveClient, Task> message)
    {
        foreach (Outbox outbox in _outboxes.Values)
        {
            if (outbox.Watches(site))
            {
                outbox.Post(message);
            }
        }
    }
}
