using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

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
    public async Task An_outage_of_the_historian_is_recorded_when_it_is_over()
    {
        using FailingStore store = new(SqliteEventStore.Open(_directory.At("historian.db")));
        await using EventWriter writer = new(store, _time, NullLogger<EventWriter>.Instance);
        HistorianProbe probe = new(writer);
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

    private sealed class Leases(bool holds) : ISiteLeases
    {
        public bool Holds(string site) => holds;
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
        {
            _time = time;
            _events = SqliteEventStore.Open(file);
            _writer = new EventWriter(_events, time, NullLogger<EventWriter>.Instance);
            SiteStore sites = new(new IngestLimits(), time);
            EventIntake intake = new(_writer, new IngestLimits(), sites, new Deaf(), time, NullLogger<EventIntake>.Instance);
            Alarms = new SqlAlarmStore(_events);
            _watch = new CentreWatch([probe], Alarms, intake, time, NullLogger<CentreWatch>.Instance, leases);
        }

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

        internal int Events() => _events.QueryEvents(new RecordQuery()).Records.Length;

        public async ValueTask DisposeAsync()
        {
            await _writer.DisposeAsync();
            _events.Dispose();
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
