using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Historian.Sqlite;

/// <summary>Cancels a query on a connection that takes too long. SQLite calls a handler at intervals, which decides.</summary>
public sealed class QueryClock : IDisposable
{
    private const int Steps = 20_000;

    private readonly SqliteConnection _connection;

    /// <summary>Starts the time.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="longest">The longest duration.</param>
    public QueryClock(SqliteConnection connection, TimeSpan longest)
    {
        _connection = connection;
        long end = Environment.TickCount64 + (long)longest.TotalMilliseconds;
        raw.sqlite3_progress_handler(connection.Handle!, Steps, _ => Environment.TickCount64 > end ? 1 : 0, null);
    }

    /// <inheritdoc />
    public void Dispose() => raw.sqlite3_progress_handler(_connection.Handle!, 0, null, null);
}
