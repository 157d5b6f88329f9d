using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Historian.Sqlite;

/// <summary>
/// A statement that stores row after row. Thin over SQLite's own calls: ADO.NET looks up the name of each parameter for each row, which
/// took longer than storing it.
/// </summary>
internal sealed class SqliteRow : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares a statement whose parameters have no names.</summary>
    internal SqliteRow(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Sets a parameter; the first is 1. Values stay set for the next row.</summary>
    internal void Bind(int parameter, long? value) => Check(
        value is { } number ? raw.sqlite3_bind_int64(_statement, parameter, number) : raw.sqlite3_bind_null(_statement, parameter));

    /// <inheritdoc cref="Bind(int, long?)" />
    internal void Bind(int parameter, double? value) => Check(
        value is { } number ? raw.sqlite3_bind_double(_statement, parameter, number) : raw.sqlite3_bind_null(_statement, parameter));

    /// <inheritdoc cref="Bind(int, long?)" />
    internal void Bind(int parameter, string? value) => Check(
        value is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, value));

    /// <summary>Stores the row.</summary>
    /// <exception cref="SqliteException">It could not.</exception>
    internal void Store()
    {
        int code = raw.sqlite3_step(_statement);

        // The exception takes its words from the connection, so it is made before the reset.
        try
        {
            Check(code == raw.SQLITE_DONE ? raw.SQLITE_OK : code);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }
    }
}
