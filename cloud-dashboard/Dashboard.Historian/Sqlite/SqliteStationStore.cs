using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Sqlite;

/// <summary>What is known of the stations, in the file of the historian, over a connection of its own.</summary>
public sealed class SqliteStationStore : SqlStationStore
{
    private SqliteStationStore(string path) : base(SqliteDatabase.Open(path))
    {
    }

    /// <summary>Opens the file, and creates it if it does not exist.</summary>
    /// <exception cref="HistorianException">The file is not ours, newer than this software, damaged, or cannot be written.</exception>
    public static SqliteStationStore Open(string path) => new(path);
}
