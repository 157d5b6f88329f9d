using System.Text.Json;
using Edge.Contracts.Journal;
using Edge.Pipeline;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;
using Record = Edge.Contracts.Journal.Record;

namespace Edge.Mqtt.Tests;

/// <summary>The journal to a historian and its acknowledgements back, over a real broker.</summary>
public sealed class A_historian_gets_the_journal
{
    private const string Name = JournalTopics.Usual;

    // Longer than the guard waits, and than a pause of the feed.
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1.5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_of_every_kind_arrive()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        foreach (JournalRecordKind kind in Enum.GetValues<JournalRecordKind>())
        {
            journal.Add(AnyRecords.Of(kind, 0, Station.Start));
        }

        await using Station station = Feeding(broker.Port, journal);
        await Eventually.TrueAsync(() => historian.Whole == 7, "all records arrive", Stop);
        Assert.Equal(
            [
                Record.ContentOneofCase.Samples, Record.ContentOneofCase.Event, Record.ContentOneofCase.Energy,
                Record.ContentOneofCase.Event, Record.ContentOneofCase.Statistics, Record.ContentOneofCase.Event,
                Record.ContentOneofCase.Elements,
            ],
            historian.Records.Select(record => record.ContentCase));
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 7, "the acknowledgement moves the cursor", Stop);
        Batch batch = Assert.Single(historian.Batches);
        Assert.Equal(("e1", 0, 7, 1, false), (batch.Epoch, batch.AfterSeq, batch.LastSeq, batch.OldestSeq, batch.Historical));
    }

    [Fact]
    public async Task A_backlog_is_marked_and_what_is_new_is_not()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.AddEvents(1200);
        await using Station station = Feeding(broker.Port, journal);
        await Eventually.TrueAsync(() => historian.Whole == 1200, "the backlog arrives", Stop);
        station.AddEvents(1);
        await Eventually.TrueAsync(() => historian.Whole == 1201, "what is new arrives", Stop);

        IReadOnlyList<Batch> batches = historian.Batches;
        Assert.True(batches[0].Historical);
        Assert.False(batches[^1].Historical);
        Assert.Equal(0, batches[0].AfterSeq);
        Assert.All(batches.Zip(batches.Skip(1)), pair => Assert.Equal(pair.First.LastSeq, pair.Second.AfterSeq));
    }

    [Fact]
    public async Task Without_an_acknowledgement_the_cursor_stays_and_it_is_sent_again()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        MemoryJournal journal = new();
        journal.AddEvents(20);
        await using Station station = Feeding(broker.Port, journal);
        await Eventually.TrueAsync(() => historian.Batches.Count >= 2, "it is sent again", Stop);
        Assert.Equal(0, journal.GetCursor(Name));
        Assert.Equal(historian.Batches[0], historian.Batches[1]);

        historian.Acknowledges = true;
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 20, "the acknowledgement moves the cursor", Stop);
    }

    [Fact]
    public async Task No_more_than_eight_batches_go_ahead()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        MemoryJournal journal = new();
        journal.AddEvents(6000);
        await using Station station = Feeding(broker.Port, journal);
        await Eventually.TrueAsync(() => historian.Batches.Count == FeedWindow.MaximumUnderWay, "the window is full", Stop);
        station.AddEvents(1);
        await Task.Delay(s_quiet, Stop);
        Assert.Equal(FeedWindow.MaximumUnderWay, historian.Batches.Count);
        historian.Acknowledges = true;
        await Eventually.TrueAsync(() => historian.Whole == 6001, "the rest follows", Stop);
    }

    [Fact]
    public async Task A_broker_that_forgets_everything_loses_nothing()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.AddEvents(12_000);
        await using Station station = Feeding(broker.Port, journal);
        foreach (int reached in new[] { 1_000, 5_000, 9_000 })
        {
            await Eventually.TrueAsync(() => historian.Whole >= reached, $"record {reached} arrives", Stop);
            await broker.KillAsync();
            station.AddEvents(10);
            await broker.StartAgainAsync(Stop);
        }

        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 12_030, "everything is acknowledged", Stop);
        Assert.Equal(Enumerable.Range(1, 12_030).Select(i => (long)i), historian.Records.Select(record => record.Seq));
    }

    [Fact]
    public async Task A_historian_that_was_restored_gets_what_it_lacks()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.AddEvents(1000);
        Notes<MqttPublisher> notes = new();
        await using Station station = Feeding(broker.Port, journal, notes);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 1000, "everything is acknowledged", Stop);

        historian.GoBackTo(400);
        await Eventually.TrueAsync(() => historian.Whole == 1000, "it has everything again", Stop);
        Assert.Equal(400, historian.Batches[0].AfterSeq);
        Assert.Equal(1, notes.Count(4084));
        Assert.Equal(1000, journal.GetCursor(Name));
    }

    [Fact]
    public async Task A_historian_that_asks_for_what_is_gone_is_told_so()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        MemoryJournal journal = new();
        journal.AddEvents(100);
        journal.Drop(60);
        await using Station station = Feeding(broker.Port, journal);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 100, "what is there is acknowledged", Stop);
        Assert.Equal((0, 61), (historian.Batches[0].AfterSeq, historian.Batches[0].OldestSeq));
        Assert.Equal(61, historian.Records[0].Seq);

        journal.Drop(40);
        await historian.ReplayAsync("""{"epoch":"e1","afterSeq":0}""", Stop);
        await Eventually.TrueAsync(() => historian.Batches[^1].Records.Count == 0, "an empty batch says that nothing is left", Stop);
        Assert.Equal((0, 100, 0), (historian.Batches[^1].AfterSeq, historian.Batches[^1].LastSeq, historian.Batches[^1].OldestSeq));
    }

    [Fact]
    public async Task Two_historians_have_two_cursors()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        await using Station station = new(broker.Port, journal, o => o with { Historians = [Name, "second"], Heartbeat = Beat });
        await using Historian usual = await Historian.StartAsync(broker.Port, Stop);
        await using Historian second = await Historian.StartAsync(broker.Port, Stop, "second", silent: true);
        station.AddEvents(30);
        await Eventually.TrueAsync(() => second.Whole == 30 && journal.GetCursor(Name) == 30, "both have the records", Stop);
        Assert.Equal(0, journal.GetCursor("second"));
        await second.AckAsync(12, Stop);
        await Eventually.TrueAsync(() => journal.GetCursor("second") == 12, "its own acknowledgement moves its cursor", Stop);
        Assert.Equal(30, journal.GetCursor(Name));
        await Eventually.TrueAsync(
            () => Historians(listener) is [(Name, 30, 0), ("second", 12, 18)], "the state says how far each is", Stop);
    }

    [Fact]
    public async Task Nobody_listens_and_one_batch_is_tried()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        MemoryJournal journal = new();
        journal.AddEvents(3000);
        Notes<MqttPublisher> notes = new();
        await using Station station = Feeding(broker.Port, journal, notes);
        await Eventually.TrueAsync(
            () => notes.Of(4012).Any(text => text.Contains("/journal", StringComparison.Ordinal)), "it is said", Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 3000, "everything arrives", Stop);
        Assert.Equal(0, historian.Batches[0].AfterSeq);
        Assert.Single(notes.Of(4012), text => text.Contains("/journal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broker_that_refuses_the_topic_is_asked_seldom()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        using TemporaryFolder folder = new();
        string rights = Path.Combine(folder.Path, "acl");
        string[] topics = ["state", "catalog", "tag/#", "element/#", "screen/#", "event"];
        await File.WriteAllLinesAsync(
            rights, topics.Select(topic => $"topic readwrite {Station.Root}{topic}").Append($"topic read {Station.Root}journal/#"), Stop);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop, "allow_anonymous true", $"acl_file {rights}");
        MemoryJournal journal = new();
        journal.AddEvents(3);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        Notes<MqttPublisher> notes = new();
        await using Station station = Feeding(broker.Port, journal, notes);
        await Eventually.TrueAsync(() => notes.Count(4004) > 0 && listener.LastSeq == 3, "it is said, and events arrive", Stop);
        await Task.Delay(s_quiet, Stop);

        Assert.InRange(journal.Reads, 1, 10);
        Assert.Contains("/journal", notes.TextOf(4004), StringComparison.Ordinal);
        Assert.True(station.Publisher.IsConnected);
    }

    [Fact]
    public async Task A_live_value_waits_behind_one_batch_at_most()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        MemoryJournal journal = new();
        await using Station station = new(cable.Port, journal, o => o with { Historians = [Name], Sweep = TimeSpan.Zero });
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "the publisher is connected", Stop);
        station.AddEvents(1);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 1, "the feed runs, and no answer is on its way", Stop);

        cable.HoldAnswers();
        long before = cable.Sent;
        journal.AddEvents(10_000);
        station.Board.NotifyJournalWritten();
        await Eventually.TrueAsync(() => historian.Batches.Count == 2, "a batch is under way", Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        station.SetPower(1234.5);
        await Eventually.TrueAsync(() => listener.Value(Station.Root + "tag/LA1PA_03") is 1234.5, "the value arrives", Stop);
        Assert.Equal(2, historian.Batches.Count);
        cable.ReleaseAnswers();
        await Eventually.TrueAsync(() => historian.Whole == 10_001, "the backlog follows", Stop);
        Assert.True(cable.Sent > before);
    }

    [Fact]
    public async Task An_acknowledgement_is_no_foreign_write()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.AddEvents(5);
        Notes<MqttPublisher> notes = new();
        await using Station station = Feeding(broker.Port, journal, notes);
        await Eventually.TrueAsync(() => Historians(listener) is [(Name, 5, 0)], "the state says that it has all", Stop);
        await Task.Delay(s_quiet, Stop);
        Assert.Equal(0, notes.Count(4015));
        Assert.Contains(listener.All, heard => heard.Topic.EndsWith("/journal/ack", StringComparison.Ordinal));
        Assert.False(listener.Last(Station.State)!.Json.TryGetProperty("foreignWriter", out _));
    }

    private static TimeSpan Beat => TimeSpan.FromMilliseconds(200);

    private static Station Feeding(int port, MemoryJournal journal, Notes<MqttPublisher>? notes = null) =>
        new(port, journal, o => o with { Historians = [Name], Heartbeat = Beat }, logger: notes);

    private static (string, long, long)[] Historians(Listener listener) =>
        listener.Last(Station.State) is { } heard && heard.Json.TryGetProperty("journal", out JsonElement journal)
            ? [.. journal.GetProperty("historians").EnumerateArray().Select(h => (
                h.GetProperty("name").GetString()!, h.GetProperty("ackedSeq").GetInt64(), h.GetProperty("backlog").GetInt64()))]
            : [];
}
