using Dashboard.Historian.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Dashboard.Historian.Tests;

/// <summary>
/// A write holds its thread until the database answers. With a hundred sites on PostgreSQL their announcements once held all threads, and
/// the write whose turn it was got none.
/// </summary>
public sealed class Sites_wait_for_their_turn_without_a_thread : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task One_announcement_is_placed_at_a_time()
    {
        using Counting store = new(SqliteEventStore.Open(_directory.At("historian.db")));
        await using EventWriter writer = new(store, TimeProvider.System, NullLogger<EventWriter>.Instance);
        _ = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => writer.PlaceAheadAsync($"site-{i}", "e1", 1)));
        Assert.Equal((10, 1), (store.Calls, store.MostAtOnce));
    }

    private sealed class Counting(IEventStore inner) : IEventStore
    {
        private int _inside;

        public int Calls { get; private set; }

        public int MostAtOnce { get; private set; }

        public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq)
        {
            int inside = Interlocked.Increment(ref _inside);
            lock (inner)
            {
                (Calls, MostAtOnce) = (Calls + 1, Math.Max(MostAtOnce, inside));
            }

            // Time for another one to come in.
            _ = SpinWait.SpinUntil(() => Volatile.Read(ref _inside) > 1, TimeSpan.FromMilliseconds(50));
            _ = Interlocked.Decrement(ref _inside);
            return inner.PlaceAhead(site, epoch, lastSeq);
        }

        public long LastArrival() => inner.LastArrival();

        public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch) => inner.Store(batch);

        public RecordPage<EventRecord> QueryEvents(RecordQuery query) => inner.QueryEvents(query);

        public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => inner.QueryEnergies(query);

        public void Dispose() => inner.Dispose();
    }
}
