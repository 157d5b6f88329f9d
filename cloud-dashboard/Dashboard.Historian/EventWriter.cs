using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Dashboard.Historian;

/// <summary>
/// Stores records in batches: the records that arrive during one transaction form the next. The task of a record ends only when the record
/// is on the disk.
/// </summary>
public sealed class EventWriter : IAsyncDisposable
{
    private const int Waiting = 4096;
    private const int MaximumBatch = 500;

    private readonly IEventStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<EventWriter> _logger;
    private readonly Channel<Item> _items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Lock _arriving = new();

    // A write holds its thread until its turn comes: those of many sites would leave none to the write whose turn it is.
    private readonly TaskFactory _oneAtATime = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    private readonly Task _loop;
    private readonly Lock _judging = new();
    private string? _eventsFailure;
    private string? _journalsFailure;
    private string? _checkFailure;
    private long? _lastArrival;

    /// <summary>Starts writing. Does not own the store.</summary>
    public EventWriter(IEventStore store, TimeProvider time, ILogger<EventWriter> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
        Health = new HealthState(Up: true, time.GetUtcNow(), null);
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Whether the last batch of events and that of journals could be written, and the last look found the database.</summary>
    public HealthState Health { get; private set; }

    /// <summary>Raised after <see cref="Health"/> changed.</summary>
    public event Action? HealthChanged;

    /// <summary>Stores a record.</summary>
    /// <returns>Whether it was new, and its place in the order of arrival.</returns>
    /// <exception cref="HistorianException">It could not be written. Nothing is stored, and the caller must try again.</exception>
    public async Task<Arrived> StoreAsync(HistorianRecord record, CancellationToken cancellationToken)
    {
        Item item = new(record, new TaskCompletionSource<Arrived>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _items.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new HistorianException("The historian is being closed.", exception);
        }

        return await item.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>See <see cref="IEventStore.PlaceAhead"/>.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the caller must try again.</exception>
    public Task<PlacedAhead> PlaceAheadAsync(string site, string epoch, long lastSeq) => _oneAtATime.StartNew(
        () =>
        {
            try
            {
                return _store.PlaceAhead(site, epoch, lastSeq);
            }
            catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException)
            {
                throw new HistorianException(exception.Message, exception);
            }
        });

    /// <summary>
    /// Reads something small in the order of the writes: a database that is away is known also while nothing is to be stored. That it can
    /// be read again says nothing of a write that failed.
    /// </summary>
    public void Check()
    {
        string? failure = null;
        try
        {
            _ = _store.LastArrival();
        }
        catch (Exception exception) when (exception is HistorianException or ObjectDisposedException or InvalidOperationException)
        {
            failure = exception.Message;
        }

        lock (_judging)
        {
            _checkFailure = failure;
            Judge();
        }
    }

    /// <summary>Writes the waiting records, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _items.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        List<Item> batch = [];
        while (await _items.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MaximumBatch && _items.Reader.TryRead(out Item item))
            {
                batch.Add(item);
            }

            Write(batch);
        }
    }

    private void Write(List<Item> batch)
    {
        try
        {
            HistorianRecord[] records = [.. batch.Select(item => item.Record with { Arrival = NextArrival() })];
            IReadOnlyList<Stored> stored = _store.Store(records);
            SetHealth(null);
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i].Done.SetResult(new Arrived(stored[i], records[i].Arrival));
            }
        }
        catch (Exception exception) when (exception is HistorianException or ObjectDisposedException or InvalidOperationException)
        {
            Fail(batch, exception as HistorianException ?? new HistorianException(exception.Message, exception));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of this program over one record must not hold up those of all others.
            if (batch.Count > 1)
            {
                foreach (Item item in batch)
                {
                    Write([item]);
                }

                return;
            }

            Log.RecordNotWritten(_logger, batch[0].Record.Key, exception);
            Fail(batch, new HistorianException($"{exception.GetType().Name}: {exception.Message}", exception));
        }
    }

    private void Fail(List<Item> batch, HistorianException failure)
    {
        SetHealth(failure.Message);
        foreach (Item item in batch)
        {
            item.Done.SetException(failure);
        }
    }

    /// <summary>The next place in the order of arrival. It rises also while the clock of the server is set back.</summary>
    internal long NextArrival()
    {
        long now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        lock (_arriving)
        {
            _lastArrival = Math.Max((_lastArrival ?? _store.LastArrival()) + 1, now);
            return _lastArrival.Value;
        }
    }

    /// <summary>Whether journals can be stored: null, or why not.</summary>
    internal void JournalsHealth(string? failure)
    {
        lock (_judging)
        {
            _journalsFailure = failure;
            Judge();
        }
    }

    private void SetHealth(string? failure)
    {
        lock (_judging)
        {
            _eventsFailure = failure;

            // What can be written is there.
            _checkFailure = failure is null ? null : _checkFailure;
            Judge();
        }
    }

    private void Judge()
    {
        string? failure = _eventsFailure ?? _journalsFailure ?? _checkFailure;
        if (Health.Up == failure is null)
        {
            return;
        }

        Health = new HealthState(failure is null, _time.GetUtcNow(), failure);
        if (failure is null)
        {
            Log.HistorianWritesAgain(_logger);
        }
        else
        {
            Log.HistorianWriteFailed(_logger, failure);
        }

        HealthChanged?.Invoke();
    }

    private readonly record struct Item(HistorianRecord Record, TaskCompletionSource<Arrived> Done);
}
