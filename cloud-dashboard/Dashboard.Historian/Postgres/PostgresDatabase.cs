using System.Data.Common;
using Dashboard.Historian.Sql;
using Npgsql;

namespace Dashboard.Historian.Postgres;

/// <summary>A database of a PostgreSQL server. What is written is on its disk: also where <c>synchronous_commit</c> is off.</summary>
public sealed class PostgresDatabase : SqlDatabase
{
    private const int Prepared = 50;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresErrors _errors;
    private readonly TimeSpan _longestQuery;
    private readonly bool _isOwner;
    private readonly Lock _writing = new();
    private readonly Months _months = new();

    private PostgresDatabase(NpgsqlDataSource source, PostgresErrors errors, TimeSpan longestQuery, bool isOwner) =>
        (_source, _errors, _longestQuery, _isOwner) = (source, errors, longestQuery, isOwner);

    /// <summary>Opens the database and migrates it.</summary>
    /// <param name="connectionString">As of Npgsql, with Host and Database.</param>
    /// <param name="longestQuery">After it a query is cancelled; without it <see cref="SqlDatabase.LongestQuery"/>.</param>
    /// <exception cref="HistorianException">The server is not there or refuses, or the database is newer than this software.</exception>
    /// <exception cref="ArgumentException">It is no connection string; the message says why.</exception>
    public static PostgresDatabase Open(string connectionString, TimeSpan? longestQuery = null)
    {
        NpgsqlConnectionStringBuilder settings = Settings(connectionString);
        PostgresErrors errors = new(settings);
        try
        {
            PostgresSchema.Migrate(settings, errors.Place);
        }
        catch (DbException exception)
        {
            throw errors.Of("opened", exception);
        }

        NpgsqlDataSourceBuilder builder = new(settings.ConnectionString);
        _ = builder.UsePhysicalConnectionInitializer(Begin, BeginAsync);
        return new PostgresDatabase(builder.Build(), errors, longestQuery ?? LongestQuery, isOwner: true);
    }

    /// <summary>A connection string with its password, checked without a server.</summary>
    /// <param name="connectionString">As of Npgsql.</param>
    /// <param name="password">The password, where it is elsewhere.</param>
    /// <exception cref="ArgumentException">It is no connection string, or has a password besides; the message says so.</exception>
    public static string Settle(string connectionString, string? password)
    {
        NpgsqlConnectionStringBuilder settings = Settings(connectionString);
        if (password is not null && settings.Password is not null)
        {
            throw new ArgumentException("it has a Password, and a file has one too: give one of the two");
        }

        settings.Password ??= password;
        return settings.ConnectionString;
    }

    /// <summary>The same database, written beside this one: what one writes holds up no other. It ends with this one.</summary>
    public PostgresDatabase Beside() => new(_source, _errors, _longestQuery, isOwner: false);

    /// <inheritdoc />
    internal override T Write<T>(Func<SqlSession, T> write)
    {
        lock (_writing)
        {
            try
            {
                using NpgsqlConnection connection = _source.OpenConnection();
                using NpgsqlTransaction transaction = connection.BeginTransaction();
                T result = write(new PostgresSession(connection, _months, null));
                transaction.Commit();
                return result;
            }
            catch (Exception exception)
            {
                _months.Forget();
                if (exception is DbException failed)
                {
                    throw _errors.Of("written", failed);
                }

                throw;
            }
        }
    }

    /// <inheritdoc />
    internal override T Read<T>(Func<SqlSession, T> read, TimeSpan? longest = null)
    {
        TimeSpan limit = longest ?? _longestQuery;
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        try
        {
            using NpgsqlConnection connection = _source.OpenConnection();
            using NpgsqlTransaction transaction = connection.BeginTransaction();
            return read(new PostgresSession(connection, _months, () => end - Environment.TickCount64));
        }
        catch (DbException exception) when (PostgresErrors.IsTimeOver(exception))
        {
            throw new HistorianException(TookTooLong(limit), exception);
        }
        catch (TimeoutException exception)
        {
            throw new HistorianException(TookTooLong(limit), exception);
        }
        catch (DbException exception)
        {
            throw _errors.Of("read", exception);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        lock (_writing)
        {
            if (_isOwner)
            {
                _source.Dispose();
            }
        }
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString);
        foreach (string name in (ReadOnlySpan<string>)["Host", "Database"])
        {
            if (!settings.TryGetValue(name, out object? value) || value is not string { Length: > 0 })
            {
                throw new ArgumentException($"it has no {name}");
            }
        }

        settings.ApplicationName ??= "edge-dashboard";
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, Prepared);

        // Nobody else uses these connections, and what a new one is given stays.
        settings.NoResetOnClose = true;
        return settings;
    }

    private static void Begin(NpgsqlConnection connection)
    {
        using NpgsqlCommand command = new(Durable, connection);
        _ = command.ExecuteNonQuery();
    }

    private static async Task BeginAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new(Durable, connection);
        _ = await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private const string Durable =
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
}
