using System.Collections;
using Dashboard.Historian;
using Dashboard.Historian.Journal;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>The store of a historian, with the steps that are in it. Nobody writes while it is copied.</summary>
/// <param name="journals">Stores batches.</param>
/// <param name="events">Stores what arrives by the topics of events.</param>
/// <param name="trap">Where the steps go.</param>
internal sealed class WatchedStore(IJournalStore journals, IEventStore events, Trap trap) : IJournalStore, IEventStore
{
    /// <summary>Held by the one that writes.</summary>
    internal Lock Gate { get; } = new();

    /// <inheritdoc />
    public IReadOnlyList<Watermark> Watermarks() => Locked(journals.Watermarks);

    /// <inheritdoc />
    public JournalStored Store(JournalBatch batch, Func<long> arrival, DateTimeOffset now) => Locked(() =>
    {
        trap.Reach(Step.BatchRead);
        int asked = 0;

        // It asks for a place in the order of arrival before it writes the watermark, and then for each event. It reads the events, and
        // then all records one after the other while it writes them.
        JournalStored stored = journals.Store(
            batch with { Entries = new WatchedEntries(batch.Entries, () => trap.Reach(Step.RecordsWritten)) },
            () =>
            {
                trap.Reach(++asked == 1 ? Step.StoreBegun : Step.WatermarkWritten);
                return arrival();
            },
            now);
        if (stored.Place == BatchPlace.Next)
        {
            trap.Reach(Step.Stored);
        }

        return stored;
    });

    /// <inheritdoc />
    public IReadOnlyList<JournalStored> StoreTogether(IReadOnlyList<JournalBatch> batches, Func<long> arrival, DateTimeOffset now) =>
        Locked(() => journals.StoreTogether(batches, arrival, now));

    /// <inheritdoc />
    public int DropOld(DateTimeOffset before, int most) => Locked(() => journals.DropOld(before, most));

    /// <inheritdoc />
    public long LastArrival() => Locked(events.LastArrival);

    /// <inheritdoc />
    public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch) => Locked(() => events.Store(batch));

    /// <inheritdoc />
    public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq) => Locked(() => events.PlaceAhead(site, epoch, lastSeq));

    /// <inheritdoc />
    public RecordPage<EventRecord> QueryEvents(RecordQuery query) => events.QueryEvents(query);

    /// <inheritdoc />
    public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => events.QueryEnergies(query);

    /// <inheritdoc />
    public void Dispose() => events.Dispose();

    private T Locked<T>(Func<T> work)
    {
        lock (Gate)
        {
            return work();
        }
    }

    // The second time that somebody comes to the end of the records, they are written.
    private sealed class WatchedEntries(IReadOnlyList<JournalEntry> entries, Action end) : IReadOnlyList<JournalEntry>
    {
        private int _ends;

        public int Count => entries.Count;

        public JournalEntry this[int index] => entries[index];

        public IEnumerator<JournalEntry> GetEnumerator()
        {
            foreach (JournalEntry entry in entries)
            {
                yield return entry;
            }

            if (++_ends == 2)
            {
                end();
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
