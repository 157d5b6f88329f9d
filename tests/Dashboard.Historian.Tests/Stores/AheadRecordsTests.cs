namespace Dashboard.Historian.Tests.Stores;

/// <summary>Records whose numbers were not announced wait beside, and get their own when they are.</summary>
/// <param name="database">The database of the test.</param>
public abstract class AheadRecordsTests(StoreUnderTest database) : StoreTests(database)
{
    [Fact]
    public void Those_that_are_announced_get_their_own_number()
    {
        Database.Events.Store([Records.Event(5, 5).Ahead(), Records.Event(7, 7).Ahead(), Records.Energy(6, 0).Ahead()]);
        PlacedAhead placed = Database.Events.PlaceAhead("los-alamos", "e1", 6);
        Assert.Equal((2, 7L), (placed.Records.Count, placed.Next!.Value));
        Assert.All(placed.Records, record => Assert.Equal((Stored.New, "e1"), (record.Became, record.Record.Epoch)));
        Assert.Equal([true, false], Database.Events.QueryEvents(new RecordQuery()).Records.Select(record => record.IsAhead));
        Assert.False(Assert.Single(Database.Events.QueryEnergies(new RecordQuery()).Records).IsAhead);
        Assert.Equal([Stored.Known], Database.Events.Store([Records.Event(5, 5)]));
        Assert.Null(Database.Events.PlaceAhead("los-alamos", "e1", 7).Next);
    }

    [Fact]
    public void All_runs_of_a_journal_are_announced_and_no_other_journal()
    {
        string[] epochs = ["a", "a.1", "a.2", "a-1", "a0", "ab.1", "A.1", "b"];
        Database.Events.Store([.. epochs.Select(epoch => Records.Event(5, 5, epoch: epoch).Ahead())]);
        Database.Events.Store([Records.Event(5, 5, site: "otra", epoch: "a.1").Ahead()]);
        PlacedAhead placed = Database.Events.PlaceAhead("los-alamos", "a.2", 5);
        Assert.Equal(["a", "a.1", "a.2"], placed.Records.Select(record => record.Record.Epoch).Order(StringComparer.Ordinal));
        Assert.Null(placed.Next);
    }

    [Fact]
    public void One_whose_number_is_taken_is_kept_beside()
    {
        Database.Events.Store([Records.Event(5, 5), Records.Event(5, 6, tag: "OTHER").Ahead(), Records.Event(5, 5).Ahead()]);
        PlacedAhead placed = Database.Events.PlaceAhead("los-alamos", "e1", 5);
        Assert.Equal([Stored.Known, Stored.Beside], placed.Records.Select(record => record.Became).Order());
        Assert.Equal([false, true], Database.Events.QueryEvents(new RecordQuery()).Records.Select(record => record.IsBeside).Order());
    }
}
