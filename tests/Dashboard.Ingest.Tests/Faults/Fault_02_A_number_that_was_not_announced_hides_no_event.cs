using System.Buffers;
using System.Collections.Concurrent;
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
/// A record whose number its gateway has not announced takes no place, is marked, and gets its place with the announcement. Each is
/// confirmed, and none is dropped.
/// </summary>
[Trait("Fault", "02")]
public sealed class Fault_02_A_number_that_was_not_announced_hides_no_event : IAsyncDisposable
{
    private const int StoredAhead = 6007;
    private const int StoredBeside = 6004;
    private const int PlacedAhead = 6008;

    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Notes<EventIntake> _log = new();
    private readonly Heard _heard = new();
    private SqliteEventStore _historian = null!;
    private EventWriter _writer = null!;
    private SiteStore _store = null!;
    private EventIntake _intake = null!;

    public Fault_02_A_number_that_was_not_announced_hides_no_event() => Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_beyond_the_announced_number_takes_no_number_of_a_real_event()
    {
        Announce(10);
        await PassAsync([.. Enumerable.Range(11, 1000).Select(seq => AcceptAsync(seq, "FORGED"))]);
        Assert.Equal(1000, _heard.Events.Count);
        Assert.All(_heard.Events, record => Assert.True(record.IsAhead && record.IsBeside));
        Assert.Single(_log.Of(StoredAhead));

        // What the gateway records later comes behind its announcement, and has its own identity.
        for (int seq = 11; seq <= 20; seq++)
        {
            Announce(seq);
            Assert.Null(await AcceptAsync(seq, "LA152B03"));
        }

        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(AheadPlacer.Grace);
                return All().Count(record => record.IsAhead) == 990;
            },
            "the forged ones are beside the announced ones", Stop);
        ILookup<bool, EventRecord> kept = All().ToLookup(record => record.IsBeside);
        Assert.Equal(Enumerable.Range(11, 10), kept[false].Select(record => (int)record.Seq).Order());
        Assert.All(kept[false], record => Assert.Equal("LA152B03", record.Event.Tag));
        Assert.Equal(1000, kept[true].Count());
        Assert.All(kept[true], record => Assert.Equal("FORGED", record.Event.Tag));
    }

    [Fact]
    public async Task An_event_that_comes_before_its_state_waits_for_it()
    {
        Announce(10);
        Task<string?>[] early = [.. Enumerable.Range(11, 200).Select(seq => AcceptAsync(seq, "LA152B03"))];
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(early, one => Assert.False(one.IsCompleted));
        Announce(210);
        Assert.All(await Task.WhenAll(early).WaitAsync(TimeSpan.FromSeconds(30), Stop), Assert.Null);
        Assert.All(All(), record => Assert.False(record.IsBeside));
        Assert.Equal(200, All().Count);
        Assert.Empty(_log.Of(StoredAhead));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_waits_is_stored_at_once_when_nothing_is_known_any_more(bool linkDown)
    {
        Announce(10);
        Task<string?> early = AcceptAsync(11, "LA152B03");
        Assert.False(early.IsCompleted);
        Action end = linkDown ? () => _store.LinkDown() : () => Assert.Throws<RefusedException>(() => _store.Send("state", "{}"));
        end();
        Assert.Null(await early.WaitAsync(TimeSpan.FromSeconds(30), Stop));
        Assert.False(Assert.Single(All()).IsBeside);
    }

    [Fact]
    public async Task What_its_gateway_sends_within_five_seconds_is_there_first()
    {
        Announce(10);
        await PassAsync([AcceptAsync(11, "FORGED")]);
        Announce(11);
        Assert.Equal(TimeSpan.FromSeconds(5), AheadPlacer.Grace);
        _time.Advance(AheadPlacer.Grace - TimeSpan.FromMilliseconds(1));
        Assert.Null(await AcceptAsync(11, "LA152B03"));
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(AheadPlacer.Grace);
                return All().TrueForAll(record => !record.IsAhead);
            },
            "nothing is aside any more", Stop);
        Assert.Equal("LA152B03", Assert.Single(All(), record => !record.IsBeside).Event.Tag);
    }

    [Fact]
    public async Task An_event_whose_state_comes_too_late_gets_its_place_then()
    {
        Announce(10);
        await PassAsync([AcceptAsync(11, "LA152B03")]);
        EventRecord aside = Assert.Single(All());
        Assert.True(aside.IsAhead);

        Announce(11);
        await PlacedAsync();

        // The pages learn which entry it is, and it stays where it was in the order of arrival.
        Assert.Equal([aside.Key, "los-alamos/e1/11"], _heard.Events.Select(record => record.Key));
        Assert.Equal([null, aside.Key], _heard.Events.Select(record => record.Replaces));
        Assert.Equal(aside.Arrival, Assert.Single(All()).Arrival);

        // The broker sends it again, and the gateway announces it again: it is known, and nobody hears of it twice.
        Assert.Null(await AcceptAsync(11, "LA152B03"));
        Announce(11);
        _time.Advance(AheadPlacer.Grace);
        Assert.Null(await AcceptAsync(11, "LA152B03"));
        Assert.Equal("los-alamos/e1/11", Assert.Single(All()).Key);
        Assert.Equal(2, _heard.Events.Count);
    }

    [Fact]
    public async Task After_a_restart_the_announcement_gives_it_its_place()
    {
        Announce(10);
        await PassAsync([.. Enumerable.Range(11, 700).Select(seq => AcceptAsync(seq, "LA152B03"))]);
        Assert.All(All(), record => Assert.True(record.IsAhead));
        await EndAsync();

        Start();
        Assert.Equal(700, All().Count);
        Announce(710);
        await PlacedAsync();
        await Eventually.TrueAsync(() => _log.Count(PlacedAhead) == 1, "the log says it", Stop);
        Assert.Equal(
            "The gateway of los-alamos has announced the numbers of 700 records that were kept aside: they have their place now.",
            _log.TextOf(PlacedAhead));
        Assert.Equal(Enumerable.Range(11, 700), All().Select(record => (int)record.Seq).Order());
    }

    [Fact]
    public async Task What_is_kept_aside_while_the_announcement_comes_gets_its_place_too()
    {
        for (int seq = 11; seq <= 25; seq++)
        {
            Announce(seq - 1);
            Task<string?> early = AcceptAsync(seq, "LA152B03");
            Task announcing = Task.Run(() => Announce(seq), Stop);
            await PassAsync([early]);
            await announcing;
        }

        await PlacedAsync();
        Assert.Equal(15, All().Count);
    }

    [Fact]
    public async Task What_is_announced_right_behind_its_record_gets_its_place()
    {
        await PlaceAsync(11);
        await PassAsync([AcceptAsync(12, "LA152B03")]);
        Announce(12);
        await PlacedAsync();
    }

    [Fact]
    public async Task What_is_kept_aside_while_another_is_placed_gets_its_place_too()
    {
        _heard.Hearing = record =>
        {
            if (record is { Seq: 11, Replaces: not null })
            {
                // Between the search for what is kept aside and the note of what was found.
                Assert.Null(AcceptAsync(12, "LA152B03").GetAwaiter().GetResult());
            }
        };
        await PlaceAsync(11);
        Assert.True(All().Single(record => record.Seq == 12).IsAhead);
        Announce(12);
        await PlacedAsync();
    }

    [Fact]
    public async Task An_energy_and_a_word_of_a_newer_gateway_get_their_place()
    {
        Announce(10);
        await PassAsync(
        [
            AcceptAsync(11, "LA152B03", type: "lightning"),
            SendAsync("energy", $$"""
                {"epoch":"e1","seq":12,"kind":"other","channel":0,"native":{"protocol":"mara","ied":5,"channel":0},
                 "time":"2026-03-01T12:00:00Z","clock":"synchronised","received":"2026-03-01T12:00:01Z","count":7}
                """),
        ]);
        Assert.Equal("lightning", Assert.Single(All()).TypeWord);
        Assert.True(Assert.Single(_historian.QueryEnergies(new RecordQuery()).Records).IsAhead);

        Announce(12);
        await PlacedAsync();
        await Eventually.TrueAsync(
            () => !_historian.QueryEnergies(new RecordQuery()).Records.Single().IsAhead, "the energy has its place", Stop);
        Assert.Equal("lightning", Assert.Single(All()).TypeWord);
    }

    [Fact]
    public async Task Of_two_with_the_same_number_both_are_kept()
    {
        Announce(10);
        await PassAsync([AcceptAsync(11, "FORGED")]);
        Announce(11);
        await PlacedAsync();
        Assert.Null(await AcceptAsync(11, "LA152B03"));
        Assert.Equal(["FORGED", "LA152B03"], All().Select(record => record.Event.Tag).Order());
        Assert.Single(_log.Of(StoredBeside));
        Assert.Equal(2, _heard.Events.Count(record => record.IsBeside));
    }

    [Fact]
    public async Task What_cannot_be_known_is_stored()
    {
        // No state at all; one without a journal; another epoch; a state that cannot be read; after the connection was lost.
        Assert.Null(await AcceptAsync(1, "A"));
        _store.Send("state", Payloads.State());
        Assert.Null(await AcceptAsync(2, "B"));
        Announce(2);
        Assert.Null(await AcceptAsync(900, "C", "e0"));
        Assert.Throws<RefusedException>(() => _store.Send("state", "{}"));
        Assert.Null(await AcceptAsync(3, "D"));
        Announce(3);
        _store.LinkDown();
        Assert.Null(await AcceptAsync(4, "E"));
        Assert.All(All(), record => Assert.False(record.IsBeside));
        Assert.Equal(5, All().Count);
    }

    [Fact]
    public async Task A_restart_of_the_gateway_announces_what_its_former_run_recorded()
    {
        Announce(10, "j.1");
        await PassAsync([AcceptAsync(12, "LA152B03", "j.1")]);
        Assert.True(Assert.Single(All()).IsAhead);

        Announce(20, "j.2");
        Assert.Null(await AcceptAsync(13, "LA152B03", "j.1"));
        await PlacedAsync();
        Assert.Equal(["j.1", "j.1"], All().Select(record => record.Epoch));
    }

    [Fact]
    public async Task The_will_of_the_broker_takes_no_announcement_back()
    {
        Announce(10);
        _store.Send("state", Payloads.State("offline"));
        Assert.Null(await AcceptAsync(10, "LA152B03"));
        await PassAsync([AcceptAsync(11, "FORGED")]);
        Assert.Equal([false, true], All().OrderBy(record => record.Seq).Select(record => record.IsBeside));
    }

    [Fact]
    public async Task A_flood_makes_real_events_wait_once_in_a_minute()
    {
        Announce(10);
        await PassAsync([AcceptAsync(111, "FORGED")]);
        Announce(11);
        Task<string?> next = AcceptAsync(112, "FORGED");
        await next.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.True(All().Single(record => record.Seq == 112).IsAhead);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _directory.Dispose();
    }

    private void Start()
    {
        _historian = SqliteEventStore.Open(_directory.At("historian.db"));
        _writer = new EventWriter(_historian, _time, NullLogger<EventWriter>.Instance);
        _store = new SiteStore(new IngestLimits(), _time);
        _intake = new EventIntake(_writer, new IngestLimits(), _store, _heard, _time, _log);
        _store.LinkUp();
    }

    private async Task EndAsync()
    {
        await _writer.DisposeAsync();
        _historian.Dispose();
    }

    private void Announce(long lastSeq, string epoch = "e1") => _store.Send(
        "state", Payloads.State().Replace("\"e1\"", $"\"{epoch}\"", StringComparison.Ordinal).TrimEnd()[..^1]
            + $$""","journal":{"oldestSeq":1,"publishedSeq":1,"bytes":1,"dropped":0,"droppedEvents":0,"lastSeq":{{lastSeq}} } }""");

    private Task<string?> AcceptAsync(long seq, string tag, string epoch = "e1", string type = "digital") => SendAsync(
        "event",
        Payloads.Event(seq).Replace("LA152B03", tag, StringComparison.Ordinal)
            .Replace("\"e1\"", $"\"{epoch}\"", StringComparison.Ordinal)
            .Replace("\"digital\"", $"\"{type}\"", StringComparison.Ordinal));

    private Task<string?> SendAsync(string kind, string payload)
    {
        Assert.True(Topics.TryParse($"edge/v1/{Payloads.Site}/{kind}", out TopicParts topic));
        return _intake.AcceptAsync(topic, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(payload)), Stop);
    }

    /// <summary>Lets so much time pass that nothing waits any more.</summary>
    private async Task PassAsync(Task<string?>[] accepting)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(SeqAnnouncements.LongestWait);
                return accepting.All(one => one.IsCompleted);
            },
            "nothing waits any more", Stop);
        Assert.All(await Task.WhenAll(accepting), Assert.Null);
    }

    /// <summary>Keeps a record aside, announces it, and waits until it has its place and the log says so.</summary>
    private async Task PlaceAsync(int seq)
    {
        Announce(seq - 1);
        await PassAsync([AcceptAsync(seq, "LA152B03")]);
        Announce(seq);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(AheadPlacer.Grace);
                return _log.Count(PlacedAhead) == 1;
            },
            "the log says that it has its place", Stop);
    }

    private Task PlacedAsync() => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(AheadPlacer.Grace);
            return All().All(record => !record.IsBeside);
        },
        "everything has its place", Stop);

    private List<EventRecord> All()
    {
        List<EventRecord> all = [];
        EventCursor? before = null;
        do
        {
            RecordPage<EventRecord> page = _historian.QueryEvents(new RecordQuery { Limit = RecordQuery.MaximumLimit, Before = before });
            all.AddRange(page.Records);
            before = page.Next;
        }
        while (before is not null);
        return all;
    }

    private sealed class Heard : ILiveListener
    {
        public ConcurrentQueue<EventRecord> Events { get; } = [];

        /// <summary>Runs at each event, on the thread that brings it.</summary>
        public Action<EventRecord>? Hearing { get; set; }

        public void Changes(SiteChanges changes)
        {
        }

        public void Event(EventRecord record)
        {
            Events.Enqueue(record);
            Hearing?.Invoke(record);
        }

        public void Health()
        {
        }
    }
}
