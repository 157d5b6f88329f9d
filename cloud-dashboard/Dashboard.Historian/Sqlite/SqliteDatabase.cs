using Dashboard.Historian.Sql;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>
/// One SQLite file: write-ahead log with <c>synchronous=FULL</c>, so what is written is on the disk. Two may be open on a file.
/// </summary>
internal sealed class SqliteDatabase : SqlDatabase
{
    private readonly string _path;
    private readonly TimeSpan _longestQuery;
    private readonly string _readConnectionString;
    private readonly SqliteConnection _writer;
    private readonly Lock _writing = new();

    private SqliteDatabase(string path, SqliteConnection writer, TimeSpan longestQuery)
    {
        (_path, _writer, _longestQuery) = (path, writer, longestQuery);
        _readConnectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
    }

    /// <summary>Opens the file, and creates it if it does not exist.</summary>
    /// <exception cref="HistorianException">The file is not ours, newer than this software, damaged, or cannot be written.</exception>
    internal static SqliteDatabase Open(string path, TimeSpan? longestQuery = null) =>
        new(path, HistorianSchema.Open(path), longestQuery ?? LongestQuery);

    /// <inheritdoc />
    internal override T Write<T>(Func<SqlSession, T> write)
    {
        lock (_writing)
        {
            try
            {
                using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
                T result = write(new SqliteSession(_writer));
                transaction.Commit();
                return result;
            }
            catch (SqliteException exception)
            {
                throw new HistorianException($"The historian {_path} could not be written: {exception.Message}", exception);
            }
        }
    }

    /// <inheritdoc />
    internal override T Read<T>(Func<SqlSession, T> read, TimeSpan? longest = null)
    {
        TimeSpan limit = longest ?? _longestQuery;
        try
        {
            using SqliteConnection connection = new(_readConnectionString);
            connection.Open();
            using QueryClock clock = new(connection, limit);
            return read(new SqliteSession(connection));
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new HistorianException(TookTooLong(limit), exception);
        }
        catch (SqliteException exception)
        {
            throw new HistorianException($"The historian {_path} could not be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        lock (_writing)
        {
            _writer.Dispose();
        }

        using SqliteConnection pooled = new(_readConnectionString);
        SqliteConnection.ClearPool(pooled);
    }
}
