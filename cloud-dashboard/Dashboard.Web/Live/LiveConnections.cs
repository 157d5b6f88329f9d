using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>Every browser that is connected.</summary>
internal sealed class LiveConnections(IHubContext<LiveHub, ILiveClient> hub, ILogger<LiveConnections> logger)
{
    private readonly ConcurrentDictionary<string, Outbox> _outboxes = new(StringComparer.Ordinal);

    internal void Add(string connection, Action abort) =>
        _outboxes[connection] = new Outbox(connection, hub.Clients.Client(connection), abort, logger);

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

    /// <summary>Sends one message to those who watch a site, and another to everybody else.</summary>
    internal void ToAll(string site, Func<ILiveClient, Task> watchers, Func<ILiveClient, Task> others)
    {
        foreach (Outbox outbox in _outboxes.Values)
        {
            outbox.Post(outbox.Watches(site) ? watchers : others);
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
