using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>A database of one test's own, with the stores on it.</summary>
public abstract class StoreUnderTest : IDisposable
{
    // What a query may take is the subject of tests that say so. With other programs beside it, a server once took longer than two seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private (SqlEventStore Events, SqlJournalStore Journals)? _stores;
    private SqlStationStore? _stations;

    public SqlEventStore Events => Stores.Events;

    public SqlJournalStore Journals => Stores.Journals;

    public SqlSampleStore Samples => new(Events);

    public SqlAuditLog Audit => new(Events);

    public SqlRollUpStore RollUps => new(Events);

    public SqlStationStore Stations => _stations ??= OpenStations();

    /// <summary>The column of a raw value that is text.</summary>
    public abstract string RawText { get; }

    private (SqlEventStore Events, SqlJournalStore Journals) Stores => _stores ??= Make(null);

    /// <summary>Closes the stores and opens them anew, as a dashboard that starts again.</summary>
    public void Reopen(TimeSpan? longestQuery = null)
    {
        Close();
        _stores = Make(longestQuery);
    }

    /// <summary>Makes the database one of a version before values were rolled up.</summary>
    public void ForgetRollUps() => Change(
        $"DROP TABLE rollup_1m; DROP TABLE rollup_15m; DROP TABLE rollup_2h; DROP TABLE rollup_1d; DROP TABLE rollup_due; {BeforeRollUps}");

    /// <summary>Bytes as the database writes them, from hexadecimal.</summary>
    public abstract string Bytes(string hexadecimal);

    /// <summary>The first number of the first row, read past the stores.</summary>
    public abstract long Number(string sql);

    /// <summary>Changes rows past the stores.</summary>
    public abstract void Change(string sql);

    /// <summary>The rows of a table.</summary>
    public long Count(string table) => Number($"SELECT count(*) FROM {table}");

    public void Dispose()
    {
        Close();
        Remove();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same database as another dashboard has it.</summary>
    public abstract SqlEventStore Beside();

    protected abstract SqlEventStore Open(TimeSpan? longestQuery);

    protected abstract SqlStationStore OpenStations();

    protected abstract void Remove();

    /// <summary>Sets the version.</summary>
    protected abstract string BeforeRollUps { get; }

    private void Close()
    {
        _stations?.Dispose();
        _stores?.Events.Dispose();
        (_stations, _stores) = (null, null);
    }

    private (SqlEventStore Events, SqlJournalStore Journals) Make(TimeSpan? longestQuery)
    {
        SqlEventStore events = Open(longestQuery ?? Patience);
        return (events, new SqlJournalStore(events));
    }
}
