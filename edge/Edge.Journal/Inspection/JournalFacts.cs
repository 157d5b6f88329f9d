using System.Collections.Immutable;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Edge.Journal.Inspection;

/// <summary>How far a reader of the journal is.</summary>
/// <param name="Reader">Its name.</param>
/// <param name="Seq">The last record that it has handled; 0: none yet.</param>
public readonly record struct JournalCursor(string Reader, long Seq);

/// <summary>What a journal says of itself, at one moment.</summary>
public sealed record JournalFacts
{
    /// <summary>The schema of the file.</summary>
    public required long Schema { get; init; }

    /// <summary>The epoch of the last run that wrote a record; null where it cannot be read.</summary>
    public string? Epoch { get; init; }

    /// <summary>What all epochs of this journal begin with; null where it cannot be read.</summary>
    internal string? Base { get; init; }

    /// <summary>The oldest record; 0 when there is none.</summary>
    public long OldestSeq { get; init; }

    /// <summary>The newest record; 0 when none was ever written.</summary>
    public long LastSeq { get; init; }

    /// <summary>The readers, sorted by name.</summary>
    public ImmutableArray<JournalCursor> Cursors { get; init; } = [];

    /// <summary>How many records were lost that a reader had not handled, ever.</summary>
    public long Dropped { get; init; }

    /// <summary>How many of them were events, energies or what operators did; null: an older program did not count them.</summary>
    public long? DroppedEvents { get; init; }

    /// <summary>Up to this seq records may be missing because they were dropped by intent.</summary>
    public long DroppedUpTo { get; init; }

    /// <summary>The last salvage; null when there was none.</summary>
    public JournalSalvage? Salvage { get; init; }

    /// <summary>Bytes of the file.</summary>
    public long FileBytes { get; init; }

    /// <summary>Bytes in pages of the file that hold something.</summary>
    public long UsedBytes { get; init; }

    /// <summary>Bytes of the write-ahead log; 0 when there is none.</summary>
    public long LogBytes { get; init; }

    /// <summary>Whether the gateway found damage and has not salvaged the file yet.</summary>
    public bool IsSuspected { get; init; }

    /// <summary>The damaged files that a salvage kept, the oldest first.</summary>
    public ImmutableArray<string> Kept { get; init; } = [];

    /// <summary>Where the file does not say something because a page of it is damaged: what SQLite says of it.</summary>
    public string? Problem { get; init; }
}

/// <summary>Reads what a journal says of itself; what cannot be read is left out and reported.</summary>
internal static class FactReader
{
    // Since this schema the file says how many events were dropped, and up to where.
    private const long CountsEvents = 9;

    public static JournalFacts Read(sqlite3 database, long schema, string path)
    {
        string? problem = null;
        Bookkeeping books = new();
        Reads(() => books.LoadMeta(database), ref problem);
        Reads(() => books.LoadCursors(database), ref problem);
        books.Floors = Floors(database, books);
        long oldest = 0;
        long last = 0;
        foreach (string table in (ReadOnlySpan<string>)["sample", "event"])
        {
            Reads(() => oldest = Least(oldest, Number(database, $"SELECT min(seq) FROM {table}")), ref problem);
            Reads(() => last = Math.Max(last, Number(database, $"SELECT max(seq) FROM {table}")), ref problem);
        }

        FileStamp stamp = FileStamp.Of(path);
        return new JournalFacts
        {
            Schema = schema,
            Epoch = books.Base is null ? null : books.ReadableRuns().Present.Epoch,
            Base = books.Base,
            OldestSeq = oldest,
            LastSeq = Math.Max(last, books.LastSeq),
            Cursors = [.. books.Cursors.Select(cursor => new JournalCursor(cursor.Key, cursor.Value))
                .OrderBy(cursor => cursor.Reader, StringComparer.Ordinal)],
            Dropped = books.Dropped,
            DroppedEvents = schema < CountsEvents ? null : books.DroppedEvents,
            DroppedUpTo = books.Floors.Highest,
            Salvage = books.Salvage,
            FileBytes = stamp.Length,
            UsedBytes = (Number(database, "PRAGMA page_count") - Number(database, "PRAGMA freelist_count"))
                * Number(database, "PRAGMA page_size"),
            LogBytes = stamp.Log ?? 0,
            IsSuspected = File.Exists(JournalFile.SuspicionOf(path)),
            Kept = Kept(path),
            Problem = problem,
        };
    }

    /// <summary>The table <c>meta</c>; without an epoch where it cannot be read.</summary>
    public static Bookkeeping Meta(sqlite3 database)
    {
        string? problem = null;
        Bookkeeping books = new();
        Reads(() => books.LoadMeta(database), ref problem);
        return problem is null ? books : new Bookkeeping();
    }

    /// <summary>Up to where records were dropped by intent. In an older file that is what is older than the oldest record.</summary>
    public static DropFloors Floors(sqlite3 database, Bookkeeping books)
    {
        if (books.FloorsKnown)
        {
            return books.Floors;
        }

        string? problem = null;
        long samples = 0;
        long events = 0;
        Reads(() => samples = Number(database, Older("sample", "event")), ref problem);
        Reads(() => events = Number(database, Older("event", "sample")), ref problem);
        return new DropFloors(samples, events, 0);
    }

    private static string Older(string table, string other) =>
        $"SELECT ifnull((SELECT min(seq) - 1 FROM {table}), (SELECT max(seq) FROM {other}))";

    private static void Reads(Action read, ref string? problem)
    {
        try
        {
            read();
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            problem ??= damage.Message;
        }
    }

    private static long Number(sqlite3 database, string sql)
    {
        using Statement statement = new(database, sql);
        return statement.Scalar() ?? 0;
    }

    private static long Least(long known, long found) => known == 0 ? found : found == 0 ? known : Math.Min(known, found);

    private static ImmutableArray<string> Kept(string path)
    {
        try
        {
            return
            [
                .. Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".damaged-*")
                    .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            ];
        }
        catch (UnauthorizedAccessException)
        {
            // A directory that may be passed through and not listed.
            return [];
        }
    }
}
