using Edge.Journal.Pages;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>Finds damage at a start that SQLite passes over: it takes an empty file for a new one and deletes its log.</summary>
internal static class StartCheck
{
    // The least that SQLite takes for a file of its own: a page has at least so many bytes.
    private const int SmallestPage = 512;

    /// <summary>Looks at file and log. A log whose header alone is damaged is mended.</summary>
    /// <param name="path">The journal, which may be missing.</param>
    /// <param name="logger">Where it is logged.</param>
    /// <exception cref="SqliteException">They are damaged (<see cref="JournalFile.IsDamage"/>).</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static void Run(string path, ILogger logger)
    {
        if (LogHeader.IsRotten(path) && LogHeader.TryRestore(path))
        {
            Log.LogRestored(logger, path);
        }

        CheckIfCut(path);
        CheckIfSuspected(path, logger);
    }

    private static void CheckIfCut(string path)
    {
        FileInfo file = new(path);
        string? fault = file.Exists
            ? file.Length switch
            {
                0 => "it is empty: all that was in it is gone, or it may never have been written",
                < SmallestPage => $"only {file.Length} bytes of it are left",
                _ => null,
            }
            : new FileInfo(path + "-wal") is { Exists: true, Length: > 0 } ? "it is missing, and its write-ahead log is still there" : null;
        fault ??= LogHeader.IsRotten(path) ? "the header of its write-ahead log is damaged"
            : LogHole.Exists(path) ? "its write-ahead log is damaged before sound transactions" : null;
        if (fault is not null)
        {
            throw new SqliteException(fault, JournalFile.Corrupt);
        }
    }

    private static void CheckIfSuspected(string path, ILogger logger)
    {
        if (!File.Exists(JournalFile.SuspicionOf(path)))
        {
            return;
        }

        if (File.Exists(path))
        {
            using SqliteConnection connection = JournalFile.Connect(path, SqliteOpenMode.ReadWrite);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            string verdict = command.ExecuteScalar() as string ?? "no answer";
            if (verdict != "ok")
            {
                throw new SqliteException(verdict, JournalFile.Corrupt);
            }

            Log.CheckedSound(logger, path);
        }

        File.Delete(JournalFile.SuspicionOf(path));
    }
}
