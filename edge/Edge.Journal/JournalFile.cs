using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Journal;

/// <summary>The file itself: creating it, checking its version, and keeping a damaged one out of the way.</summary>
internal static class JournalFile
{
    /// <summary>The schema that this program writes and the newest that it reads.</summary>
    public const long SchemaVersion = 8;

    // "EDGJ": distinguishes a journal from any other SQLite file.
    private const long ApplicationId = 0x4544474A;

    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private const string Schema = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE sample (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, body BLOB NOT NULL, kind INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE event (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, time INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE cursor (reader TEXT PRIMARY KEY, seq INTEGER NOT NULL, note BLOB) WITHOUT ROWID;
        CREATE TABLE mark (device TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
        """ + Elements;

    private const string Elements = """
        CREATE TABLE element (
            tag TEXT NOT NULL, attribute INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (tag, attribute)) WITHOUT ROWID;
        """;

    // Changes no row that is there: it costs the same however large the journal is.
    private const string FromSchema1 = """
        ALTER TABLE sample ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE cursor ADD COLUMN note BLOB;
        """;

    /// <summary>Stands beside the file when a run found damage, so that the next start checks the whole of it.</summary>
    public static string SuspicionOf(string path) => path + ".damaged";

    /// <summary>Whether SQLite says that the file, not the disk or the caller, is at fault.</summary>
    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>Opens the file for writing, makes it where there is none, and moves a damaged one aside.</summary>
    public static JournalWriter Open(string path, TimeProvider clock, ILogger logger)
    {
        try
        {
            CheckIfSuspected(path, logger);
            return OpenOnce(path, logger);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            string kept = MoveAside(path, clock);
            Log.MovedAside(logger, path, exception.Message, kept);
            return OpenOnce(path, logger);
        }
    }

    /// <summary>Opens a file that was sound when the run began, after a failure. A damaged one stays where it is.</summary>
    public static JournalWriter Reopen(string path) => OpenOnce(path, NullLogger.Instance, SqliteOpenMode.ReadWrite);

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA cache_size = -2000; PRAGMA temp_store = MEMORY;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static JournalWriter OpenOnce(string path, ILogger logger, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        SqliteConnection connection = Connect(path, mode);
        try
        {
            long version = Number(connection, "PRAGMA user_version");
            bool empty = Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
            if (version > SchemaVersion)
            {
                throw new InvalidDataException(
                    $"The journal {path} is of schema {version}; this program knows schemas up to {SchemaVersion}. "
                    + "Install the newer program again, or move the file away to begin a new journal.");
            }

            if (!empty && (version < 1 || Number(connection, "PRAGMA application_id") != ApplicationId))
            {
                throw new InvalidDataException($"{path} is an SQLite file but no journal. Give the journal a path of its own.");
            }

            // auto_vacuum must stand before the first table; WAL with FULL is on the disk when a commit returns (ADR 0002).
            Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                + "PRAGMA journal_size_limit = 4194304;");
            if (empty)
            {
                Create(connection, path, logger);
            }
            else if (version < SchemaVersion)
            {
                Migrate(connection, path, version, logger);
            }

            return new JournalWriter(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Create(SqliteConnection connection, string path, ILogger logger)
    {
        string epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            Execute(connection, Schema);
            Execute(connection, $"INSERT INTO meta VALUES ('epoch', '{epoch}'), ('last_seq', 0), ('dropped', 0);");
            Execute(connection, string.Create(CultureInfo.InvariantCulture,
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaVersion};"));
            transaction.Commit();
        }

        Log.Created(logger, path, epoch);
    }

    private static void Migrate(SqliteConnection connection, string path, long version, ILogger logger)
    {
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            if (version < 2)
            {
                Execute(connection, FromSchema1);
            }

            if (version < 3)
            {
                Execute(connection, Elements);
            }

            // Schemas 4 to 8 have the tables of schema 3; their records are of encodings that older programs cannot read.
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SchemaVersion};"));
            transaction.Commit();
        }

        Log.Migrated(logger, path, version, SchemaVersion);
    }

    private static void CheckIfSuspected(string path, ILogger logger)
    {
        if (!File.Exists(SuspicionOf(path)))
        {
            return;
        }

        if (File.Exists(path))
        {
            using SqliteConnection connection = Connect(path, SqliteOpenMode.ReadWrite);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            string verdict = command.ExecuteScalar() as string ?? "no answer";
            if (verdict != "ok")
            {
                throw new SqliteException(verdict, Corrupt);
            }

            Log.CheckedSound(logger, path);
        }

        File.Delete(SuspicionOf(path));
    }

    private static string MoveAside(string path, TimeProvider clock)
    {
        string stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string kept = $"{path}.damaged-{stamp}";
        for (int n = 2; File.Exists(kept); n++)
        {
            kept = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{stamp}-{n}");
        }

        // The log may hold commits that the file does not: they stay together, so that a person can recover both.
        foreach (string suffix in (ReadOnlySpan<string>)["-wal", ""])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, kept + suffix);
            }
        }

        File.Delete(path + "-shm");
        File.Delete(SuspicionOf(path));
        return kept;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }
}
