using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Ingest.Tests.Records;

/// <summary>What the centre watches is compared with the alarms that stand: raised once and returned once, over every restart.</summary>
public sealed class CentreWatchTests : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AlarmSource s_mail = new(Centre.Site, "notificationsFail", "mail");
    private static readonly AlarmSource s_certificate = new(Centre.Site, "certificateEnds", "https 0.0.0.0:8443");

    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(s_noon);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_is_there_is_raised_once_over_a_restart_and_returns()
    {
        Probe probe = new(new CentreFault(s_mail, CentreFinding.NotificationsFail, true) { Text = "turno" });
        await using (Dashboard first = new(_directory.At("historian.db"), _time, probe))
        {
            await first.WatchAsync(5);
            Assert.Equal((true, 1, "turno"), first.Only());
            Assert.Equal("mail", first.Alarms.Standing(["notificationsFail"])[0].Event.Device);
        }

        await using Dashboard again = new(_directory.At("historian.db"), _time, probe);
        await again.WatchAsync(5);
        Assert.Equal((true, 1, "turno"), again.Only());

        // What is not known changes nothing.
        probe.Faults = [];
        await again.WatchAsync(5);
        Assert.True(again.Only().IsActive);
        probe.Faults = [new CentreFault(s_mail, CentreFinding.NotificationsFail, false)];
        await again.WatchAsync(5);
        Assert.False(again.Only().IsActive);
        Assert.Equal(2, again.Events());
    }

    [Fact]
    public async Task What_becomes_more_urgent_calls_again()
    {
        CentreFault ends = new(s_certificate, CentreFinding.CertificateEnds, true) { Priority = 4 };
        Probe probe = new(ends);
        await using Dashboard dashboard = new(_directory.At("historian.db"), _time, probe);
        await dashboard.WatchAsync(5);
        probe.Faults = [ends with { Priority = 3 }];
        await dashboard.WatchAsync(5);
        Alarm alarm = Assert.Single(dashboard.Alarms.Standing(["certificateEnds"]));
        Assert.Equal((3, 2), (alarm.Priority, alarm.Raises));
    }

    [Fact]
    public async Task Of_two_dashboards_the_one_with_the_lease_speaks()
    {
        Probe probe = new(new CentreFault(s_mail, CentreFinding.NotificationsFail, true));
        await using Dashboard other = new(_directory.At("historian.db"), _time, probe, new Leases(false));
        await other.WatchAsync(3);
        Assert.Equal(0, other.Events());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_ends_what_it_raised()
    {
        Probe probe = new(new CentreFault(s_mail, CentreFinding.NotificationsFail, true));
        await using (Dashboard first = new(_directory.At("historian.db"), _time, probe))
        {
            await first.WatchAsync(1);
        }

        FakeTimeProvider early = new(s_noon.AddDays(-3));
        probe.Faults = [new CentreFault(s_mail, CentreFinding.NotificationsFail, false)];
        await using Dashboard again = new(_directory.At("historian.db"), early, probe);
        await again.WatchAsync(2);
        Assert.False(again.Only().IsActive);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_raises_what_comes_anew()
    {
        CentreFault fails = new(s_mail, CentreFinding.NotificationsFail, true);
        Probe probe = new(fails);
        await using (Dashboard first = new(_directory.At("historian.db"), _time, probe))
        {
            await first.WatchAsync(1);
            probe.Faults = [fails with { IsThere = false }];
            await first.WatchAsync(4);
            Assert.False(first.Only().IsActive);
        }

        FakeTimeProvider early = new(s_noon.AddDays(-3));
        probe.Faults = [fails];
        await using Dashboard again = new(_directory.At("historian.db"), early, probe);
        await again.WatchAsync(8);
        Assert.Equal((true, 2, null), again.Only());
        Assert.Equal(3, again.Events());
    }

    [Fact]
    public async Task A_number_of_one_source_does_not_number_those_of_another_station()
    {
        AlarmSource clock = new(Payloads.Site, "gatewayClockOff", "");
        Probe probe = new();
        await using Dashboard dashboard = new(_directory.At("historian.db"), _time, probe);
        EventRecord far = Trip(long.MaxValue - 5);
        dashboard.Add(far with
        {
            Event = far.Event with
            {
                Epoch = CentreRecord.Epoch,
                Type = EventType.Gateway,
                Finding = CentreFinding.GatewayClockOff,
                Count = 1,
            },
        });
        probe.Faults =
            [new CentreFault(clock, CentreFinding.GatewayClockOff, false), new CentreFault(s_mail, CentreFinding.NotificationsFail, true)];
        await dashboard.WatchAsync(1);
        Alarm mail = Assert.Single(dashboard.Alarms.Standing(["notificationsFail"]));
        Assert.Equal(s_noon.ToUnixTimeMilliseconds(), mail.Event.Seq / CentreRecord.Slots);
        Assert.All(dashboard.Numbers(), seq => Assert.True(seq > 0));
    }

    [Fact]
    public async Task What_was_gone_in_an_outage_is_looked_at_anew()
    {
        Probe probe = new();
        await using Dashboard dashboard = new(_directory.At("historian.db"), _time, probe);
        dashboard.Add(Trip(7, state: 1));
        Alarm trip = Assert.Single(dashboard.Alarms.Standing(["protection"]));
        CentreFault gone = new(trip.Source, CentreFinding.SourceGone, false) { Ends = trip, Text = GoneReason.PointGone };
        probe.Faults = [gone];
        dashboard.Store.Fails = true;
        await dashboard.WatchAsync(1);

        // The workbook that has the point is back before anything can be stored.
        dashboard.Store.Fails = false;
        probe.Faults = [];
        await dashboard.WatchAsync(4);
        Assert.Single(dashboard.Alarms.Standing(["protection"]));

        probe.Faults = [gone];
        await dashboard.WatchAsync(1);
        Assert.Empty(dashboard.Alarms.Standing(["protection"]));
    }

    [Fact]
    public async Task What_is_gone_ends_no_alarm_that_was_raised_since()
    {
        Probe probe = new();
        await using Dashboard dashboard = new(_directory.At("historian.db"), _time, probe);
        dashboard.Add(Trip(7, state: 1));
        Alarm trip = Assert.Single(dashboard.Alarms.Standing(["protection"]));
        dashboard.Add(Trip(8, state: 0), Trip(9, state: 1));
        probe.Faults = [new CentreFault(trip.Source, CentreFinding.SourceGone, false) { Ends = trip, Text = GoneReason.PointGone }];
        await dashboard.WatchAsync(1);
        Assert.Equal(9, Assert.Single(dashboard.Alarms.Standing(["protection"])).Event.Seq);
    }

    [Fact]
    public async Task A_probe_that_fails_stops_no_other()
    {
        Broken broken = new();
        Probe probe = new(new CentreFault(s_mail, CentreFinding.NotificationsFail, true));
        await using Dashboard dashboard = new(_directory.At("historian.db"), _time, null, broken, probe);
        await dashboard.WatchAsync(3);
        Assert.True(dashboard.Only().IsActive);
        Assert.Equal("What Broken watches is not known: no answer It is asked again each 5 s.", dashboard.Log.TextOf(6025));
        broken.Works = true;
        await dashboard.WatchAsync(2);
        Assert.Equal("What Broken watches is known again.", dashboard.Log.TextOf(6026));
    }

    [Fact]
    public async Task An_old_outage_is_not_said_when_the_lease_changes_hands()
    {
        using FailingStore store = new(SqliteEventStore.Open(_directory.At("other.db")));
        await using EventWriter writer = new(store, _time, NullLogger<EventWriter>.Instance);
        HistorianProbe probe = new(writer, _time);
        Leases leases = new(false);
        await using Dashboard dashboard = new(_directory.At("historian.db"), _time, probe, leases);
        await OutageAsync();
        await dashboard.WatchAsync(20);
        leases.Held = true;
        await dashboard.WatchAsync(4);
        Assert.Equal(0, dashboard.Events());

        // One that is just over may be known to this dashboard alone: the other one was killed in it.
        leases.Held = false;
        await OutageAsync();
        await dashboard.WatchAsync(2);
        leases.Held = true;
        await dashboard.WatchAsync(4);
        Assert.Equal(2, dashboard.Events());

        async Task OutageAsync()
        {
            store.Fails = true;
            _ = await Assert.ThrowsAsync<HistorianException>(() => writer.StoreAsync(Trip(1), Cancelled));
            _time.Advance(TimeSpan.FromMinutes(3));
            store.Fails = false;
            _ = await writer.StoreAsync(Trip(1), Cancelled);
        }
    }

    [Fact]
    public async Task An_outage_of_the_historian_is_recorded_when_it_is_over()
    {
        using FailingStore store = new(SqliteEventStore.Open(_directory.At("historian.db")));
        await using EventWriter writer = new(store, _time, NullLogger<EventWriter>.Instance);
        HistorianProbe probe = new(writer, _time);
        Assert.False(Assert.Single(await probe.LookAsync([], Cancelled)).IsThere);
        store.Fails = true;
        _ = await Assert.ThrowsAsync<HistorianException>(() => writer.StoreAsync(Trip(1), Cancelled));
        Assert.Empty(await probe.LookAsync([], Cancelled));
        _time.Advance(TimeSpan.FromMinutes(3));
        store.Fails = false;
        _ = await writer.StoreAsync(Trip(1), Cancelled);
        IReadOnlyList<CentreFault> faults = await probe.LookAsync([], Cancelled);
        Assert.Equal(
            [(true, "disk full", s_noon), (false, null, s_noon.AddMinutes(3))],
            faults.Select(fault => (fault.IsThere, fault.Text, fault.Time!.Value)));
        Assert.Null(Assert.Single(await probe.LookAsync([], Cancelled)).Time);

        // One that is over at once is none.
        store.Fails = true;
        _ = await Assert.ThrowsAsync<HistorianException>(() => writer.StoreAsync(Trip(2), Cancelled));
        _time.Advance(TimeSpan.FromSeconds(9));
        store.Fails = false;
        _ = await writer.StoreAsync(Trip(2), Cancelled);
        Assert.Null(Assert.Single(await probe.LookAsync([], Cancelled)).Time);
    }

    [Fact]
    public async Task An_outage_becomes_one_alarm_with_its_begin_and_its_end()
    {
        CentreFault down = new(new AlarmSource(Centre.Site, "historianDown", ""), CentreFinding.HistorianDown, true) { Time = s_noon };
        Probe probe = new(down, down with { IsThere = false, Time = s_noon.AddSeconds(40) });
        await using Dashboard dashboard = new(_directory.At("historian.db"), _time, probe);
        await dashboard.WatchAsync(1);
        Alarm alarm = Assert.Single(dashboard.Alarms.Query(new AlarmQuery()).Alarms);
        Assert.Equal((false, s_noon, s_noon.AddSeconds(40)), (alarm.IsActive, alarm.FirstRaised, alarm.Returned));
    }

    private static EventRecord Trip(long seq) => new(Payloads.Site, PayloadReader.Event(
        System.Text.Encoding.UTF8.GetBytes(Payloads.Event(seq))).Message);

    private static EventRecord Trip(long seq, int state)
    {
        EventRecord record = Trip(seq);
        return record with { Event = record.Event with { AlarmKind = 0, State = state } };
    }

    private sealed class Leases(bool holds) : ISiteLeases
    {
        internal bool Held { get; set; } = holds;

        public bool Holds(string site) => Held;
    }

    private sealed class Broken : ICentreProbe
    {
        internal bool Works { get; set; }

        public Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken) =>
            Works ? Task.FromResult<IReadOnlyList<CentreFault>>([]) : throw new InvalidOperationException("no answer");
    }

    private sealed class Probe(params CentreFault[] faults) : ICentreProbe
    {
        internal IReadOnlyList<CentreFault> Faults { get; set; } = faults;

        public Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken) =>
            Task.FromResult(Faults);
    }

    private sealed class FailingStore(IEventStore inner) : IEventStore
    {
        internal bool Fails { get; set; }

        public long LastArrival() => inner.LastArrival();

        public IReadOnlyList<Stored> Store(IReadOnlyList<HistorianRecord> batch) =>
            Fails ? throw new HistorianException("disk full") : inner.Store(batch);

        public PlacedAhead PlaceAhead(string site, string epoch, long lastSeq) => inner.PlaceAhead(site, epoch, lastSeq);

        public RecordPage<EventRecord> QueryEvents(RecordQuery query) => inner.QueryEvents(query);

        public RecordPage<EnergyRecord> QueryEnergies(RecordQuery query) => inner.QueryEnergies(query);

        public void Dispose() => inner.Dispose();
    }

    /// <summary>One run of a dashboard.</summary>
    private sealed class Dashboard : IAsyncDisposable
    {
        private readonly SqliteEventStore _events;
        private readonly EventWriter _writer;
        private readonly CentreWatch _watch;
        private readonly FakeTimeProvider _time;

        internal Dashboard(string file, FakeTimeProvider time, ICentreProbe probe, ISiteLeases? leases = null)
            : this(file, time, leases, probe)
        {
        }

        internal Dashboard(string file, FakeTimeProvider time, ISiteLeases? leases, params ICentreProbe[] probes)
        {
            _time = time;
            _events = SqliteEventStore.Open(file);
            Store = new FailingStore(_events);
            _writer = new EventWriter(Store, time, NullLogger<EventWriter>.Instance);
            SiteStore sites = new(new IngestLimits(), time);
            EventIntake intake = new(_writer, new IngestLimits(), sites, new Deaf(), time, NullLogger<EventIntake>.Instance);
            Alarms = new SqlAlarmStore(_events);
            _watch = new CentreWatch(probes, Alarms, intake, time, Log, leases);
        }

        internal FailingStore Store { get; }

        internal Notes<CentreWatch> Log { get; } = new();

        internal SqlAlarmStore Alarms { get; }

        internal async Task WatchAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                await _watch.WatchAsync(Cancelled);

                // The loop of the alarms may be slower than that.
                _time.Advance(TimeSpan.FromSeconds(5));
                if (i > 1 || times == 1)
                {
                    _ = Alarms.Advance(_time.GetUtcNow(), 100);
                }
            }

            _ = Alarms.Advance(_time.GetUtcNow(), 100);
        }

        internal (bool IsActive, int Raises, string? Text) Only()
        {
            Alarm alarm = Assert.Single(Alarms.Query(new AlarmQuery()).Alarms);
            return (alarm.IsActive, alarm.Raises, alarm.Event.Text);
        }

        internal void Add(params EventRecord[] records)
        {
            long arrival = _events.LastArrival();
            _ = _events.Store([.. records.Select(record => record with { Arrival = ++arrival })]);
            _ = Alarms.Advance(_time.GetUtcNow(), 100);
        }

        internal IEnumerable<long> Numbers() => _events.QueryEvents(new RecordQuery()).Records.Select(record => record.Seq);

        internal int Events() => _events.QueryEvents(new RecordQuery()).Records.Length;

        public async ValueTask DisposeAsync()
        {
            _watch.Dispose();
            await _writer.DisposeAsync();
            Store.Dispose();
        }
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
