namespace Dashboard.Historian.Tests.Stores;

/// <summary>What is known of the stations, after a start.</summary>
/// <param name="database">The database of the test.</param>
public abstract class StationStoreTests(StoreUnderTest database) : StoreTests(database)
{
    [Fact]
    public void A_station_comes_back_as_it_was_kept()
    {
        Keep(new StationChange("los-alamos")
        {
            FirstSeen = Records.Start,
            LastHeard = Records.Start.AddSeconds(1),
            Name = "Los Álamos",
            State = [1, 2],
            Catalog = [3],
            Screens = new Dictionary<string, byte[]?> { ["LA"] = [4], ["VS"] = [5] },
        });
        Keep(new StationChange("otra") { FirstSeen = Records.Start });
        RememberedStation[] all = Again();
        Assert.Equal(["los-alamos", "otra"], all.Select(station => station.Site));
        Assert.Equal((Records.Start, Records.Start.AddSeconds(1), null), (all[0].FirstSeen, all[0].LastHeard!.Value, all[0].Forgotten));
        Assert.Equal<byte[]?>([[1, 2], [3], [4], [5]], [all[0].State, all[0].Catalog, all[0].Screens["LA"], all[0].Screens["VS"]]);
        Assert.Equal<object?>([null, null, null], [all[1].LastHeard, all[1].State, all[1].Catalog]);
        Assert.Empty(all[1].Screens);
    }

    [Fact]
    public void What_a_change_does_not_name_stays_and_what_is_empty_goes()
    {
        Keep(new StationChange("a")
        {
            FirstSeen = Records.Start,
            LastHeard = Records.Start,
            State = [1],
            Catalog = [2],
            Forgotten = Records.Start,
            Screens = new Dictionary<string, byte[]?> { ["LA"] = [4], ["VS"] = [5] },
        });
        Keep(new StationChange("a")
        {
            FirstSeen = Records.Start.AddDays(1),
            Catalog = [],
            Screens = new Dictionary<string, byte[]?> { ["LA"] = null, ["VS"] = [6] },
        });
        RememberedStation station = Assert.Single(Again());
        Assert.Equal((Records.Start, Records.Start, null), (station.FirstSeen, station.LastHeard!.Value, station.Forgotten));
        Assert.Equal<byte[]?>([[1], null], [station.State, station.Catalog]);
        Assert.Equal([6], Assert.Single(station.Screens).Value);
    }

    [Fact]
    public void A_station_that_is_removed_is_gone_with_its_drawings()
    {
        Keep(new StationChange("a") { Screens = new Dictionary<string, byte[]?> { ["LA"] = [4] } });
        Keep(new StationChange("a") { Removed = true });
        Assert.Empty(Again());
        Keep(new StationChange("a"));
        Assert.Empty(Assert.Single(Again()).Screens);
    }

    private void Keep(StationChange change) => Database.Stations.Save([change]);

    private RememberedStation[] Again()
    {
        Database.Reopen();
        return [.. Database.Stations.Load()];
    }
}
