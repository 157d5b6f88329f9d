using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Historian.Sqlite;

/// <summary>Ends what runs on a connection when it takes too long. SQLite asks every so many steps whether to go on.</summary>
public sealed class QueryClock : IDisposable
{
    private const int Steps = 20_000;

    private readonly SqliteConnection _connection;

    /// <summary>Begins.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="longest">How long it may take.</param>
    public QueryClock(SqliteConnection connection, TimeSpan longest)
    {
        _connection = connection;
        long end = Environment.TickCount64 + (long)longest.TotalMilliseconds;
        raw.sqlite3_progress_handler(connection.Handle!, Steps, _ => Environment.TickCount64 > end ? 1 : 0, null);
    }

    /// <inheritdoc />
    public void Dispose() => raw.sqlite3_progress_handler(_connection.Handle!, 0, null, null);
}
