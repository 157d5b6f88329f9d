namespace Dashboard.Historian.Tests.Stores;

/// <summary>Tests that every kind of store passes.</summary>
/// <param name="database">The database of the test.</param>
public abstract class StoreTests(StoreUnderTest database) : IDisposable
{
    protected StoreUnderTest Database { get; } = database;

    public void Dispose()
    {
        Database.Dispose();
        GC.SuppressFinalize(this);
    }
}
