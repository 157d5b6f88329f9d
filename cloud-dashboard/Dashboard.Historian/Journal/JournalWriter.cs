using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Dashboard.Historian.Journal;

/// <summary>
/// Stores the batches of journals one after the other, apart from the events that arrive live. The task of a batch ends only when it is on
/// the disk.
/// </summary>
public sealed class JournalWriter : IAsyncDisposable
{
    // With the largest batches, 16 MB.
    private const int Waiting = 256;

    private readonly IJournalStore _store;
    private readonly EventWriter _events;
    private readonly TimeProvider _time;
    private readonly ILogger<JournalWriter> _logger;
    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task _loop;
    private bool _failing;

    /// <summary>Starts writing. Does not own the store.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="events">The writer of the events that arrive live: both share one order of arrival.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public JournalWriter(IJournalStore store, EventWriter events, TimeProvider time, ILogger<JournalWriter> logger)
    {
        (_store, _events, _time, _logger) = (store, events, time, logger);
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Stores a batch. Only the wait for a place in the queue can be cancelled.</summary>
    /// <exception cref="HistorianException">It could not be written. Nothing is stored, and it must be sent again.</exception>
    public async Task<JournalStored> StoreAsync(JournalBatch batch, CancellationToken cancellationToken)
    {
        Item item = new(batch, new TaskCompletionSource<JournalStored>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _items.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new HistorianException("The historian is being closed.", exception);
        }

        // It is stored now, also when its connection ends: what it brought must be passed on.
        return await item.Done.Task.ConfigureAwait(false);
    }

    /// <summary>See <see cref="IJournalStore.Watermarks"/>.</summary>
    /// <exception cref="HistorianException">They could not be read.</exception>
    public IReadOnlyList<Watermark> Watermarks()
    {
        try
        {
            return _store.Watermarks();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException)
        {
            throw new HistorianException(exception.Message, exception);
        }
    }

    /// <summary>Writes the waiting batches, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _items.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        await foreach (Item item in _items.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                // The first one reads the store, which is not possible while the store writes.
                _ = _events.NextArrival();
                JournalStored stored = _store.Store(item.Batch, _events.NextArrival, _time.GetUtcNow());
                Note(null);
                item.Done.SetResult(stored);
            }
            catch (Exception exception) when (exception is HistorianException or ObjectDisposedException or InvalidOperationException)
            {
                HistorianException failure = exception as HistorianException ?? new HistorianException(exception.Message, exception);
                Note(failure.Message);
                item.Done.SetException(failure);
            }
        }
    }

    private void Note(string? failure)
    {
        if (_failing == failure is not null)
        {
            return;
        }

        _failing = failure is not null;
        if (failure is null)
        {
            Log.JournalStoredAgain(_logger);
        }
        else
        {
            Log.JournalNotStored(_logger, failure);
        }
    }

    private readonly record struct Item(JournalBatch Batch, TaskCompletionSource<JournalStored> Done);
}
