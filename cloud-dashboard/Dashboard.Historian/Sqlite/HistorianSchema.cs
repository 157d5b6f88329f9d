using Dashboard.Historian.Sql;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Sqlite;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>
/// The tables, and the migration of older files: numbered scripts, each in a transaction, by dbup. Each script sets <c>user_version</c> to
/// its number, which says how far a file is, to older software too. The table <c>schema_version</c> is dbup's note of the same.
/// </summary>
internal static class HistorianSchema
{
    /// <summary>One for each version, in their order.</summary>
    internal static readonly IReadOnlyList<SqlScript> Scripts = MigrationScripts.Of("Sqlite");

    private const string Table = "schema_version";

    /// <summary>The version that this software writes.</summary>
    internal static int Version => Scripts.Count;

    /// <summary>A connection that writes, to a file of the present version.</summary>
    /// <exception cref="HistorianException">The file is not ours, newer than this software, damaged, or cannot be written.</exception>
    internal static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            // What eight batches change fits into the cache, and a page that changes with each is written to the file once in 16 MB.
            Execute(
                connection,
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; "
                + "PRAGMA wal_autocheckpoint = 4000;");
            Migrate(connection, path, Scripts);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw new HistorianException($"The historian {path} cannot be opened: {exception.Message}", exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes the file one of the version of the last script. After a failure it is one of the last script that was done.</summary>
    /// <exception cref="HistorianException">The file is newer, or a script fails.</exception>
    /// <exception cref="SqliteException">It cannot be read or written.</exception>
    internal static void Migrate(SqliteConnection connection, string path, IReadOnlyList<SqlScript> scripts)
    {
        while (Scalar(connection, "PRAGMA user_version") != scripts.Count || !HasNotes(connection))
        {
            int found = Note(connection, path, scripts);
            DatabaseUpgradeResult result = DeployChanges.To.SqliteDatabase(new SharedConnection(connection))
                .WithScripts(scripts).WithVariablesDisabled().WithTransactionPerScript().LogToNowhere()
                .JournalToSqliteTable(Table).Build().PerformUpgrade();

            // Another dashboard that starts on this file may have done the script in the meantime. Then the rest is what remains.
            int done = found + result.Scripts.Count();
            if (!result.Successful && Scalar(connection, "PRAGMA user_version") == done)
            {
                throw new HistorianException(
                    $"The historian {path} cannot be brought from schema {done} to {scripts.Count} ({result.ErrorScript?.Name}): "
                        + $"{result.Error.Message} Everything in it is as it was. Correct the cause, and start again.",
                    result.Error);
            }
        }
    }

    private static bool HasNotes(SqliteConnection connection) =>
        Scalar(connection, $"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{Table}'") == 1;

    // A file of before dbup has no notes: it gets those of the scripts whose work it has. user_version leads, also where somebody set it.
    private static int Note(SqliteConnection connection, string path, IReadOnlyList<SqlScript> scripts)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        int found = (int)Scalar(connection, "PRAGMA user_version");
        if (found > scripts.Count)
        {
            throw new HistorianException(
                $"{path} was written by a newer version (schema {found}, this software knows {scripts.Count}): start the newer software, "
                    + "or use another data directory.");
        }

        SqliteTableJournal journal = new(() => null, () => new NoOpUpgradeLog(), Table);
        journal.EnsureTableExistsAndIsLatestVersion(connection.CreateCommand);
        if (Scalar(connection, $"SELECT count(*) FROM {Table}") != found)
        {
            Execute(connection, $"DELETE FROM {Table}");
            foreach (SqlScript script in scripts.Take(found))
            {
                journal.StoreExecutedScript(script, connection.CreateCommand);
            }
        }

        transaction.Commit();
        return found;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes one of our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    internal static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes one of our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
