using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Dashboard.Historian.Tests.Journal;

/// <summary>Batches that wait are stored together, and what cannot be stored holds up no other.</summary>
public sealed class JournalWriterTests : IAsyncDisposable
{
    private readonly TemporaryFolder _directory = new();
    private readonly SqliteEventStore _events;
    private readonly EventWriter _live;
    private readonly Watched _store;
    private readonly JournalWriter _writer;

    public JournalWriterTests()
    {
        _events = SqliteEventStore.Open(_directory.At("historian.db"));
        _live = new EventWriter(_events, TimeProvider.System, NullLogger<EventWriter>.Instance);
        _store = new Watched(new SqlJournalStore(_events));
        _writer = new JournalWriter(_store, _live, TimeProvider.System, NullLogger<JournalWriter>.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _live.DisposeAsync();
        _events.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_waits_is_stored_in_one_transaction_in_its_order()
    {
        Task<JournalStored>[] waiting = await WaitingAsync(Enumerable.Range(0, 10).Select(i => Batches.Of(i * 10, (i * 10) + 10)));
        JournalStored[] stored = await Task.WhenAll(waiting);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => i * 10L), stored.Select(one => one.Watermark));
        Assert.All(stored, one => Assert.Equal(BatchPlace.Next, one.Place));
        Assert.Equal([1, 8, 1], _store.Together);
        Assert.Equal(100, _events.Database.Read(session => session.Number("SELECT count(*) FROM sample")));
    }

    [Fact]
    public async Task One_that_cannot_be_stored_fails_alone()
    {
        _store.Fails = batch => batch.Site == "broken";
        Task<JournalStored>[] waiting = await WaitingAsync(
        [
            Batches.Of(0, 10), Batches.Of(10, 20), Batches.Of(0, 10) with { Site = "broken" }, Batches.Of(20, 30),
        ]);
        Assert.Equal(30, (await waiting[3]).Watermark);
        await Assert.ThrowsAsync<HistorianException>(() => waiting[2]);
        Assert.Equal(30, Assert.Single(_writer.Watermarks()).Seq);
        Assert.False(_writer.IsBusy);
    }

    // The first is held until all of them wait.
    private async Task<Task<JournalStored>[]> WaitingAsync(IEnumerable<JournalBatch> batches)
    {
        using ManualResetEventSlim hold = new();
        _store.Before = hold.Wait;
        List<Task<JournalStored>> waiting = [];
        foreach (JournalBatch batch in batches)
        {
            waiting.Add(await _writer.EnqueueAsync(batch, Cancelled));
            await Eventually.TrueAsync(() => _store.Begun > 0, "the first one is being stored", Cancelled);
        }

        Assert.True(_writer.IsBusy);
        _store.Before = static () => { };
        hold.Set();
        _ = await waiting[0];
        return [.. waiting];
    }

    private sealed class Watched(IJournalStore inner) : IJournalStore
    {
        public List<int> Together { get; } = [];

        public int Begun => Together.Count;

        public Action Before { get; set; } = static () => { };

        public Func<JournalBatch, bool> Fails { get; set; } = static _ => false;

        public IReadOnlyList<Watermark> Watermarks() => inner.Watermarks();

        public JournalStored Store(JournalBatch batch, Func<long> arrival, DateTimeOffset now)
        {
            Begin([batch]);
            return inner.Store(batch, arrival, now);
        }

        public IReadOnlyList<JournalStored> StoreTogether(
            IReadOnlyList<JournalBatch> batches, Func<long> arrival, DateTimeOffset now)
        {
            Begin(batches);
            return inner.StoreTogether(batches, arrival, now);
        }

        public int DropOld(DateTimeOffset before, int most) => inner.DropOld(before, most);

        private void Begin(IReadOnlyList<JournalBatch> batches)
        {
            Together.Add(batches.Count);
            Before();
            if (batches.Any(Fails))
            {
                throw new HistorianException("It cannot be stored.");
            }
        }
    }
}
