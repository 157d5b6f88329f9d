using System.Globalization;
using Dashboard.Historian.Sql;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Dashboard.Historian.Postgres;

/// <summary>
/// The tables, and the migration of older ones: numbered scripts, each in a transaction, by dbup. The table <c>schema_version</c> says
/// which are done.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>The version that this software writes: the number of its last script.</summary>
    internal static readonly int Version = MigrationScripts.Of(Folder).Count;

    private const string Folder = "Postgres";
    private const string Table = "schema_version";

    // One of our own for all advisory locks of this program; the second half says what for.
    private const int Class = 0x45444745;
    private const int OldestServer = 130_000;

    // An index on a large table is made for long, and another dashboard waits as long.
    private const int LongestSeconds = 3600;

    /// <summary>Makes the database one of the present version.</summary>
    /// <exception cref="HistorianException">It is newer than this software, or not fit for it.</exception>
    /// <exception cref="NpgsqlException">The server is not there, or refuses.</exception>
    internal static void Migrate(NpgsqlConnectionStringBuilder settings, string place)
    {
        NpgsqlConnectionStringBuilder own = new(settings.ConnectionString)
        {
            Pooling = false,
            MaxAutoPrepare = 0,
            CommandTimeout = LongestSeconds,
        };
        using NpgsqlConnection connection = new(own.ConnectionString);
        connection.Open();
        CheckServer(connection, place);

        // Of two dashboards that start at once, one waits here and finds it done. Closing the connection gives the lock back.
        _ = Scalar(connection, $"SELECT pg_advisory_lock({Class}, 0)");
        Upgrade(connection, own.ConnectionString, place);
    }

    /// <summary>Until the end of the transaction nobody else does this.</summary>
    /// <param name="what">A number for it, in SQL; not 0.</param>
    internal static string LockUntilEnd(string what) => $"SELECT pg_advisory_xact_lock({Class}, {what})";

    private static void CheckServer(NpgsqlConnection connection, string place)
    {
        int server = int.Parse((string)Scalar(connection, "SHOW server_version_num")!, CultureInfo.InvariantCulture);
        if (server < OldestServer)
        {
            throw new HistorianException(
                $"{place} is version {server / 10_000}: use a server of version {OldestServer / 10_000} or newer.");
        }

        if (Scalar(connection, "SHOW server_encoding") is var encoding and not "UTF8")
        {
            throw new HistorianException(
                $"{place} keeps text as {encoding}: make a database with UTF8 (createdb -T template0 -E UTF8) and name it.");
        }
    }

    private static void Upgrade(NpgsqlConnection connection, string connectionString, string place)
    {
        bool isThere = Scalar(connection, $"SELECT to_regclass('{Table}') IS NOT NULL") is true;
        int found = isThere ? (int)(long)Scalar(connection, $"SELECT count(*) FROM {Table}")! : 0;
        if (found > Version)
        {
            throw new HistorianException(
                $"{place} was written by a newer version (schema {found}, this software knows {Version}): start the newer software, or use "
                    + "another database.");
        }

        string schema = Scalar(connection, "SELECT current_schema()") as string ?? throw new HistorianException(
            $"{place} has no schema for this user: CREATE SCHEMA, or correct the search path.");
        DatabaseUpgradeResult result = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScripts(MigrationScripts.Of(Folder)).WithVariablesDisabled().WithTransactionPerScript().LogToNowhere()
            .JournalToPostgresqlTable(schema, Table).Build().PerformUpgrade();
        if (!result.Successful)
        {
            throw result.Error;
        }
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
