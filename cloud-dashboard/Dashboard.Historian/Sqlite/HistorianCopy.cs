using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Dashboard.Historian.Sqlite;

/// <summary>What a copy of a historian holds.</summary>
/// <param name="Events">Events and energies.</param>
/// <param name="Samples">Values of tags and statistics.</param>
/// <param name="Last">When the last record arrived; null without any.</param>
/// <param name="Bytes">The size of the file.</param>
public sealed record HistorianContent(long Events, long Samples, DateTimeOffset? Last, long Bytes);

/// <summary>Backs up the file of a historian, beside a running dashboard too, and puts a backup in its place while none runs.</summary>
public static class HistorianCopy
{
    private const int Busy = 5;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Writes a backup: one file with everything that is stored at this moment. A dashboard goes on meanwhile.</summary>
    /// <param name="historian">The file of the historian.</param>
    /// <param name="backup">The new file. It is there under this name only when it is complete and checked.</param>
    /// <exception cref="HistorianException">It cannot be written; nothing is left of it.</exception>
    public static HistorianContent Backup(string historian, string backup)
    {
        if (!File.Exists(historian))
        {
            throw new HistorianException($"There is no historian {historian}. Name the data directory with --data.");
        }

        if (File.Exists(backup))
        {
            throw new HistorianException($"{backup} exists already: a backup overwrites nothing. Use another name, or move it away.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(backup))))
        {
            throw new HistorianException($"The directory of {backup} does not exist: make it, or use another one.");
        }

        string partial = backup + ".partial";
        try
        {
            File.Delete(partial);
            MakePrivate(partial);
            using (SqliteConnection source = Open(historian, SqliteOpenMode.ReadWrite))
            {
                // It reads as of one moment, and needs no room for what was deleted.
                using SqliteCommand copy = source.CreateCommand();
                copy.CommandText = "VACUUM INTO $file";
                copy.Parameters.AddWithValue("$file", partial);
                copy.CommandTimeout = 0;
                _ = copy.ExecuteNonQuery();
            }

            HistorianContent content = Check(partial);
            MoveDurably(partial, backup);
            return content;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new HistorianException(
                $"The backup {backup} cannot be written: {exception.Message} Check that its directory exists, may be written and has room.",
                exception);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Puts a backup in the place of the historian. What was there is kept under another name.</summary>
    /// <param name="backup">The backup; it is copied.</param>
    /// <param name="historian">The file of the historian. No dashboard may have it open.</param>
    /// <param name="now">For the name of what is kept.</param>
    /// <returns>What the backup holds, and where the former file is; null when there was none.</returns>
    /// <exception cref="HistorianException">It is not done, and the historian is as it was; the message says why.</exception>
    public static (HistorianContent Content, string? Kept) Restore(string backup, string historian, DateTimeOffset now)
    {
        HistorianContent content = Check(backup);
        string restored = historian + ".restore";
        try
        {
            string? kept = File.Exists(historian) ? Kept(historian, now) : null;
            if (kept is not null && IsSqlite(historian))
            {
                CloseLog(historian);
            }

            File.Delete(restored);
            MakePrivate(restored);
            File.Copy(backup, restored, overwrite: true);
            if (kept is not null)
            {
                File.Move(historian, kept);
                if (File.Exists(historian + "-wal"))
                {
                    File.Move(historian + "-wal", kept + "-wal");
                }

                File.Delete(historian + "-shm");
            }

            MoveDurably(restored, historian);
            return (content, kept);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new HistorianException($"The historian {historian} cannot be restored: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(restored);
        }
    }

    /// <summary>Reads a backup whole.</summary>
    /// <exception cref="HistorianException">It is none, is damaged, or is of a newer version.</exception>
    private static HistorianContent Check(string path)
    {
        if (!File.Exists(path))
        {
            throw new HistorianException($"There is no file {path}.");
        }

        try
        {
            using SqliteConnection connection = Open(path, SqliteOpenMode.ReadOnly);
            long version = HistorianSchema.Scalar(connection, "PRAGMA user_version");
            long tables = HistorianSchema.Scalar(
                connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('event', 'energy')");
            if (tables != 2 || version < 1)
            {
                throw new HistorianException($"{path} is no historian: it lacks the tables of one.");
            }

            if (version > HistorianSchema.Version)
            {
                throw new HistorianException(
                    $"{path} was written by a newer version (schema {version}, this software knows {HistorianSchema.Version}): use the "
                    + "newer software.");
            }

            if (Text(connection, "PRAGMA quick_check(1)") is var verdict && verdict != "ok")
            {
                throw new HistorianException($"{path} is damaged: {verdict}");
            }

            long last = version < 5 ? 0 : HistorianSchema.Scalar(connection, "SELECT coalesce(max(arrival), 0) FROM event");
            return new HistorianContent(
                HistorianSchema.Scalar(connection, "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM energy)"),
                version < 7 ? 0 : HistorianSchema.Scalar(connection, "SELECT count(*) FROM sample"),
                last == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(last * TimeSpan.TicksPerMicrosecond),
                new FileInfo(path).Length);
        }
        catch (SqliteException exception)
        {
            throw new HistorianException(
                exception.SqliteErrorCode == NotADatabase ? $"{path} is no historian: it is no SQLite file."
                    : $"{path} cannot be read: {exception.Message}",
                exception);
        }
    }

    // With its log in it the file can be moved as one. SQLite refuses this while anybody else has it open.
    private static void CloseLog(string historian)
    {
        try
        {
            using SqliteConnection connection = Open(historian, SqliteOpenMode.ReadWrite);
            _ = Text(connection, "PRAGMA journal_mode = DELETE");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
        {
            throw new HistorianException($"A dashboard runs on {historian}. Stop it, restore, and start it again.", exception);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is Corrupt or NotADatabase)
        {
            // It is damaged: that is why a backup is put in its place. It is kept as it is, with its log.
        }
    }

    // SQLite deletes the log beside a file whose beginning is damaged.
    private static bool IsSqlite(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] head = new byte[16];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && head.AsSpan().SequenceEqual("SQLite format 3\0"u8);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Text(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes one of our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() as string ?? "no answer";
    }

    private static string Kept(string historian, DateTimeOffset now)
    {
        string kept = $"{historian}.before-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        return File.Exists(kept) ? throw new IOException($"{kept} exists already.") : kept;
    }

    private static void MakePrivate(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    private static void MoveDurably(string from, string to)
    {
        using (FileStream complete = new(from, FileMode.Open, FileAccess.ReadWrite))
        {
            complete.Flush(flushToDisk: true);
        }

        File.Move(from, to);
    }
}
