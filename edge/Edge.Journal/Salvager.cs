using Edge.Journal.Pages;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Edge.Journal;

/// <summary>
/// Puts a sound file in the place of a damaged one (ADR 0018): every record that can be read keeps its seq, so cursors hold; its
/// epoch too; a new one begins where it is not known which numbers were given out. Nobody else may have the file open.
/// </summary>
internal sealed class Salvager(JournalOptions options, TimeProvider clock, ILogger logger, CheckpointFile sideFile)
{
    /// <summary>How many damaged files are kept for a person; older ones are deleted.</summary>
    public const int MostKept = 3;

    // The names of some tags may be lost. Their numbers must not get another name: samples that use them would be taken for its values.
    private const long TagNumbersLeftOut = 1_000_000;

    /// <summary>For tests: how many pages the disk has room for; 0: as many as there are.</summary>
    public long RoomForPages { get; init; }

    /// <summary>Does it.</summary>
    /// <param name="reason">What SQLite said.</param>
    /// <param name="known">What the running program knows of the file; null at a start.</param>
    /// <param name="stop">Ends it; the damaged file is then as it was.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    /// <exception cref="SqliteException">The disk fails, or has no room for the unread events.</exception>
    public void Run(string reason, Bookkeeping? known, CancellationToken stop)
    {
        try
        {
            RunOnce(reason, known, stop);
        }
        catch (SqliteException full) when (full.SqliteErrorCode == JournalFile.DiskFull && JournalFile.DeleteKept(options.Path, 0) > 0)
        {
            Log.KeptDeleted(logger, options.Path);
            RunOnce(reason, known, stop);
        }
    }

    private void RunOnce(string reason, Bookkeeping? known, CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string salvage = JournalFile.SalvageOf(options.Path);
        JournalSalvage result;
        SalvageLoss all;
        long written;
        Bookkeeping books;

        // Opened before SQLite opens the file, which may move the log into it and delete the log.
        using (PageFile pages = PageFile.Open(options.Path))
        {
            SalvageScan scan = new(pages, stop);
            books = Gather(scan, known, out Dictionary<(string Tag, long Attribute), byte[]> elements, out bool endKnown);
            using SalvageCopy copy = new(JournalFile.CreateForSalvage(salvage, RoomForPages));
            copy.Write(books, elements);
            IReadOnlyList<SalvageLeaf> withoutRoom = copy.Write(scan, books, stop);
            written = copy.Written;
            SalvageCount count = new(scan, copy, books, withoutRoom);
            (all, SalvageLoss unread) = count.Of(copy.Seqs());
            result = new JournalSalvage
            {
                Status = JournalSalvageStatus.Done,
                Since = now,
                Records = unread.Records,
                Events = unread.Events,
                FirstSeq = unread.FirstSeq,
                LastSeq = unread.LastSeq,
                EndKnown = endKnown,
            };
            books.Salvage = result;
            books.Dropped += unread.Records;
            books.DroppedEvents += unread.Events;
            LossDetail? detail = null;
            if (unread.Records > 0 || !endKnown)
            {
                detail = new(LossCause.Damaged, unread.Events, unread.FirstSeq, unread.LastSeq);
                books.LastSeq++;
            }

            copy.WriteLoss(books, now.UtcTicks, unread.Records, detail);
        }

        string kept = JournalFile.Swap(options.Path, clock);
        Log.Salvaged(
            logger, options.Path, reason, written, result.Records, result.Events, result.FirstSeq, result.LastSeq,
            all.Records - result.Records, kept);
        if (!result.EndKnown)
        {
            Log.SalvagedWithoutEnd(logger, options.Path, books.Runs.Last().Value);
        }
    }

    private Bookkeeping Gather(
        SalvageScan scan, Bookkeeping? known, out Dictionary<(string Tag, long Attribute), byte[]> elements, out bool endKnown)
    {
        Dictionary<(string Tag, long Attribute), byte[]> stored = [];
        long lastSample = scan.LastOf(RowTable.Sample);
        long lastEvent = scan.LastOf(RowTable.Event);
        bool logIsWhole = !LogHole.Exists(options.Path);
        Bookkeeping asked = Ask(scan.Books, stored, out bool elementsRead, out (long Sample, long Event)? ends);
        elements = elementsRead ? stored : scan.Elements;
        if (!elementsRead)
        {
            scan.AddElementsOfOperators(elements);
        }

        Bookkeeping best = known ?? asked;
        endKnown = known is not null
            || (logIsWhole && ends is { } end && lastSample <= end.Sample && lastEvent <= end.Event && JournalEpoch.Is(best.Base));
        Bookkeeping books = new()
        {
            Base = JournalEpoch.Is(best.Base) ? best.Base : JournalEpoch.NewBase(),
            Runs = best.Runs,
            Dropped = best.Dropped,
            DroppedEvents = best.DroppedEvents,
            Floors = Floors(scan, best),
            RunTime = best.RunTime,
            Ages = asked.Ages,
            Tags = best.Tags,
            NextTag = best.NextTag,
            Cursors = best.Cursors,
            Notes = best.Notes,
            Checkpoints = known is { CheckpointsInDoubt: true } ? asked.Checkpoints : best.Checkpoints,
        };
        long last = Math.Max(Math.Max(lastSample, lastEvent), Math.Max(best.LastSeq, 0));
        books.LastSeq = last;
        sideFile.AddTo(books);
        if (!endKnown)
        {
            // Numbers behind the last one may have been given out.
            books.Runs[last + 1] = JournalEpoch.NewRun(books.Base!);
        }

        foreach (string reader in books.Cursors.Keys.ToArray())
        {
            books.Cursors[reader] = Math.Clamp(books.Cursors[reader], 0, last);
        }

        return books;
    }

