using System.Buffers;
using System.Text;
using Dashboard.Historian;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Ingest.Tests.Faults;

/// <summary>
/// A historian whose disk is full for a while drops no record that was kept aside: the log says it, and the next state places it.
/// </summary>
[Trait("Fault", "02")]
public sealed class Fault_02_What_cannot_be_placed_now_is_placed_later
{
    private const int NotPlaced = 6009;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_next_state_of_its_gateway()
    {
        using TemporaryFolder directory = new();
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Notes<EventIntake> log = new();
        using FullDisk historian = new(SqliteEventStore.Open(directory.At("historian.db")));
        await using EventWriter writer = new(historian, time, NullLogger<EventWriter>.Instance);
        SiteStore store = new(new IngestLimits(), time);
        EventIntake intake = new(writer, new IngestLimits(), store, new Deaf(), time, log);
        store.LinkUp();
        Announce(store, 10);
        Assert.True(Topics.TryParse($"edge/v1/{Payloads.Site}/event", out TopicParts topic));
        Task<string?> accepted = intake.AcceptAsync(topic, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(Payloads.Event(11))), Stop);
        await PassAsync(() => accepted.IsCompleted, "the record is kept aside");
        Assert.Null(await accepted);

        historian.IsFull = true;
        Announce(store, 11);
        await PassAsync(() => log.Count(NotPlaced) == 1, "the log says that it has no place");
        Assert.Contains(FullDisk.Reason, log.TextOf(NotPlaced), StringComparison.Ordinal);
        Assert.True(Only().IsAhead);

        historian.IsFull = false;
        Announce(store, 12);
        await PassAsync(() => !Only().IsAhead, "it has its place");

        async Task PassAsync(Func<bool> condition, string what) => await Eventually.TrueAsync(
            () =>
            {
                time.Advance(SeqAnnouncements.LongestWait);
                return condition();
            },
            what, Stop);

        EventRecord Only() => Assert.Single(historian.QueryEvents(new RecordQuery()).Records);
    }

    private static void Announce(SiteStore store, long lastSeq) => store.Send(
        "state", Payloads.State().TrimEnd()[..^1]
            + $$""","journal":{"oldestSeq":1,"publishedSeq":1,"bytes":1,"dropped":0,"droppedEvents":0,"lastSeq":{{lastSeq}} } }""");

    private sealed class FullDisk(IEventStore inner) : IEventStore
    {
        public const string Reason = "database or disk is full";

        public bool IsFull { get; set; }

        public long LastArrival() => inner.LastArrival();

        public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch) => inner.Store(batch);

        public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq) =>
            IsFull ? throw new HistorianException(Reason) : inner.PlaceAhead(site, epoch, lastSeq);

        public RecordPage<EventRecord> QueryEvents(RecordQuery query) => inner.QueryEvents(query);

        public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => inner.QueryEnergies(query);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Deaf : ILiveListener
    {
        public void Changes(SiteChanges changes)
        {
        }

        public void Event(EventRecord record)
        {
        }

        public void Health()
        {
        }
    }
}
