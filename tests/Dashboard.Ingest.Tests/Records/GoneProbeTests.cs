using System.Text;
using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Ingest.Tests.Records;

/// <summary>An alarm whose point, limit, device or station is no longer there ends by itself.</summary>
public sealed class GoneProbeTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(s_noon);
    private readonly SqliteEventStore _events;
    private readonly SqliteStationStore _stations;
    private readonly SqlAlarmStore _alarms;
    private readonly SiteStore _sites;
    private readonly StationKeeper _keeper;
    private readonly GoneProbe _probe;
    private long _arrival = 1_772_366_400_000_000;

    public GoneProbeTests()
    {
        _events = SqliteEventStore.Open(_directory.At("historian.db"));
        _stations = SqliteStationStore.Open(_directory.At("historian.db"));
        _alarms = new SqlAlarmStore(_events);
        _sites = new SiteStore(new IngestLimits(), _time);
        _keeper = new StationKeeper(_sites, _stations, _time, NullLogger<StationKeeper>.Instance);
        _probe = new GoneProbe(_sites, _alarms, _time);
        _sites.LinkUp();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stations.Dispose();
        _events.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_the_profile_no_longer_has_is_named_with_its_reason()
    {
        Raise("protection", "LA152B03");
        Raise("protection", "LA999");
        Raise("aboveMaximum", "LA1VV_00");
        Raise("belowMinimum", "LA1VV_00");
        Raise("deviceLost", device: "f3");
        Raise("deviceLost", device: "f9");
        Raise("linkDown", device: "comaster");
        Raise("linkDown", device: "otro");
        Raise("gatewayAway");
        _sites.Send("catalog", Catalog);
        Online();
        Assert.Empty(await LookAsync(0));
        Assert.Equal(
            [
                ("aboveMaximum", "LA1VV_00", "limitGone"), ("deviceLost", "f9", "deviceGone"), ("linkDown", "otro", "deviceGone"),
                ("protection", "LA999", "pointGone"),
            ],
            await LookAsync(30));
    }

    [Fact]
    public async Task A_point_that_is_there_at_the_second_look_stays()
    {
        Raise("protection", "LA999");
        _sites.Send("catalog", Catalog);
        Online();
        Assert.Empty(await LookAsync(0));
        string with = Catalog.Replace("LA152B03\",\"kind\"", "LA999\",\"kind\"", StringComparison.Ordinal);
        _sites.Send("catalog", with);
        Assert.Empty(await LookAsync(30));
        Assert.Empty(await LookAsync(30));
    }

    [Fact]
    public async Task Of_a_catalogue_that_is_not_that_of_the_gateway_nothing_is_said()
    {
        Raise("protection", "LA999");
        _sites.Send("catalog", Catalog);
        Online("def");
        Assert.Empty(await LookAsync(0));
        Assert.Empty(await LookAsync(30));

        // Nor of a gateway that is away.
        Online();
        _sites.Send("state", Payloads.State("offline"));
        Assert.Empty(await LookAsync(30));
        Assert.Empty(await LookAsync(30));
    }

    [Fact]
    public async Task A_station_that_is_forgotten_ends_all_that_it_had()
    {
        Raise("protection", "LA152B03");
        Raise("gatewayAway");
        Raise("protection", "LA152B03", site: "otra");
        await using EventWriter writer = new(_events, _time, NullLogger<EventWriter>.Instance);
        EventIntake intake = new(writer, new IngestLimits(), _sites, new Deaf(), _time, NullLogger<EventIntake>.Instance);
        using CentreWatch watch = new([_probe], _alarms, intake, _time, NullLogger<CentreWatch>.Instance);
        _sites.Send("state", Payloads.State("offline"));
        Assert.True(_keeper.Forget(Payloads.Site));
        await watch.EndAsync(Payloads.Site, Cancelled);
        _ = _alarms.Advance(_time.GetUtcNow(), 100);
        Assert.Equal("otra", Assert.Single(_alarms.Standing(["protection", "gatewayAway"])).Source.Site);
        Alarm trip = _alarms.Query(new Historian.Alarms.AlarmQuery { Site = Payloads.Site, Tag = "LA152B03" }).Alarms.Single();
        Assert.Equal((false, false), (trip.IsActive, trip.IsAcknowledged));
        Assert.Equal("stationForgotten", _alarms.Find(trip.Id)!.Changes[^1].Comment);
    }

    [Fact]
    public async Task A_station_that_was_forgotten_elsewhere_is_found_later()
    {
        Raise("protection", "LA152B03");
        _sites.Send("state", Payloads.State("offline"));
        Assert.True(_keeper.Forget(Payloads.Site));
        Assert.Empty(await LookAsync(0));
        Assert.Equal([("protection", "LA152B03", "stationForgotten")], await LookAsync(30));
    }

    private const string Catalog = """
        {"site":"los-alamos","name":"ET Los Álamos","timeZone":"America/Argentina/Buenos_Aires","profile":"abc",
         "devices":[{"id":"f3","description":"Alimentador 3","kind":"ied"}],
         "tags":[{"tag":"LA152B03","kind":"digital","description":"Interruptor 3","device":"f3"},
                 {"tag":"LA1VV_00","kind":"analog","description":"Tensión","device":"f3","minimum":30}],
         "elements":[],"colours":[],"screens":[]}
        """;

    private void Online(string profile = "abc") => _sites.Send(
        "state",
        Payloads.State().TrimEnd()[..^1]
        + $$""","profile":{"hash":"{{profile}}","since":"2026-03-01T11:00:00Z"},"""
        + """ "field":[{"device":"comaster","up":true,"since":"2026-03-01T11:00:00Z"}]}""");

    private async Task<(string, string, string)[]> LookAsync(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        IReadOnlyList<CentreFault> gone = await _probe.LookAsync([], Cancelled);
        Assert.All(gone, fault => Assert.Equal((false, CentreFinding.SourceGone), (fault.IsThere, fault.Finding)));
        return [.. gone.Select(fault => (fault.Source.Condition, fault.Source.Name, fault.Text!)).Order()];
    }

    // As the gateway, or the centre, says it.
    private void Raise(string condition, string? tag = null, string? device = null, string site = Payloads.Site)
    {
        EventMessage message = PayloadReader.Event(Encoding.UTF8.GetBytes(Payloads.Event(_arrival))).Message with
        {
            Epoch = condition is "gatewayAway" or "linkDown" ? CentreRecord.Epoch : "e1",
            Tag = tag,
            Device = device,
            State = condition == "protection" ? 1 : null,
            AlarmKind = condition == "protection" ? 0 : null,
            Count = condition is "aboveMaximum" or "belowMinimum" ? 1 : null,
            Condition = condition == "deviceLost" ? ConditionCode.LinkLost : null,
            Type = condition switch
            {
                "protection" => EventType.Digital,
                "deviceLost" => EventType.Comms,
                _ => EventType.Gateway,
            },
            Finding = condition == "gatewayAway" ? CentreFinding.GatewayOffline
                : condition is "protection" or "deviceLost" ? null : condition,
        };
        _ = _events.Store([new EventRecord(site, message) { Arrival = _arrival++ }]);
        _ = _alarms.Advance(s_noon.AddDays(1), 100);
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