    // Where it was not written down what was dropped by intent, it is what is older than the oldest record.
    private static DropFloors Floors(SalvageScan scan, Bookkeeping best)
    {
        long First(RowTable table) =>
            scan.Leaves.Where(leaf => leaf.Table == table).Select(leaf => leaf.First).DefaultIfEmpty(1).Min() - 1;

        return best.FloorsKnown ? best.Floors : new DropFloors(First(RowTable.Sample), First(RowTable.Event), 0);
    }

    // What SQLite itself still reads of the small tables, the rest as the scan found it; and where SQLite finds the ends of the large ones,
    // null where it does not.
    private Bookkeeping Ask(
        Bookkeeping found, Dictionary<(string Tag, long Attribute), byte[]> elements, out bool elementsRead,
        out (long Sample, long Event)? ends)
    {
        Bookkeeping meta = new();
        Bookkeeping tags = new();
        Bookkeeping cursors = new();
        Bookkeeping checkpoints = new();
        Bookkeeping ages = new();
        elementsRead = false;
        ends = null;
        try
        {
            using SqliteConnection connection = JournalFile.Connect(options.Path, SqliteOpenMode.ReadWrite);
            sqlite3 database = connection.Handle!;

            // The log stays as it is: for the next try, if this one has no room, and for a person afterwards.
            _ = raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            elementsRead = Reads(() => LoadElements(database, elements));
            (long, long) last = (0, 0);
            if (Reads(() => last = (End(database, "sample"), End(database, "event"))))
            {
                ends = last;
            }

            meta = Reads(() => meta.LoadMeta(database)) ? meta : found;
            tags = Reads(() => tags.LoadTags(database)) ? tags : found;
            cursors = Reads(() => cursors.LoadCursors(database)) ? cursors : found;
            ages = Reads(() => ages.LoadAges(database)) ? ages : found;
            checkpoints = Reads(() => checkpoints.LoadCheckpoints(database)) ? checkpoints : found;
        }
        catch (SqliteException)
        {
            // It cannot even open the file; the scan of the pages has what there is.
            meta = tags = cursors = checkpoints = ages = found;
        }

        return new Bookkeeping
        {
            Base = meta.Base,
            Runs = meta.Runs,
            LastSeq = meta.LastSeq,
            Dropped = meta.Dropped,
            DroppedEvents = meta.DroppedEvents,
            Floors = meta.Floors,
            RunTime = meta.RunTime,
            Ages = ages.Ages,
            FloorsKnown = meta.FloorsKnown,
            Tags = tags.Tags,
            NextTag = Math.Max(meta.NextTag, tags.NextTag) + (tags == found ? TagNumbersLeftOut : 0),
            Cursors = cursors.Cursors,
            Notes = cursors.Notes,
            Checkpoints = checkpoints.Checkpoints,
        };
    }

    private static bool Reads(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (SqliteException)
        {
            // This table is among what is damaged; the scan of the pages has what is left of it.
            return false;
        }
    }

    private static void LoadElements(sqlite3 database, Dictionary<(string Tag, long Attribute), byte[]> elements)
    {
        using Statement rows = new(database, "SELECT tag, attribute, body FROM element");
        while (rows.Step())
        {
            elements[(rows.Text(0), rows.Int64(1))] = rows.Blob(2).ToArray();
        }
    }

    private static long End(sqlite3 database, string table)
    {
        using Statement last = new(database, $"SELECT seq, body FROM {table} ORDER BY seq DESC LIMIT 1");
        if (!last.Step())
        {
            return 0;
        }

        long seq = last.Int64(0);
        string? fault = new BodyReader(last.Blob(1)).Fault;
        last.Reset();
        return fault is null ? seq : throw new SqliteException($"The last record of {table} cannot be read: {fault}.", JournalFile.Corrupt);
    }
}
