using System.Text.Json;
using Edge.Contracts.Journal;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Mqtt.Tests;

/// <summary>What arrives on the topics of a historian may be from anybody.</summary>
public sealed class A_historian_is_not_trusted
{
    private const string Name = JournalTopics.Usual;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Junk =>
    [
        "", "{", "7", "null", "[]", """{"epoch":"e1"}""", """{"epoch":null,"seq":3}""", """{"epoch":"e1","seq":-1}""",
        """{"epoch":"e1","seq":"3"}""", """{"epoch":"e1","seq":3.5}""", """{"epoch":"e1","seq":99999999999999999999}""",
        """{"epoch":"e1","seq":3} x""", """{"epoch":"e\n1","seq":3}""", """{"epoch":"","seq":3}""",
        $$"""{"epoch":"e1","seq":3,"x":"{{new string('x', HistorianAnswer.LargestPayload)}}"}""",
    ];

    [Theory]
    [MemberData(nameof(Junk))]
    public void What_is_not_of_the_contract_is_no_answer(string payload)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        Assert.Null(HistorianAnswer.Ack(MqttSession.Message("x", bytes, retain: true), out string? problem));
        Assert.NotNull(problem);
        string replay = payload.Replace("\"seq\"", "\"afterSeq\"", StringComparison.Ordinal);
        Assert.Null(HistorianAnswer.Replay(
            MqttSession.Message("x", System.Text.Encoding.UTF8.GetBytes(replay), retain: false), out problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void A_retained_replay_is_no_answer()
    {
        byte[] replay = """{"epoch":"e1","afterSeq":0}"""u8.ToArray();
        Assert.NotNull(HistorianAnswer.Replay(MqttSession.Message("x", replay, retain: false), out _));
        Assert.Null(HistorianAnswer.Replay(MqttSession.Message("x", replay, retain: true), out _));
    }

    [Fact]
    public void A_field_that_is_not_known_does_no_harm() => Assert.Equal(
        new HistorianAnswer("e1", 3),
        HistorianAnswer.Ack(MqttSession.Message("x", """{"epoch":"e1","seq":3,"at":"now"}"""u8.ToArray(), retain: true), out _));

    [Fact]
    public async Task What_is_wrong_is_logged_once_a_minute_and_changes_nothing()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        MemoryJournal journal = new();
        journal.AddEvents(20);
        Notes<MqttPublisher> notes = new();
        await using Station station = new(broker.Port, journal, o => o with { Historians = [Name] }, logger: notes);
        await Eventually.TrueAsync(() => historian.Whole == 20, "the records arrive", Stop);
        for (int i = 0; i < 50; i++)
        {
            await historian.AckAsync(i % 2 == 0 ? "{" : """{"epoch":"e1","seq":-5}""", Stop);
            await historian.AckAsync($$"""{"epoch":"other{{i}}","seq":15}""", Stop);
            await historian.ReplayAsync("""{"epoch":"other","afterSeq":0}""", Stop);
            await historian.ReplayAsync("nonsense", Stop);
        }

        await historian.AckAsync(7, Stop);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 7, "a right one counts", Stop);
        Assert.Equal([7], journal.Moves.Where(seq => seq is not 20));
        Assert.Equal((1, 1), (notes.Count(4081), notes.Count(4082)));
        Assert.Single(historian.Batches);
    }

    [Fact]
    public async Task A_number_that_is_not_written_is_a_clash_and_stays_one()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.AddEvents(20);
        Notes<MqttPublisher> notes = new();
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        await historian.AckAsync(25, Stop);
        await using (Station station = Feeding(broker.Port, journal, notes))
        {
            await Eventually.TrueAsync(() => notes.Count(4083) == 1, "it is an error", Stop);
            await Eventually.TrueAsync(() => Clash(listener) == 25, "the state says it", Stop);
            Assert.Equal(0, journal.GetCursor(Name));
        }

        // The journal writes that number, and starts anew: the historian has another record under it.
        journal.AddEvents(20);
        await using Station again = Feeding(broker.Port, journal, notes);
        await Eventually.TrueAsync(() => historian.Whole == 40, "the records are sent", Stop);
        await historian.AckAsync(25, Stop);
        await historian.AckAsync(40, Stop);
        await Eventually.TrueAsync(() => Clash(listener) == 25, "the state still says it", Stop);
        Assert.Equal(0, journal.GetCursor(Name));

        // Somebody else had said it: the historian itself has less.
        await historian.AckAsync(20, Stop);
        await Eventually.TrueAsync(() => journal.GetCursor(Name) == 20, "the cursor moves", Stop);
        await Eventually.TrueAsync(() => Clash(listener) is null, "the state says no clash", Stop);
    }

    [Fact]
    public async Task Replays_without_a_pause_send_again_once_a_second()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Historian historian = await Historian.StartAsync(broker.Port, Stop, silent: true);
        MemoryJournal journal = new();
        journal.AddEvents(20);
        await using Station station = new(broker.Port, journal, o => o with { Historians = [Name] });
        await Eventually.TrueAsync(() => historian.Whole == 20, "the records arrive", Stop);
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 200; i++)
        {
            await historian.ReplayAsync("""{"epoch":"e1","afterSeq":5}""", Stop);
        }

        await Eventually.TrueAsync(() => historian.Batches.Count >= 3, "it is sent again", Stop);
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Assert.InRange(historian.Batches.Count, 3, seconds + 3);
        Assert.Equal(5, historian.Batches[1].AfterSeq);
    }

    private static Station Feeding(int port, MemoryJournal journal, Notes<MqttPublisher> notes) =>
        new(port, journal, o => o with { Historians = [Name], Heartbeat = TimeSpan.FromMilliseconds(200) }, logger: notes);

    private static long? Clash(Listener listener) =>
        listener.Last(Station.State) is { } heard && heard.Json.TryGetProperty("journal", out JsonElement journal)
        && journal.GetProperty("historians")[0].TryGetProperty("clash", out JsonElement clash)
            ? clash.GetInt64()
            : null;
}
