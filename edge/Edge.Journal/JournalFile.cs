using System.Globalization;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Journal;

/// <summary>The file itself: creating it, checking its version, and keeping a damaged one out of the way.</summary>
internal static class JournalFile
{
    /// <summary>What SQLite says of a file that is damaged.</summary>
    public const int Corrupt = 11;

    /// <summary>What SQLite says where the disk has no room.</summary>
    public const int DiskFull = 13;

    /// <summary>What SQLite says of a file that is none of its own.</summary>
    public const int NotADatabase = 26;

    private const int BadSector = 266;
    private const int IoError = 10;
    private const int LogIndexBytes = 32 * 1024;
    private const int NoSpace = 28; // ENOSPC
    private const string MakeRoom = "Make room on this disk: then the gateway starts, and until then the field keeps its events.";

    /// <summary>Stands beside the file when a run found damage, so that the next start checks the whole of it.</summary>
    public static string SuspicionOf(string path) => path + ".damaged";

    /// <summary>Whether SQLite says that the file, not the disk or the caller, is at fault.</summary>
    public static bool IsDamage(SqliteException exception) =>
        exception.SqliteErrorCode is Corrupt or NotADatabase || exception.SqliteExtendedErrorCode == BadSector;

    /// <summary>Says why a journal cannot be opened, and what to do.</summary>
    public static IOException NotOpened(string path, SqliteException exception)
    {
        string advice = exception.SqliteErrorCode == DiskFull ? MakeRoom
            : exception.SqliteErrorCode == IoError && HasNoRoom(path) ? $"The disk is full. {MakeRoom}"
            : "Check that its directory exists, is writable and has room.";
        return new IOException($"The journal {path} cannot be opened: {exception.Message} {advice}", exception);
    }

    // The index of the log is a file of its own. Where the disk has no room for it, SQLite speaks of an I/O error.
    private static bool HasNoRoom(string path)
    {
        string probe = path + ".room";
        try
        {
            File.WriteAllBytes(probe, new byte[LogIndexBytes]);
            return false;
        }
        catch (IOException exception)
        {
            return exception.HResult == NoSpace;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>The file that a salvage writes; complete only under the name of <see cref="SalvagedOf"/>.</summary>
    public static string SalvageOf(string path) => path + ".salvage";

    /// <summary>A salvage that is complete and not yet in its place.</summary>
    public static string SalvagedOf(string path) => path + ".salvaged";

    /// <summary>Opens the file for writing, makes it where there is none, and salvages a damaged one.</summary>
    public static JournalWriter Open(JournalOptions options, TimeProvider clock, ILogger logger, CheckpointFile sideFile)
    {
        string path = options.Path;
        FinishSwap(path, clock);
        try
        {
            StartCheck.Run(path, logger);
            if (!File.Exists(path))
            {
                Create(path, logger);
            }

            return OpenOnce(path, logger, sideFile);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            Log.DamageFoundAtStart(logger, path, exception.Message);
            new Salvager(options, clock, logger, sideFile).Run(exception.Message, null, CancellationToken.None);
            return OpenOnce(path, logger, sideFile);
        }
    }

    /// <summary>Opens a file that was sound when the run began, after a failure. A damaged one stays where it is.</summary>
    public static JournalWriter Reopen(string path, JournalRun run, CheckpointFile sideFile) =>
        OpenOnce(path, NullLogger.Instance, sideFile, SqliteOpenMode.ReadWrite, run);

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
            string advice = exception.HResult == NoSpace ? $"The disk is full. {MakeRoom}" : "Another gateway may be running on it.";
            throw new IOException($"The journal {path} cannot be locked: {exception.Message} {advice}", exception);
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

    private static JournalWriter OpenOnce(
        string path, ILogger logger, CheckpointFile sideFile, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate, JournalRun? run = null)
    {
        SqliteConnection connection = Connect(path, mode);
        try
        {
            long version = Number(connection, "PRAGMA user_version");
            bool empty = Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
            bool ours = Number(connection, "PRAGMA application_id") == JournalSchema.ApplicationId;
            if (!empty && (version < 1 || !ours) && HasOurTables(connection))
            {
                throw new SqliteException("its header is damaged", Corrupt);
            }

            if (version > JournalSchema.Version)
            {
                throw new InvalidDataException(
                    $"The journal {path} is of schema {version}; this program knows schemas up to {JournalSchema.Version}. "
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
                // A first start that was cut: older programs made the tables in the file itself.
                string epoch = JournalEpoch.NewBase();
                using SqliteTransaction transaction = connection.BeginTransaction();
                JournalSchema.Create(connection);
                new Bookkeeping { Base = epoch }.Store(connection.Handle!);
                transaction.Commit();
                Log.Created(logger, path, epoch);
            }
            else if (version < JournalSchema.Version)
            {
                JournalSchema.Migrate(connection, path, version, logger);
            }

            return new JournalWriter(connection, run, sideFile);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Under its name when it is whole: a power cut within a first start leaves no empty file, which would be taken for a journal that is
    // gone. SQLite makes the name last on the disk with the first commit: it synchronises the directory for a new log.
    private static void Create(string path, ILogger logger)
    {
        string epoch = JournalEpoch.NewBase();
        using (SqliteConnection connection = CreateForSalvage(SalvageOf(path), 0))
        using (SqliteTransaction transaction = connection.BeginTransaction())
        {
            new Bookkeeping { Base = epoch }.Store(connection.Handle!);
            transaction.Commit();
        }

        Synchronise(SalvageOf(path));
        File.Move(SalvageOf(path), path);
        Log.Created(logger, path, epoch);
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
            JournalSchema.Create(connection);
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
        Synchronise(SalvageOf(path));
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
                .GroupBy(file => file.EndsWith("-wal", StringComparison.Ordinal) ? file[..^4] : file)
                .OrderBy(files => files.Max(File.GetLastWriteTimeUtc)).ThenBy(files => files.Key, StringComparer.Ordinal)
                .Select(files => files.Key),
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

    private static void Synchronise(string path)
    {
        using FileStream complete = new(path, FileMode.Open, FileAccess.ReadWrite);
        complete.Flush(flushToDisk: true);
    }

    private static bool HasOurTables(SqliteConnection connection) =>
        Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name IN ('sample', 'event', 'cursor', 'mark')") == 4;

    private static string MoveAside(string path, TimeProvider clock)
    {
        string stamp = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string kept = $"{path}.damaged-{stamp}";
        for (int n = 2; File.Exists(kept) || File.Exists(kept + "-wal"); n++)
        {
            kept = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{stamp}-{n}");
        }

        // The log may hold commits that the file does not: they stay together, so that a person can recover both.
        if (new FileInfo(path + "-wal") is { Exists: true, Length: 0 } empty)
        {
            empty.Delete();
        }

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

    internal static void Execute(SqliteConnection connection, string sql)
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
