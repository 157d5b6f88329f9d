using System.Collections.Immutable;
using System.Text.Json;
using Edge.Contracts.Journal;
using Edge.Domain;
using Edge.Pipeline;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Mqtt.Tests;

/// <summary>Events against a real broker, over a cable that breaks.</summary>
public sealed class Nothing_is_lost_on_the_way_to_the_broker
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_arrive_in_the_order_of_their_seq_each_once()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.AddEvents(700);
        await using Station station = new(broker.Port, journal);
        await Eventually.TrueAsync(() => listener.Seqs().Count >= 700, "the backlog arrives", Stop);
        station.AddEvents(3);
        await Eventually.TrueAsync(() => listener.Seqs().Count >= 703, "what is new arrives", Stop);

        Assert.Equal(Enumerable.Range(1, 703).Select(i => (long)i), listener.Seqs());
        int lastElement = listener.All.Select((h, i) => (h, i)).Last(x => x.h.Topic.Contains("/element/", StringComparison.Ordinal)).i;
        int first = listener.All.Select((h, i) => (h, i)).First(x => x.h.Topic == Station.Event).i;
        Assert.True(lastElement < first, "All values must be published before the first event.");
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 703, "the cursor stands at the end", Stop);
        Assert.Equal(journal.Moves.Order(), journal.Moves);
    }

    [Fact]
    public async Task A_state_announces_each_number_before_its_record()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        await using Station station = new(broker.Port, journal);
        for (int written = 1; written <= 90; written += 3)
        {
            station.AddEvents(3);
            await Eventually.TrueAsync(() => listener.Seqs().Count >= written + 2, "what is new arrives", Stop);
        }

        long announced = 0;
        foreach (Heard heard in listener.All.Where(heard => heard.Topic is Station.State or Station.Event))
        {
            if (heard.Topic == Station.State)
            {
                announced = heard.Json.TryGetProperty("journal", out JsonElement held) ? held.GetProperty("lastSeq").GetInt64() : announced;
            }
            else
            {
                Assert.True(heard.Json.GetProperty("seq").GetInt64() <= announced, $"{heard.Text} came when {announced} was announced.");
            }
        }
    }

    [Fact]
    public async Task A_state_comes_before_each_batch_whose_events_it_announces()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        ImmutableArray<string> historians = [.. Enumerable.Range(1, 16).Select(i => $"h{i}")];
        HashSet<string> batches = [.. historians.Select(historian => new JournalTopics("la-prueba", historian).Records)];
        MemoryJournal journal = new();

        // All ask for the state at the same time: what it includes counts when it is sent, not before.
        await using Station station = new(broker.Port, journal, options => options with { Historians = historians });
        for (int written = 1; written <= 100; written++)
        {
            station.AddEvents(1);
            await Eventually.TrueAsync(() => listener.Seqs().Count >= written, "what is new arrives", Stop);
        }

        long announced = 0;
        foreach (Heard heard in listener.All)
        {
            if (heard.Topic == Station.State && heard.Json.TryGetProperty("journal", out JsonElement held))
            {
                announced = held.GetProperty("lastSeq").GetInt64();
            }
            else if (batches.Contains(heard.Topic))
            {
                Batch batch = Batch.Parser.ParseFrom(heard.Payload);
                Assert.True(batch.LastSeq <= announced, $"The batch up to {batch.LastSeq} came when {announced} was announced.");
            }
        }
    }

    [Fact]
    public async Task The_cursor_does_not_move_before_the_broker_has_confirmed()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        MemoryJournal journal = new();
        await using Station station = new(cable.Port, journal, o => o with { Sweep = TimeSpan.Zero });
        station.AddEvents(1);
        await Eventually.TrueAsync(() => station.Journal.GetCursor("mqtt") == 1, "the first event is confirmed", Stop);

        cable.HoldAnswers();
        station.AddEvents(5);
        await Eventually.TrueAsync(() => listener.Seqs().Count == 6, "the broker has the events and hands them out", Stop);
        Assert.Equal([1L], journal.Moves);
        cable.ReleaseAnswers();
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 6, "the confirmation moves the cursor", Stop);
    }

    [Fact]
    public async Task What_was_not_confirmed_when_the_cable_broke_is_sent_again_after_it()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        MemoryJournal journal = new();
        await using Station station = new(cable.Port, journal, o => o with { Sweep = TimeSpan.Zero });
        station.AddEvents(1);
        await Eventually.TrueAsync(() => station.Journal.GetCursor("mqtt") == 1, "the first event is confirmed", Stop);

        cable.HoldAnswers();
        station.AddEvents(5);
        await Eventually.TrueAsync(() => listener.Seqs().Count == 6, "the broker has the events", Stop);
        cable.Cut();
        cable.ReleaseAnswers();
        cable.Mend();
        await Eventually.TrueAsync(() => listener.Seqs().Count == 11, "they come a second time", Stop);
        Assert.Equal([1, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6], listener.Seqs());
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 6, "now the cursor moves", Stop);
    }

    [Fact]
    public async Task A_cable_that_breaks_again_and_again_loses_nothing()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        MemoryJournal journal = new();
        journal.AddEvents(3000);
        await using Station station = new(
            cable.Port, journal, o => o with { RetryMinimum = TimeSpan.FromMilliseconds(10), Sweep = TimeSpan.Zero });
        foreach (int reached in new[] { 300, 900, 1700, 2600 })
        {
            await Eventually.TrueAsync(() => listener.LastSeq >= reached, $"event {reached} arrives", Stop);
            cable.Cut();
            cable.Mend();
        }

        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 3000, "the cursor stands at the end", Stop);
        await Eventually.TrueAsync(() => listener.LastSeq == 3000, "the last event arrives", Stop);
        Assert.Equal(Enumerable.Range(1, 3000).Select(i => (long)i), FirstArrivals(listener.Seqs()));
    }

    [Fact]
    public async Task After_a_broker_is_killed_the_first_unconfirmed_event_comes_next()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        MemoryJournal journal = new();
        journal.AddEvents(2000);
        await using Station station = new(cable.Port, journal, o => o with { Sweep = TimeSpan.Zero });
        await Eventually.TrueAsync(() => listener.Seqs().Count >= 400, "some events arrive", Stop);

        await broker.KillAsync();
        cable.Cut();
        await broker.StartAgainAsync(Stop);
        await using Listener second = await Listener.StartAsync(broker.Port, Stop);
        cable.Mend();
        await Eventually.TrueAsync(() => second.LastSeq == 2000, "the rest arrives", Stop);

        // Messages that the killed broker had confirmed and not delivered are lost in it, as many as it queues for a slow subscriber; no
        // other is missing.
        long first = second.Seqs()[0];
        Assert.Contains(first - 1, journal.Moves);
        Assert.Equal(Enumerable.Range((int)first, (int)(2000 - first + 1)).Select(i => (long)i), second.Seqs());
    }

    [Fact]
    public async Task Events_without_a_subscriber_wait_for_one()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        MemoryJournal journal = new();
        journal.AddEvents(300);
        Notes<MqttPublisher> log = new();
        await using Station station = new(broker.Port, journal, o => o with { Sweep = TimeSpan.Zero }, logger: log);
        await Eventually.TrueAsync(() => log.Count(4012) == 1, "the missing subscriber is logged", Stop);
        station.AddEvents(1);

        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 301, "the cursor stands at the end", Stop);
        await Eventually.TrueAsync(() => listener.LastSeq == 301, "the last event arrives", Stop);
        Assert.Equal(Enumerable.Range(1, 301).Select(i => (long)i), listener.Seqs());
        Assert.Equal(1, log.Count(4012));

        // Values do not wait: they are retained, and a later subscriber gets them from the broker.
        Assert.Equal("online", listener.Last(Station.State)!.Json.GetProperty("status").GetString());
    }

    /// <summary>
    /// The broker has dropped the first event when the listener subscribes, and the gateway does not know it yet. If the next events were
    /// sent already, they would arrive before the first one.
    /// </summary>
    [Fact]
    public async Task A_subscriber_during_the_first_batch_gets_the_batch_in_order()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using CutCable cable = new(broker.Port);
        Notes<MqttPublisher> log = new();
        await using Station station = new(
            cable.Port, new MemoryJournal(),
            o => o with { Sweep = TimeSpan.Zero, AnswerTimeout = TimeSpan.FromMinutes(5), Heartbeat = TimeSpan.FromMinutes(5) },
            logger: log);
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "all values are published", Stop);

        cable.HoldAnswers();
        station.AddEvents(300);
        await Eventually.TrueAsync(() => cable.Holds, "the broker has answered", Stop);
        Assert.Equal(0, log.Count(4012));
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        cable.ReleaseAnswers();
        await Eventually.TrueAsync(() => station.Journal.GetCursor("mqtt") == 300, "the cursor stands at the end", Stop);
        await Eventually.TrueAsync(() => listener.LastSeq == 300, "the last event arrives", Stop);
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), listener.Seqs());
        Assert.Equal(1, log.Count(4012));
    }

    [Fact]
    public async Task An_energy_without_a_subscriber_does_not_move_the_cursor()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        MemoryJournal journal = new();
        FieldEvent energy = new()
        {
            Device = new("4"),
            Content = new EnergyCount(Domain.EnergyKind.LastPeriodOfDay, Channel: 0, Count: 12, Energy: 6),
            Tag = "LA1PA_03",
            Native = new MaraNative(0, 4) { Channel = 0, Code = 1 },
            Time = Station.Start,
            Received = Station.Start,
            Marks = TimeMarks.None,
        };
        journal.Add(new JournalRecord { Seq = 0, Kind = JournalRecordKind.Energy, Time = Station.Start, Event = energy });
        Notes<MqttPublisher> log = new();
        await using Station station = new(broker.Port, journal, logger: log);
        await Eventually.TrueAsync(() => log.Count(4012) == 1, "the missing subscriber is logged", Stop);
        Assert.Equal(0, journal.GetCursor("mqtt"));

        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 1, "now the cursor moves", Stop);
        Assert.Equal([1L], listener.Seqs());
    }

    [Fact]
    public async Task A_connection_without_confirmations_is_closed_and_made_again()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        Notes<MqttPublisher> log = new();
        await using Station station = new(
            cable.Port, new MemoryJournal(), o => o with { Sweep = TimeSpan.Zero, AnswerTimeout = TimeSpan.FromSeconds(1) }, logger: log);
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "all values are published", Stop);

        cable.HoldAnswers();
        station.AddEvents(1);
        await Eventually.TrueAsync(() => log.Count(4002) == 1, "the connection is given up", Stop);
        cable.Cut();
        cable.ReleaseAnswers();
        cable.Mend();
        await Eventually.TrueAsync(() => station.Journal.GetCursor("mqtt") == 1, "the event is confirmed", Stop);
    }

    [Fact]
    public async Task Events_follow_a_connection_lost_during_the_first_publication()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        // The connection is up, but the large drawing is never confirmed.
        cable.HoldAnswersAfter(10_000);
        MemoryJournal journal = new();
        journal.AddEvents(3);
        Notes<MqttPublisher> log = new();
        await using Station station = new(
            cable.Port, journal, o => o with { Sweep = TimeSpan.Zero, AnswerTimeout = TimeSpan.FromSeconds(1) },
            Station.Small with { Screens = [new Screen("VS", "Valle Sur", "VS", null, "<svg>" + new string(' ', 50_000) + "</svg>")] },
            log);

        await Eventually.TrueAsync(() => log.Count(4002) == 1, "the connection is lost", Stop);
        Assert.Equal(0, log.Count(4003));
        cable.Cut();
        cable.ReleaseAnswers();
        cable.Mend();
        await Eventually.TrueAsync(() => listener.LastSeq == 3, "the events arrive", Stop);
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 3, "the cursor stands at the end", Stop);
    }

    [Fact]
    public async Task A_stop_before_late_confirmations_publishes_offline_itself()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        Notes<MqttPublisher> log = new();
        await using Station station = new(
            cable.Port, new MemoryJournal(), o => o with { Sweep = TimeSpan.Zero, StopTimeout = TimeSpan.FromSeconds(30) }, logger: log);
        station.AddEvents(1);
        await Eventually.TrueAsync(() => station.Journal.GetCursor("mqtt") == 1, "the first event is confirmed", Stop);

        cable.HoldAnswers();
        station.AddEvents(5);
        await Eventually.TrueAsync(() => listener.Seqs().Count == 6, "the broker has the events", Stop);
        int before = Offlines(listener);
        Task stopping = station.StopAsync();
        await Eventually.TrueAsync(() => Offlines(listener) == before + 1, "the gateway publishes offline", Stop);
        cable.ReleaseAnswers();
        await stopping;

        // A will after it would mean that the late confirmations had broken the connection.
        Assert.Equal(0, log.Count(4010));
        Assert.Equal(1, Offlines(listener) - before);
    }

    [Fact]
    public async Task Energies_and_losses_are_published_and_samples_are_not()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        DateTimeOffset time = Station.Start;
        journal.Add(new JournalRecord { Seq = 0, Kind = JournalRecordKind.Samples, Time = time });
        journal.Add(new JournalRecord
        {
            Seq = 0,
            Kind = JournalRecordKind.Energy,
            Time = time,
            Event = new FieldEvent
            {
                Device = new("4"),
                Content = new EnergyCount(Domain.EnergyKind.LastPeriodOfDay, Channel: 0, Count: 178707, Energy: 89353.5, Unit: "kWh"),
                Tag = "LA1PA_03",
                Native = new MaraNative(0, 4) { Channel = 0, Code = 1 },
                Time = time,
                Received = time.AddSeconds(1),
                Marks = TimeMarks.Unsynchronised,
            },
        });
        journal.Add(new JournalRecord { Seq = 0, Kind = JournalRecordKind.Loss, Time = time, Dropped = 12 });
        journal.Add(new JournalRecord { Seq = 0, Kind = JournalRecordKind.Samples, Time = time });
        await using Station station = new(broker.Port, journal);
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 4, "the cursor passes everything", Stop);
        await Eventually.TrueAsync(() => listener.Seqs().Count == 2, "both arrive", Stop);

        JsonElement energy = listener.Last(Station.Energy)!.Json;
        Assert.Equal(2, energy.GetProperty("seq").GetInt64());
        Assert.Equal(178707, energy.GetProperty("count").GetInt32());
        Assert.Equal(89353.5, energy.GetProperty("value").GetDouble());
        Assert.Equal("kWh", energy.GetProperty("unit").GetString());
        Assert.Equal("unsynchronised", energy.GetProperty("clock").GetString());
        JsonElement loss = listener.Last(Station.Event)!.Json;
        Assert.Equal("loss", loss.GetProperty("type").GetString());
        Assert.Equal(12, loss.GetProperty("dropped").GetInt64());
        Assert.False(listener.Last(Station.Event)!.Retained);
    }

    private static int Offlines(Listener listener) =>
        listener.All.Count(h => h.Topic == Station.State && h.Json.GetProperty("status").GetString() == "offline");

    private static IEnumerable<long> FirstArrivals(IReadOnlyList<long> seqs) => seqs.Distinct();
}
