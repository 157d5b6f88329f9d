using System.Text.Json;
using Edge.Contracts.Journal;
using Edge.Pipeline;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Mqtt.Tests;

/// <summary>What a historian gets of a journal with several runs, what its answers do, and how a second gateway is found out.</summary>
public sealed class Each_run_has_an_epoch
{
    private const string Name = JournalTopics.Usual;

    private static readonly JournalRuns s_runs = new([new JournalRun(1, "j.1"), new JournalRun(11, "j.2"), new JournalRun(16, "j.3")]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_of_one_run_and_says_what_came_before()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using Station station = Feeding(broker.Port, Journal());
        await Eventually.TrueAsync(() => historian.Whole == 20, "the records are sent", Stop);

        Assert.Equal(
            [("j.1", 1, "", 0, 10), ("j.2", 11, "j.1", 10, 15), ("j.3", 16, "j.2", 15, 20)],
            historian.Batches.Select(batch => (batch.Epoch, batch.FirstSeq, batch.FormerEpoch, batch.AfterSeq, batch.LastSeq)));
        await Eventually.TrueAsync(() => listener.All.Count(heard => heard.Topic == Station.Event) == 20, "the events are published", Stop);
        Assert.Equal(
            s_runs.All.SelectMany(run => Enumerable.Range(1, 20).Select(seq => (long)seq).Where(seq => s_runs.Of(seq) == run)
                .Select(seq => (run.Epoch, seq))),
            listener.All.Where(heard => heard.Topic == Station.Event)
                .Select(heard => (heard.Json.GetProperty("epoch").GetString()!, heard.Json.GetProperty("seq").GetInt64())));
    }

    [Fact]
    public async Task An_acknowledgement_of_a_former_run_counts_up_to_its_end()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        MemoryJournal journal = Journal();
        Notes<MqttPublisher> notes = new();
        await using Station station = Feeding(broker.Port, journal, notes);
        await Eventually.TrueAsync(() => historian.Whole == 20, "the records are sent", Stop);

        await historian.AckAsync("""{"epoch":"j.1","seq":8}""", Stop);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 8, "the cursor moves", Stop);
        Assert.Empty(notes.Of(4089));

        // It has more of that run than this journal: the journal was restored from an older copy.
        await historian.AckAsync("""{"epoch":"j.1","seq":400}""", Stop);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 10, "the cursor moves to the end of the run", Stop);
        await historian.AckAsync("""{"epoch":"j.1","seq":401}""", Stop);
        await historian.AckAsync("""{"epoch":"j.3","seq":17}""", Stop);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 17, "the cursor moves", Stop);
        Assert.Contains("400", Assert.Single(notes.Of(4089)), StringComparison.Ordinal);
        Assert.Equal(0, notes.Count(4083));
    }

    [Fact]
    public async Task A_replay_of_a_former_run_begins_within_it()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        await using Station station = Feeding(broker.Port, Journal());
        await Eventually.TrueAsync(() => historian.Batches.Count == 3, "the records are sent", Stop);

        await historian.ReplayAsync("""{"epoch":"j.1","afterSeq":400}""", Stop);
        await Eventually.TrueAsync(() => historian.Batches.Count == 5, "they are sent again", Stop);
        Assert.Equal([10, 15], historian.Batches.Skip(3).Select(batch => batch.AfterSeq));
    }

    [Theory]
    [InlineData("edge-other")]
    [InlineData("edge-la-prueba")]
    public async Task Two_gateways_of_one_site_say_so(string clientId)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        Notes<MqttPublisher> notes = new();
        await using Station first = Feeding(broker.Port, Journal(), notes);
        await Eventually.TrueAsync(() => first.Publisher.IsConnected, "the first is connected", Stop);
        MemoryJournal copy = new() { Runs = new JournalRuns([new JournalRun(1, "j.1"), new JournalRun(11, "j.9")]) };
        await using Station second = new(
            broker.Port, copy,
            o => o with { ClientId = clientId, Historians = [], Sweep = TimeSpan.Zero, Heartbeat = TimeSpan.FromSeconds(1) });

        await Eventually.TrueAsync(() => Gateways(listener, "j.3").Contains("j.9"), "the state of the first says it", Stop);
        await Eventually.TrueAsync(() => Gateways(listener, "j.9").Contains("j.3"), "the state of the second says it", Stop);
        Assert.Single(notes.Of(4017));
    }

    [Fact]
    public async Task What_a_former_journal_left_at_the_broker_is_no_second_gateway()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        await using (Station former = Feeding(broker.Port, new MemoryJournal { Runs = new JournalRuns([new JournalRun(1, "k.1")]) }))
        {
            await Eventually.TrueAsync(() => former.Publisher.IsConnected, "it is connected", Stop);
        }

        await using Station station = Feeding(cable.Port, Journal());
        for (int i = 0; i < 3; i++)
        {
            await Eventually.TrueAsync(() => station.Publisher.IsConnected, "it is connected", Stop);
            cable.Cut();
            await Eventually.TrueAsync(() => !station.Publisher.IsConnected, "the connection is lost", Stop);
            cable.Mend();
        }

        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "it is connected", Stop);
        station.AddEvents(1);
        await Eventually.TrueAsync(() => listener.All.Count(heard => heard.Topic == Station.Event) >= 21, "the events are published", Stop);
        Assert.Empty(Gateways(listener, "j.3"));
    }

    private static MemoryJournal Journal()
    {
        MemoryJournal journal = new() { Runs = s_runs };
        journal.AddEvents(20);
        return journal;
    }

    private static Station Feeding(int port, MemoryJournal journal, Notes<MqttPublisher>? notes = null) =>
        new(port, journal, o => o with { Historians = [Name], Sweep = TimeSpan.Zero, Heartbeat = TimeSpan.FromSeconds(1) }, logger: notes);

    private static IEnumerable<string> Gateways(Listener listener, string epoch) =>
        from heard in listener.All
        where heard.Topic == Station.State && heard.Json.GetProperty("epoch").GetString() == epoch
        let foreign = heard.Json.TryGetProperty("foreignWriter", out JsonElement found) ? found : default
        where foreign.ValueKind == JsonValueKind.Object && foreign.TryGetProperty("gateway", out _)
        select foreign.GetProperty("gateway").GetString();
}
