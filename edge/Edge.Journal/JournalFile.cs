using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Journal;

/// <summary>The file itself: creating it, checking its version, and keeping a damaged one out of the way.</summary>
internal static class JournalFile
{
    /// <summary>The schema that this program writes and the newest that it reads.</summary>
    public const long SchemaVersion = 10;

    // "EDGJ": distinguishes a journal from any other SQLite file.
    private const long ApplicationId = 0x4544474A;

    /// <summary>What SQLite says of a file that is damaged.</summary>
    public const int Corrupt = 11;

    /// <summary>What SQLite says where the disk has no room.</summary>
    public const int DiskFull = 13;

    private const int NotADatabase = 26;
    private const int BadSector = 266;

    private const string Schema = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE sample (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, body BLOB NOT NULL, kind INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE event (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, time INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE cursor (reader TEXT PRIMARY KEY, seq INTEGER NOT NULL, note BLOB) WITHOUT ROWID;
        CREATE TABLE mark (device TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
        """ + Elements + Ages;

    private const string Elements = """
        CREATE TABLE element (
            tag TEXT NOT NULL, attribute INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (tag, attribute)) WITHOUT ROWID;
        """;

    // age: after which time of running which seq was the last. The index is small: few records are of operators.
    private const string Ages = """
        CREATE TABLE age (run INTEGER PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX operator ON event (seq) WHERE kind = 5;
        """;

    // Changes no row that is there: it costs the same however large the journal is.
    private const string FromSchema1 = """
        ALTER TABLE sample ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE cursor ADD COLUMN note BLOB;
        """;

    /// <summary>Stands beside the file when a run found damage, so that the next start checks the whole of it.</summary>
    public static string SuspicionOf(string path) => path + ".damaged";

    /// <summary>Whether SQLite says that the file, not the disk or the caller, is at fault.</summary>
    public static bool IsDamage(SqliteException exception) =>
        exception.SqliteErrorCode is Corrupt or NotADatabase || exception.SqliteExtendedErrorCode == BadSector;

    /// <summary>Says why a journal cannot be opened, and what to do.</summary>
    public static IOException NotOpened(string path, SqliteException exception)
    {
        string advice = exception.SqliteErrorCode == DiskFull
            ? "Make room on this disk: then the gateway starts, and until then the field keeps its events."
            : "Check that its directory exists, is writable and has room.";
        return new IOException($"The journal {path} cannot be opened: {exception.Message} {advice}", exception);
    }

    /// <summary>The file that a salvage writes; complete only under the name of <see cref="SalvagedOf"/>.</summary>
    public static string SalvageOf(string path) => path + ".salvage";

    /// <summary>A salvage that is complete and not yet in its place.</summary>
    public static string SalvagedOf(string path) => path + ".salvaged";

    /// <summary>Opens the file for writing, makes it where there is none, and salvages a damaged one.</summary>
    public static JournalWriter Open(JournalOptions options, TimeProvider clock, ILogger logger)
    {
        string path = options.Path;
        FinishSwap(path, clock);
        try
        {
            CheckIfCut(path);
            CheckIfSuspected(path, logger);
            return OpenOnce(path, logger);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            Log.DamageFoundAtStart(logger, path, exception.Message);
            new Salvager(options, clock, logger).Run(exception.Message, null, CancellationToken.None);
            return OpenOnce(path, logger);
        }
    }

    /// <summary>Opens a file that was sound when the run began, after a failure. A damaged one stays where it is.</summary>
    public static JournalWriter Reopen(string path) => OpenOnce(path, NullLogger.Instance, SqliteOpenMode.ReadWrite);

    /// <summary>Makes this process the only one with the journal.</summary>
    /// <exception cref="IOException">Another one has it, or the directory cannot be written.</exception>
    // Advisory: it keeps a second gateway on the same file from mixing its records with ours. The kernel releases it at the end
    // of the process.
    public static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"The journal {path} cannot be locked: {exception.Message} Another gateway may be running on it.", exception);
        }
    }

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
            bool ours = Number(connection, "PRAGMA application_id") == ApplicationId;
            if (!empty && (version < 1 || !ours) && HasOurTables(connection))
            {
                throw new SqliteException("its header is damaged", Corrupt);
            }

            if (version > SchemaVersion)
            {
                throw new InvalidDataException(
                    $"The journal {path} is of schema {version}; this program knows schemas up to {SchemaVersion}. "
                    + "Install the newer program again, or move the file away to begin a new journal.");
            }

            if (!empty && (version < 1 || !ours))
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
        string epoch = Salvager.NewEpoch();
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            CreateTables(connection);
            new Bookkeeping { Epoch = epoch }.Store(connection.Handle!);
            transaction.Commit();
        }

        Log.Created(logger, path, epoch);
    }

    private static void CreateTables(SqliteConnection connection)
    {
        Execute(connection, Schema);
        Execute(connection, string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaVersion};"));
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

            // Schemas 4 to 9 have the tables of schema 3; their records are of encodings that older programs cannot read. Since schema 9
            // the file says what was dropped by intent: in an older one it is what is older than the oldest record.
            if (version < 9)
            {
                Execute(connection, """
                    INSERT OR IGNORE INTO meta
                        SELECT 'samples_floor', ifnull((SELECT min(seq) - 1 FROM sample), (SELECT max(seq) FROM event));
                    INSERT OR IGNORE INTO meta
                        SELECT 'events_floor', ifnull((SELECT min(seq) - 1 FROM event), (SELECT max(seq) FROM sample));
                    UPDATE meta SET value = 0 WHERE value IS NULL;
                    """);
            }

            if (version < 10)
            {
                Execute(connection, Ages);
            }

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

    /// <summary>Makes the file that a salvage writes: empty tables, not synchronised before it is complete.</summary>
    /// <param name="path">Its name; a former one goes.</param>
    /// <param name="pages">For tests: how many pages it may have; 0: as many as the disk has room for.</param>
    public static SqliteConnection CreateForSalvage(string path, long pages)
    {
        File.Delete(path);
        File.Delete(path + "-journal");
        SqliteConnection connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;");
            CreateTables(connection);
            if (pages > 0)
            {
                Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages};"));
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Puts a complete salvage in the place of the damaged file. A power cut in between is finished at the next start.</summary>
    /// <returns>Where the damaged file is kept.</returns>
    public static string Swap(string path, TimeProvider clock)
    {
        using (FileStream complete = new(SalvageOf(path), FileMode.Open, FileAccess.ReadWrite))
        {
            complete.Flush(flushToDisk: true);
        }

        File.Move(SalvageOf(path), SalvagedOf(path));
        string kept = MoveAside(path, clock);
        File.Move(SalvagedOf(path), path);
        _ = DeleteKept(path, Salvager.MostKept);
        return kept;
    }

    /// <summary>Deletes damaged files that are kept, the oldest first.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="most">How many stay.</param>
    /// <returns>How many went.</returns>
    public static int DeleteKept(string path, int most)
    {
        string full = Path.GetFullPath(path);
        string[] kept =
        [
            .. Directory.GetFiles(Path.GetDirectoryName(full)!, Path.GetFileName(full) + ".damaged-*")
                .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal))
                .OrderBy(File.GetLastWriteTimeUtc).ThenBy(file => file, StringComparer.Ordinal),
        ];
        int excess = Math.Max(0, kept.Length - most);
        foreach (string file in kept.Take(excess))
        {
            File.Delete(file + "-wal");
            File.Delete(file);
        }

        return excess;
    }

    private static void FinishSwap(string path, TimeProvider clock)
    {
        if (File.Exists(SalvagedOf(path)))
        {
            _ = MoveAside(path, clock);
            File.Move(SalvagedOf(path), path);
        }

        File.Delete(SalvageOf(path));
        File.Delete(SalvageOf(path) + "-journal");
    }

    // SQLite takes an empty file for a new one and deletes its log, with the records in it.
    private static void CheckIfCut(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: < 512 } file
            && (file.Length > 0 || new FileInfo(path + "-wal") is { Exists: true, Length: > 0 }))
        {
            throw new SqliteException($"only {file.Length} bytes of it are left", Corrupt);
        }
    }

    private static bool HasOurTables(SqliteConnection connection) =>
        Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name IN ('sample', 'event', 'cursor', 'mark')") == 4;

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
