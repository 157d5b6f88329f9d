using Dashboard.Historian;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Ingest.Tests.Faults;

/// <summary>An outage of a gateway or of a concentrator is in the sequence of events of its station, once.</summary>
[Trait("Fault", "42")]
public sealed class Fault_42_An_outage_is_an_event : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Listener _listener = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_silent_gateway_is_recorded_with_the_time_of_its_last_news()
    {
        await RunAsync(store =>
        {
            store.Send("state", Payloads.State(heartbeat: 10));
            _time.Advance(TimeSpan.FromSeconds(31));
            store.UpdateStatus();
            store.UpdateStatus();
        });

        // After a restart it is still silent: that is known already.
        _time.Advance(TimeSpan.FromMinutes(5));
        await RunAsync(store =>
        {
            store.Send("state", Payloads.State("offline"));
            _time.Advance(TimeSpan.FromMinutes(1));
            store.Send("state", Payloads.State());
        });
        Assert.Equal(
            [("gatewaySilent", Noon), ("gatewayBack", Noon.AddSeconds(31).AddMinutes(6))],
            Recorded().Select(entry => (entry.Event.Finding!, entry.Event.Time)));
        Assert.Equal(Recorded().Select(entry => entry.Key), _listener.Heard.Select(entry => entry.Key));
    }

    [Fact]
    public async Task A_gateway_that_stops_while_the_dashboard_is_down_is_recorded()
    {
        await RunAsync(store => store.Send("state", Payloads.State()));
        _time.Advance(TimeSpan.FromHours(1));
        await RunAsync(_ => { });
        await RunAsync(_ => { });
        Assert.Equal(("gatewaySilent", Noon), Assert.Single(Recorded().Select(entry => (entry.Event.Finding!, entry.Event.Time))));
    }

    [Fact]
    public async Task A_concentrator_that_goes_away_and_comes_back_is_recorded_by_its_name()
    {
        await RunAsync(store =>
        {
            store.Send("state", WithLink(up: true, "2026-03-01T11:00:00Z"));
            store.Send("state", WithLink(up: true, "2026-03-01T11:00:00Z"));
            _time.Advance(TimeSpan.FromSeconds(10));
            store.Send("state", WithLink(up: false, "2026-03-01T12:00:05Z"));
            _time.Advance(TimeSpan.FromSeconds(10));
            store.Send("state", WithLink(up: true, "2026-03-01T12:00:15Z"));
        });
        Assert.Equal(
            [("linkDown", "comaster", Noon.AddSeconds(5)), ("linkUp", "comaster", Noon.AddSeconds(15))],
            Recorded().Select(entry => (entry.Event.Finding!, entry.Event.Device!, entry.Event.Time)));
    }

    [Fact]
    public async Task A_concentrator_that_is_back_in_the_profile_and_down_is_said_anew()
    {
        await RunAsync(store =>
        {
            store.Send("state", WithLink(up: true, "2026-03-01T11:00:00Z"));
            store.Send("state", WithLink(up: false, "2026-03-01T12:00:05Z"));
            _time.Advance(TimeSpan.FromSeconds(70));
            store.Send("state", Payloads.State());
            _time.Advance(TimeSpan.FromSeconds(10));
            store.Send("state", WithLink(up: false, "2026-03-01T12:01:15Z"));
            store.Send("state", WithLink(up: false, "2026-03-01T12:01:15Z"));
        });
        Assert.Equal(
            [("linkDown", Noon.AddSeconds(5)), ("linkDown", Noon.AddSeconds(75))],
            Recorded().Select(entry => (entry.Event.Finding!, entry.Event.Time)));
    }

    [Fact]
    public async Task Two_gateways_of_one_station_are_an_event_each_ten_minutes()
    {
        await RunAsync(store =>
        {
            // A restart, then a second box.
            store.Send("state", WithEpoch("j.1"));
            store.Send("state", WithEpoch("j.2"));
            for (int i = 0; i < 70; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                store.Send("state", WithEpoch("j.3"));
                store.Send("state", WithEpoch("j.2"));
            }

            // What a broker has kept is no news.
            store.Send("state", WithEpoch("j.1"), retained: true);
        });
        Assert.Equal(
            ["j.3, j.2", "j.2, j.3"],
            Recorded().Where(entry => entry.Event.Finding == "twoGateways").Select(entry => entry.Event.Text));
    }

    [Fact]
    public async Task An_outage_of_the_dashboard_itself_is_none_of_the_station()
    {
        await RunAsync(store =>
        {
            store.Send("state", Payloads.State());
            store.LinkDown();
            store.LinkUp();
            store.Send("state", Payloads.State(), retained: true);
        });
        Assert.Empty(Recorded());
    }

    private static string WithEpoch(string epoch) =>
        Payloads.State().Replace("\"e1\"", $"\"{epoch}\"", StringComparison.Ordinal).TrimEnd()[..^1]
        + ""","journal":{"oldestSeq":1,"publishedSeq":1,"bytes":1,"dropped":0,"lastSeq":9} }""";

    private static string WithLink(bool up, string since) => Payloads.State().TrimEnd().TrimEnd('}')
        + $$""","field":[{"device":"comaster","up":{{(up ? "true" : "false")}},"since":"{{since}}"}]}""";

    /// <summary>One run of the dashboard, with an empty broker.</summary>
    private async Task RunAsync(Action<SiteStore> act)
    {
        using SqliteEventStore events = SqliteEventStore.Open(_directory.At("historian.db"));
        using SqliteStationStore kept = SqliteStationStore.Open(_directory.At("historian.db"));
        await using EventWriter writer = new(events, _time, NullLogger<EventWriter>.Instance);
        SiteStore store = new(new IngestLimits(), _time);
        StationKeeper keeper = new(store, kept, _time, NullLogger<StationKeeper>.Instance);
        EventIntake intake = new(writer, new IngestLimits(), store, _listener, _time, NullLogger<EventIntake>.Instance);
        OutageRecorder recorder = new(store, intake, _time, NullLogger<OutageRecorder>.Instance);
        keeper.Load();
        store.LinkUp();
        act(store);
        await recorder.RecordAsync(Cancelled);
        keeper.Keep();
    }

    private EventRecord[] Recorded()
    {
        using SqliteEventStore events = SqliteEventStore.Open(_directory.At("historian.db"));
        return [.. events.QueryEvents(new RecordQuery { Order = EventOrder.Arrival }).Records.Reverse()];
    }

    private sealed class Listener : ILiveListener
    {
        internal List<EventRecord> Heard { get; } = [];

        public void Changes(SiteChanges changes)
        {
        }

        public void Event(EventRecord record) => Heard.Add(record);

        public void Health()
        {
        }
    }
}
