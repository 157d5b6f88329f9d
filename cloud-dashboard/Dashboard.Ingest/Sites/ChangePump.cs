using System.Threading.Channels;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// Collects changes for a short time and passes them on together, so that a scan of three hundred points is one message and not three
/// hundred.
/// </summary>
internal sealed class ChangePump : IDisposable
{
    private readonly SiteStore _store;
    private readonly ILiveListener _listener;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ChangePump(SiteStore store, ILiveListener listener, TimeSpan window, TimeProvider time)
    {
        (_store, _listener, _window, _time) = (store, listener, window, time);
        store.Changed += Signal;
    }

    public void Dispose() => _store.Changed -= Signal;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (bool _ in _signal.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(_window, _time, cancellationToken).ConfigureAwait(false);
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
