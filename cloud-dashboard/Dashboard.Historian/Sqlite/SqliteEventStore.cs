using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Sqlite;

/// <summary>Events and energies in one SQLite file.</summary>
public sealed class SqliteEventStore : SqlEventStore
{
    private SqliteEventStore(string path, TimeSpan? longestQuery) : base(SqliteDatabase.Open(path, longestQuery)) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens the file, and creates it if it does not exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longestQuery">After it a query is cancelled; without it <see cref="SqlDatabase.LongestQuery"/>.</param>
    /// <exception cref="HistorianException">The file is not ours, newer than this software, damaged, or cannot be written.</exception>
    public static SqliteEventStore Open(string path, TimeSpan? longestQuery = null) => new(path, longestQuery);
}
