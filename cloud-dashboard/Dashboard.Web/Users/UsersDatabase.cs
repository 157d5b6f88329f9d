using System.Data.Common;
using Dashboard.Historian.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Dashboard.Web.Users;

/// <summary>
/// The database of the users, beside what Identity does in it: short statements, each a transaction of its own. With PostgreSQL it is that
/// of the historian; else a file of its own.
/// </summary>
internal sealed class UsersDatabase(DataDirectory data, HistorianOptions options)
{
    // Of all advisory locks of the database, the one for this.
    private const long Lock = 0x4544474555534552;

    // Of the hundred that a server has without a setting, several dashboards and their historians need theirs.
    private const int Connections = 10;

    /// <summary>How PostgreSQL is reached; null: it is a file.</summary>
    internal string? Postgres { get; } = ServerOf(options);

    /// <summary>How the users are reached, with few connections: each is used for a moment.</summary>
    internal static string? ServerOf(HistorianOptions options) => options.Postgres is { } server
        ? new NpgsqlConnectionStringBuilder(server) { MaxPoolSize = Connections, ApplicationName = "edge-dashboard users" }.ConnectionString
        : null;

    /// <summary>A connection that is open; the caller closes it.</summary>
    internal DbConnection Open()
    {
        DbConnection connection = Postgres is { } server ? new NpgsqlConnection(server)
            : new SqliteConnection(UsersFile.ConnectionString(data));
        connection.Open();
        return connection;
    }

    /// <summary>Brings the tables up to date and keeps other dashboards out, until the answer is disposed of.</summary>
    /// <exception cref="Dashboard.Historian.HistorianException">The server is not there, or refuses.</exception>
    internal IDisposable? Reserve()
    {
        if (Postgres is not { } server)
        {
            return null;
        }

        PostgresDatabase.Open(server).Dispose();
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        connection.Open();
        using NpgsqlCommand command = new($"SELECT pg_advisory_lock({Lock})", connection);
        _ = command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>The rows of a query.</summary>
    internal List<T> Read<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using DbConnection connection = Open();
        using DbCommand command = Command(connection, sql, values);
        using DbDataReader reader = command.ExecuteReader();
        List<T> found = [];
        while (reader.Read())
        {
            found.Add(row(reader));
        }

        return found;
    }

    /// <summary>Changes rows.</summary>
    /// <returns>How many.</returns>
    internal int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using DbConnection connection = Open();
        using DbCommand command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>A statement with its values.</summary>
    internal static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in values)
        {
            DbParameter parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
