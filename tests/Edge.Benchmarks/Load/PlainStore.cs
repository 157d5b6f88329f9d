using System.Diagnostics;
using System.Text.Json;
using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Edge.Contracts;
using Edge.Contracts.Journal;

namespace Edge.Benchmarks.Load;

/// <summary>What the store alone takes: the batches of a gateway, one after the other, each on the disk before the next.</summary>
/// <param name="gateway">Makes the batches. It is not connected.</param>
/// <param name="store">The store. It is not owned.</param>
internal sealed class PlainStore(LoadGateway gateway, SqlEventStore store)
{
    private const string Site = "load-000";

    private readonly SqlJournalStore _journals = new(store);
    private long _arrival;

    /// <summary>How many records it has.</summary>
    public long Stored { get; private set; }

    /// <summary>Stores for a time.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan Fill(TimeSpan span)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < span)
        {
            Stored = _journals.Store(Read(gateway.Next(Stored)), () => ++_arrival, TimeProvider.System.GetUtcNow()).Watermark;
        }

        return clock.Elapsed;
    }

    private static JournalBatch Read(Batch batch) => new()
    {
        Site = Site,
        Epoch = batch.Epoch,
        FirstSeq = batch.FirstSeq,
        AfterSeq = batch.AfterSeq,
        LastSeq = batch.LastSeq,
        OldestSeq = batch.OldestSeq,
        Entries = [.. batch.Records.Select(record => Read(batch, record))],
        Pack = _ => [],
    };

    private static JournalEntry Read(Batch batch, Record record) => record.Event is { } happened
        ? new JournalEntry(record.Seq, record.Time)
        {
            Record = new EventRecord(Site, JsonSerializer.Deserialize(
                JournalEvents.Json(batch.Epoch, record.Seq, happened), ContractJson.Default.EventMessage)!),
        }
        : new JournalEntry(record.Seq, record.Time)
        {
            Samples = [.. record.Samples.Samples_.Select(one => new SampleValue(batch.Names[(int)one.Name], one.Value, one.Whole, null))],
        };
}
