using System.Collections.Concurrent;
using System.Threading.Channels;
using Dashboard.Web.Users;

namespace Dashboard.Web.Live;

/// <summary>
/// The messages that wait for one browser. Each browser has its own, so that a sleeping phone does not delay the video wall. A browser that
/// does not read its messages is disconnected; it connects again and starts with a new snapshot.
/// </summary>
internal sealed class Outbox
{
    internal const int MaximumSites = 64;
    private const int MaximumWaiting = 512;

    private readonly Channel<Func<ILiveClient, Task>> _messages =
        Channel.CreateBounded<Func<ILiveClient, Task>>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });
    private readonly ConcurrentDictionary<string, byte> _watched = new(StringComparer.Ordinal);
    private readonly string _connection;
    private readonly ILiveClient _client;
    private readonly Action _abort;
    private readonly ILogger _logger;
    private int _cut;

    internal Outbox(string connection, ILiveClient client, Action abort, ILogger logger)
    {
        (_connection, _client, _abort, _logger) = (connection, client, abort, logger);
        Sending = SendAsync();
    }

    internal Task Sending { get; }

    /// <summary>What its user may do.</summary>
    internal Grants Grants { get; init; } = new(SessionRole.Viewer);

    internal bool Watches(string site) => _watched.ContainsKey(site);

    /// <returns>False when the browser watches as many sites as it may.</returns>
    internal bool Watch(string site)
    {
        if (_watched.Count >= MaximumSites && !_watched.ContainsKey(site))
        {
            return false;
        }

        _watched[site] = 0;
        return true;
    }

    internal void Unwatch(string site) => _watched.TryRemove(site, out _);

    internal void Post(Func<ILiveClient, Task> message)
    {
        if (!_messages.Writer.TryWrite(message) && Interlocked.Exchange(ref _cut, 1) == 0)
        {
            Log.BrowserTooSlow(_logger, _connection);
            _messages.Writer.TryComplete();
            _abort();
        }
    }

    internal void Close()
    {
        _cut = 1;
        _messages.Writer.TryComplete();
    }

    private async Task SendAsync()
    {
        await foreach (Func<ILiveClient, Task> message in _messages.Reader.ReadAllAsync())
        {
            // SignalR drops what is for a connection that has ended; it throws only for what cannot be written as JSON, which is our fault.
            await message(_client);
        }
    }
}
