using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Users;

/// <summary>The database of the users, beside what Identity does in it: short statements, each a transaction of its own.</summary>
internal sealed class UsersDatabase(DataDirectory data)
{
    /// <summary>A connection that is open; the caller closes it.</summary>
    internal DbConnection Open()
    {
        SqliteConnection connection = new(UsersFile.ConnectionString(data));
        connection.Open();
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

    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
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
