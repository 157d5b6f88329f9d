using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Ingest.Tests.Faults;

/// <summary>What the broker repeats of a gateway that is gone brings no station back; what the gateway itself publishes does.</summary>
[Trait("Fault", "23")]
public sealed class Fault_23_A_forgotten_station_stays_away : IDisposable
{
    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Only_news_of_its_gateway_brings_it_back_whole()
    {
        using SqliteStationStore kept = SqliteStationStore.Open(_directory.At("historian.db"));
        (SiteStore store, StationKeeper keeper) = Start(kept);
        store.Send("state", Payloads.State());
        store.Send("catalog", Payloads.Catalog);
        store.Send("element/LA152B03", Payloads.Closed);
        Assert.False(keeper.Forget(Payloads.Site));
        store.Send("state", Payloads.State("offline"));
        store.TakeChanges();
        Assert.True(keeper.Forget(Payloads.Site));
        Assert.True(Assert.Single(store.TakeChanges()).Removed);
        Assert.Null(store.Snapshot(Payloads.Site));

        store.Send("state", Payloads.State(), retained: true);
        store.Send("catalog", Payloads.Catalog, retained: true);
        store.Send("state", Payloads.State("offline"));
        Assert.Empty(store.Summaries());
        Assert.Empty(store.TakeChanges());

        (SiteStore next, StationKeeper _) = Start(kept);
        next.Send("state", Payloads.State(), retained: true);
        Assert.Empty(next.Summaries());

        store.Send("state", Payloads.State());
        SiteChanges back = Assert.Single(store.TakeChanges());
        Assert.Equal((false, true, "ET Los Álamos"), (back.Removed, back.Catalog, back.Summary!.Name));
        Assert.Equal(QualityName.Good, back.Elements!["LA152B03"]!.Quality);
        keeper.Keep();
        Assert.Null(Assert.Single(kept.Load()).Forgotten);
    }

    [Fact]
    public void Forgotten_stations_make_room_for_new_ones()
    {
        using SqliteStationStore kept = SqliteStationStore.Open(_directory.At("historian.db"));
        (SiteStore store, StationKeeper keeper) = Start(kept, new IngestLimits { Sites = 1 });
        store.Send("state", Payloads.State("offline"));
        Assert.Throws<RefusedException>(() => store.Send("state", Payloads.State(), site: "otra"));
        Assert.True(keeper.Forget(Payloads.Site));
        store.Send("state", Payloads.State(), site: "otra");
        keeper.Keep();
        Assert.Equal(["otra"], kept.Load().Select(station => station.Site));
    }

    private (SiteStore Store, StationKeeper Keeper) Start(SqliteStationStore kept, IngestLimits? limits = null)
    {
        SiteStore store = new(limits ?? new IngestLimits(), _time);
        StationKeeper keeper = new(store, kept, _time, NullLogger<StationKeeper>.Instance);
        keeper.Load();
        store.LinkUp();
        return (store, keeper);
    }
}
