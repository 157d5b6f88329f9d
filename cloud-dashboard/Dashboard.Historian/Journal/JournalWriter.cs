using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Dashboard.Historian.Journal;

/// <summary>
/// Stores the batches of journals in the order in which they came, apart from the events that arrive live. What waits is stored together:
/// values of a tag from several batches lie on one page of the database, which is written once. The task of a batch ends only when it is
/// on the disk.
/// </summary>
public sealed class JournalWriter : IAsyncDisposable
{
    // With the largest batches, 16 MB.
    private const int Waiting = 256;

    // What a gateway has under way. An event that arrives live waits for the transaction: some tenths of a second.
    private const int MostTogether = 8;

    private readonly IJournalStore _store;
    private readonly EventWriter _events;
    private readonly TimeProvider _time;
    private readonly ILogger<JournalWriter> _logger;
    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task _loop;
    private int _unstored;
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

    /// <summary>Whether a batch is being stored or waits for it.</summary>
    public bool IsBusy => Volatile.Read(ref _unstored) > 0;

    /// <summary>Stores a batch. Only the wait for a place in the queue can be cancelled.</summary>
    /// <exception cref="HistorianException">It could not be written. Nothing is stored, and it must be sent again.</exception>
    public async Task<JournalStored> StoreAsync(JournalBatch batch, CancellationToken cancellationToken) =>
        await (await EnqueueAsync(batch, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Waits until a batch has its place in the order.</summary>
    /// <returns>
    /// Ends when it is stored, also when its connection ends: what it brought must be passed on. It fails with a
    /// <see cref="HistorianException"/> if it could not be written: nothing is stored, and it must be sent again.
    /// </returns>
    /// <exception cref="HistorianException">The historian is being closed.</exception>
    public async Task<Task<JournalStored>> EnqueueAsync(JournalBatch batch, CancellationToken cancellationToken)
    {
        Item item = new(batch, new TaskCompletionSource<JournalStored>(TaskCreationOptions.RunContinuationsAsynchronously));
        _ = Interlocked.Increment(ref _unstored);
        try
        {
            await _items.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
            return item.Done.Task;
        }
        catch (Exception exception)
        {
            _ = Interlocked.Decrement(ref _unstored);
            if (exception is ChannelClosedException)
            {
                throw new HistorianException("The historian is being closed.", exception);
            }

            throw;
        }
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
        List<Item> together = [];
        while (await _items.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (together.Count < MostTogether && _items.Reader.TryRead(out Item? item))
            {
                together.Add(item);
            }

            if (!TryStore(together, isLast: together.Count == 1))
            {
                // Each for itself, so that only what cannot be stored is not.
                together.ForEach(item => _ = TryStore([item], isLast: true));
            }

            together.Clear();
        }
    }

    private bool TryStore(List<Item> items, bool isLast)
    {
        JournalBatch[] batches = [.. items.Select(item => item.Batch)];
        IReadOnlyList<JournalStored> stored = [];
        HistorianException? failure = null;
        bool isOfDatabase = false;
        try
        {
            // The first one reads the store, which is not possible while the store writes.
            _ = _events.NextArrival();
            stored = batches.Length == 1 ? [_store.Store(batches[0], _events.NextArrival, _time.GetUtcNow())]
                : _store.StoreTogether(batches, _events.NextArrival, _time.GetUtcNow());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failure = exception as HistorianException ?? new HistorianException(exception.Message, exception);
            isOfDatabase = exception is HistorianException;
        }

        if (failure is not null && !isLast)
        {
            return false;
        }

        Note(failure?.Message);

        // A fault of this program over one batch is none of the database: the next batch is stored.
        _events.JournalsHealth(isOfDatabase ? failure?.Message : null);
        _ = Interlocked.Add(ref _unstored, -items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            if (failure is null)
            {
                items[i].Done.SetResult(stored[i]);
            }
            else
            {
                items[i].Done.SetException(failure);
            }
        }

        return true;
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

    private sealed record Item(JournalBatch Batch, TaskCompletionSource<JournalStored> Done);
}
