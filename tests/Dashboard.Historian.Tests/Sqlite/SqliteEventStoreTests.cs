using Dashboard.Historian.Sqlite;
using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>The events in a file.</summary>
public sealed class SqliteEventStoreTests() : EventStoreTests(new SqliteUnderTest())
{
    [Fact]
    public void A_file_of_a_newer_version_is_refused_with_what_to_do()
    {
        using SqliteUnderTest store = new();
        _ = store.Events;
        store.Change("PRAGMA user_version = 99");
        HistorianException exception = Assert.Throws<HistorianException>(() => store.Reopen());
        Assert.Contains("schema 99", exception.Message, StringComparison.Ordinal);
        Assert.Contains("another data directory", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        using SqliteUnderTest store = new();
        File.WriteAllText(store.File, new string('x', 4096));
        Assert.Throws<HistorianException>(() => SqliteEventStore.Open(store.File));
        Assert.Equal(new string('x', 4096), File.ReadAllText(store.File));
    }
}
