using System.Threading.Channels;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// Collects changes for a short time and passes them on together, so that a scan of three hundred points is one message and not three
/// hundred. What comes after a rest waits for the rest of its scan only; while changes continue, they pass once in a window.
/// </summary>
internal sealed class ChangePump : IDisposable
{
    private readonly SiteStore _store;
    private readonly ILiveListener _listener;
    private readonly TimeSpan _scan;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="store">What changes.</param>
    /// <param name="listener">Hears of the changes.</param>
    /// <param name="scan">Within this time the messages of a scan arrive.</param>
    /// <param name="window">The shortest time from one passing on to the next.</param>
    /// <param name="time">The clock.</param>
    internal ChangePump(SiteStore store, ILiveListener listener, TimeSpan scan, TimeSpan window, TimeProvider time)
    {
        (_store, _listener, _scan, _window, _time) = (store, listener, scan, window, time);
        store.Changed += Signal;
    }

    public void Dispose() => _store.Changed -= Signal;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            long? last = null;
            while (await _signal.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                TimeSpan rest = last is { } before ? _window - _time.GetElapsedTime(before) : TimeSpan.Zero;
                await Task.Delay(rest > _scan ? rest : _scan, _time, cancellationToken).ConfigureAwait(false);

                // What came meanwhile passes now, and needs no turn of its own, which would hold up what comes next.
                _ = _signal.Reader.TryRead(out _);
                last = _time.GetTimestamp();
                foreach (SiteChanges changes in _store.TakeChanges())
                {
                    _listener.Changes(changes);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping; clients see the end of their connection.
        }
    }

    private void Signal() => _signal.Writer.TryWrite(true);
}
