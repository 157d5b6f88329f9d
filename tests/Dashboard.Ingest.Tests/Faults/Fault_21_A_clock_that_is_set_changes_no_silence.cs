using Dashboard.Historian;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using TestKit;

namespace Dashboard.Ingest.Tests.Faults;

/// <summary>How long a station has been silent is measured, and not read from a clock that somebody sets.</summary>
[Trait("Fault", "21")]
public sealed class Fault_21_A_clock_that_is_set_changes_no_silence
{
    private readonly ServerClock _clock = new();
    private readonly SiteStore _store;

    public Fault_21_A_clock_that_is_set_changes_no_silence()
    {
        _store = new SiteStore(new IngestLimits(), _clock);
        _store.LinkUp();
    }

    private SiteStatus Status => _store.Site(Payloads.Site)!.Value.Summary.Status;

    [Fact]
    public void A_silent_station_is_lost_though_the_clock_was_set_back_an_hour()
    {
        _store.Send("state", Payloads.State(heartbeat: 10));
        _clock.Utc -= TimeSpan.FromHours(1);
        Run(30);
        Assert.Equal(SiteStatus.Online, Status);
        Run(1);
        Assert.Equal(SiteStatus.Lost, Status);
    }

    [Fact]
    public void A_station_that_speaks_stays_online_though_the_clock_was_set_ahead()
    {
        _store.Send("state", Payloads.State(heartbeat: 10));
        _clock.Utc += TimeSpan.FromHours(1);
        Run(5);
        Assert.Equal(SiteStatus.Online, Status);
    }

    [Fact]
    public void A_retained_state_has_the_age_that_it_had_when_it_arrived()
    {
        _store.Send("state", Payloads.State(time: "2026-03-01T11:59:50Z", heartbeat: 10), retained: true);
        _clock.Utc -= TimeSpan.FromHours(1);
        Run(20);
        Assert.Equal(SiteStatus.Online, Status);
        Run(1);
        Assert.Equal(SiteStatus.Lost, Status);
    }

    [Fact]
    public void A_restart_with_the_clock_set_back_begins_above_what_the_browsers_have()
    {
        _store.Send("state", Payloads.State());
        SiteSummary before = _store.Site(Payloads.Site)!.Value.Summary;
        _clock.Utc -= TimeSpan.FromHours(1);
        SiteStore next = new(new IngestLimits(), _clock);
        next.Restore(new RememberedStation
        {
            Site = Payloads.Site,
            FirstSeen = before.LastHeard!.Value,
            LastHeard = before.LastHeard,
        });
        Assert.True(next.Site(Payloads.Site)!.Value.Summary.Revision > before.Revision);
    }

    private void Run(int seconds)
    {
        _clock.Utc += TimeSpan.FromSeconds(seconds);
        _clock.Running += TimeSpan.FromSeconds(seconds);
        _store.UpdateStatus();
    }
}
