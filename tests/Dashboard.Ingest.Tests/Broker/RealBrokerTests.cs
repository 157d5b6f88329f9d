using System.Collections.Concurrent;
using Dashboard.Historian;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>The ingest against a real Mosquitto.</summary>
[Trait("Category", "Slow")]
public sealed class RealBrokerTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();
    private readonly SiteStore _store = new(new IngestLimits(), TimeProvider.System);
    private readonly Listener _listener = new();

    public void Dispose() => _directory.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private SiteStatus? Status => _store.Site(Payloads.Site)?.Summary.Status;

    private QualityName? Element => _store.Snapshot(Payloads.Site)?.Elements.GetValueOrDefault("LA152B03")?.Quality;

    [Fact]
    public async Task A_broker_that_restarts_is_found_again_and_each_event_comes_once()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker mosquitto = await MosquittoBroker.StartPersistentAsync(Cancelled);
        using SqliteEventStore historian = SqliteEventStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(historian, TimeProvider.System, NullLogger<EventWriter>.Instance);
        await using (Running first = Run(writer, mosquitto.Port))
        {
            await Until(() => first.Service.Health.Up, "the ingest connects");
            await PublishAsync(mosquitto.Port, ("state", NowState(), true), ("element/LA152B03", Payloads.Closed, true),
                ("event", Payloads.Event(1), false));
            // The event comes by a session of its own, and can be stored before the state or the element is heard.
            await Until(() => Count(historian) == 1 && Status == SiteStatus.Online && Element == QualityName.Good,
                "the first event, the state and the element arrive");

            await mosquitto.StopAsync(Cancelled);
            await Until(() => Status == SiteStatus.Unknown && !first.Service.Health.Up, "the loss is seen");
            Assert.Equal(QualityName.Stale, Element);

            await mosquitto.StartAgainAsync(Cancelled);
            await Until(() => Status == SiteStatus.Online && first.Service.Health.Up, "the ingest comes back and hears the retained state");
            await Until(() => Element == QualityName.Good, "the element is heard again");
            await PublishAsync(mosquitto.Port, ("event", Payloads.Event(1), false), ("event", Payloads.Event(2), false));
            await Until(() => Count(historian) == 2, "the second event arrives, the first not again");
        }

        // Nobody listens: the broker keeps it for the session, over its own restart as well.
        await PublishAsync(mosquitto.Port, ("event", Payloads.Event(3), false));
        await mosquitto.StopAsync(Cancelled);
        await mosquitto.StartAgainAsync(Cancelled);
        await using Running second = Run(writer, mosquitto.Port);
        await Until(() => Count(historian) == 3, "what happened meanwhile arrives");
        Assert.Equal([1L, 2, 3], _listener.Events.Select(record => record.Seq));
    }

    [Fact]
    public async Task An_event_that_cannot_be_stored_is_not_acknowledged_and_comes_again()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker mosquitto = await MosquittoBroker.StartPersistentAsync(Cancelled);
        string file = _directory.At("historian.db");
        SqliteEventStore closed = SqliteEventStore.Open(file);
        closed.Dispose();
        await using (EventWriter failing = new(closed, TimeProvider.System, NullLogger<EventWriter>.Instance))
        {
            await using Running first = Run(failing, mosquitto.Port);
            await Until(() => first.Service.Health.Up, "the ingest connects");
            await PublishAsync(mosquitto.Port, ("event", Payloads.Event(1), false), ("state", NowState(), true));
            await Until(() => !failing.Health.Up, "the historian fails");
            await Until(() => Status == SiteStatus.Online, "live data goes on");
        }

        using SqliteEventStore historian = SqliteEventStore.Open(file);
        await using EventWriter working = new(historian, TimeProvider.System, NullLogger<EventWriter>.Instance);
        await using Running second = Run(working, mosquitto.Port);
        await Until(() => Count(historian) == 1, "the broker sends it again");
    }

    [Fact]
    public async Task A_message_that_is_no_event_is_counted_and_does_not_block_the_next()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker mosquitto = await MosquittoBroker.StartPersistentAsync(Cancelled);
        using SqliteEventStore historian = SqliteEventStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(historian, TimeProvider.System, NullLogger<EventWriter>.Instance);
        await using Running running = Run(writer, mosquitto.Port);
        await Until(() => running.Service.Health.Up, "the ingest connects");
        await PublishAsync(
            mosquitto.Port, ("event", "nonsense", false), ("event", Payloads.Event(0), false), ("state", "{", false),
            ("event", Payloads.Event(1), false));
        await Until(() => Count(historian) == 1 && running.Refusals.Refused == 3, "the good one is stored and three are counted");
    }

    private static int Count(SqliteEventStore store) => store.QueryEvents(new RecordQuery()).Records.Length;

    private static string NowState() =>
        Payloads.State(time: DateTimeOffset.UtcNow.ToString("O", System.Globalization.CultureInfo.InvariantCulture), heartbeat: 600);

    private static Task Until(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, Cancelled);

    private static async Task PublishAsync(int port, params (string Topic, string Payload, bool Retain)[] messages)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build(), Cancelled);
        foreach ((string rest, string payload, bool retain) in messages)
        {
            await client.PublishStringAsync(
                $"edge/v1/{Payloads.Site}/{rest}", payload, MqttQualityOfServiceLevel.AtLeastOnce, retain, Cancelled);
        }

        await client.DisconnectAsync(cancellationToken: Cancelled);
    }

    [Fact]
    public async Task A_part_that_fails_ends_the_whole_ingest()
    {
        using SqliteEventStore historian = SqliteEventStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(historian, TimeProvider.System, NullLogger<EventWriter>.Instance);
        IngestLimits limits = new();
        BrokenListener broken = new();
        EventIntake events = new(writer, limits, _store, broken, TimeProvider.System, NullLogger<EventIntake>.Instance);
        IngestService service = new(
            _store, events, NoJournals.At(writer, _store, events),
            new RefusalLog(TimeProvider.System, NullLogger<RefusalLog>.Instance), broken,
            TimeProvider.System, NullLogger<IngestService>.Instance);

        // No broker listens at the port: the sessions would try indefinitely.
        Task running = service.RunAsync([new BrokerEndpoint { Host = "127.0.0.1", Port = 1 }], Cancelled);
        Assert.True(Topics.TryParse($"edge/v1/{Payloads.Site}/state", out TopicParts state));
        _store.Apply(state, System.Text.Encoding.UTF8.GetBytes(NowState()), retained: false);
        await Assert.ThrowsAsync<InvalidDataException>(() => running.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }

    private Running Run(EventWriter writer, int port)
    {
        RefusalLog refusals = new(TimeProvider.System, NullLogger<RefusalLog>.Instance);
        IngestLimits limits = new();
        EventIntake events = new(writer, limits, _store, _listener, TimeProvider.System, NullLogger<EventIntake>.Instance);
        IngestService service = new(
            _store, events, NoJournals.At(writer, _store, events), refusals, _listener, TimeProvider.System,
            NullLogger<IngestService>.Instance);
        return new Running(service, refusals, port);
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;

        public Running(IngestService service, RefusalLog refusals, int port)
        {
            (Service, Refusals) = (service, refusals);
            _task = service.RunAsync([new BrokerEndpoint { Host = "127.0.0.1", Port = port }], _stop.Token);
        }

        public IngestService Service { get; }

        public RefusalLog Refusals { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _task;
            _stop.Dispose();
        }
    }

    private sealed class Listener : ILiveListener
    {
        public ConcurrentQueue<EventRecord> Events { get; } = new();

        public void Changes(SiteChanges changes)
        {
        }

        public void Event(EventRecord record) => Events.Enqueue(record);

        public void Health()
        {
        }
    }

    private sealed class BrokenListener : ILiveListener
    {
        public void Changes(SiteChanges changes) => throw new InvalidDataException("It cannot be told.");

        public void Event(EventRecord record)
        {
        }

        public void Health()
        {
        }
    }
}
