using System.Globalization;
using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Edge.Journal;

/// <summary>
/// Up to which seq records of each class were dropped by intent. A seq above all of them that is not in the file was lost by damage.
/// </summary>
internal readonly record struct DropFloors(long Samples, long Events, long Operators)
{
    public long Highest => Math.Max(Math.Max(Samples, Events), Operators);
}

/// <summary>What a journal keeps besides its records and the attributes of elements.</summary>
internal sealed class Bookkeeping
{
    private const string RunMark = "run:";

    /// <summary>What all epochs of this journal begin with; that of its first run in files of before schema 11.</summary>
    public string? Base { get; set; }

    /// <summary>The epochs of the runs by their first seq; the present one is the last.</summary>
    public SortedDictionary<long, string> Runs { get; init; } = [];

    public long LastSeq { get; set; }

    /// <summary>How many records were dropped unread, ever.</summary>
    public long Dropped { get; set; }

    /// <summary>How many of them were events, energies or what operators did; since schema 9.</summary>
    public long DroppedEvents { get; set; }

    public DropFloors Floors { get; set; }

    /// <summary>Whether the file says <see cref="Floors"/>.</summary>
    public bool FloorsKnown { get; set; }

    /// <summary>
    /// How far the clock of the gateway could be trusted at the last entry of this process; before the first one nothing is known of it.
    /// </summary>
    public GatewayClock Clock { get; set; } = GatewayClock.NotSet;

    /// <summary>Whether a write failed half-way: the checkpoints may be others than those in the file.</summary>
    public bool CheckpointsInDoubt { get; set; }

    public JournalSalvage? Salvage { get; set; }

    /// <summary>How long the journal has been in use, all runs together, in ticks; what it was off does not count.</summary>
    public long RunTime { get; set; }

    /// <summary>Which seq was the last after which run time; only for a salvage.</summary>
    public List<(long Run, long Seq)> Ages { get; init; } = [];

    /// <summary>The number of the next tag. No number is used twice, also where the name of one was lost.</summary>
    public long NextTag { get; set; } = 1;

    public Dictionary<string, long> Tags { get; init; } = [];

    public Dictionary<string, long> Cursors { get; init; } = [];

    public Dictionary<string, byte[]> Notes { get; init; } = [];

    public Dictionary<string, KeptCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>What every known reader has handled; 0 when there is none.</summary>
    public long HandledByAll => Cursors.Count == 0 ? 0 : Cursors.Values.Min();

    /// <summary>Reads all of it.</summary>
    /// <exception cref="SqliteException">The file is damaged.</exception>
    public static Bookkeeping Load(sqlite3 database)
    {
        Bookkeeping books = new();
        books.LoadMeta(database);
        using (var last = new Statement(
            database, "SELECT max(ifnull((SELECT max(seq) FROM sample), 0), ifnull((SELECT max(seq) FROM event), 0))"))
        {
            books.LastSeq = Math.Max(books.LastSeq, last.Scalar() ?? 0);
        }

        books.LoadTags(database);
        books.LoadCursors(database);
        foreach (string reader in books.Cursors.Keys.ToArray())
        {
            books.Cursors[reader] = Math.Min(books.Cursors[reader], books.LastSeq);
        }

        books.LoadCheckpoints(database);
        _ = books.Base ?? throw new SqliteException("The journal has no epoch: it was not finished when it was made.", 11);
        return books;
    }

    public void LoadMeta(sqlite3 database)
    {
        using var rows = new Statement(database, "SELECT name, value FROM meta");
        while (rows.Step())
        {
            TakeMeta(rows.Text(0), rows.Text(1), rows.Int64(1));
        }
    }

    /// <summary>One row of the table <c>meta</c>; a name that is not known is left out.</summary>
    public void TakeMeta(string name, string text, long number)
    {
        switch (name)
        {
            case "epoch":
                Base = text.Length == 0 ? null : text;
                break;
            case "last_seq":
                LastSeq = number;
                break;
            case "dropped":
                Dropped = number;
                break;
            case "dropped_events":
                DroppedEvents = number;
                break;
            case "samples_floor":
                (Floors, FloorsKnown) = (Floors with { Samples = number }, true);
                break;
            case "events_floor":
                (Floors, FloorsKnown) = (Floors with { Events = number }, true);
                break;
            case "operators_floor":
                Floors = Floors with { Operators = number };
                break;
            case "run_time":
                RunTime = number;
                break;
            case "next_tag":
                NextTag = Math.Max(NextTag, number);
                break;
            case "salvage":
                Salvage = ReadSalvage(text);
                break;
            default:
                TakeRun(name, text);
                break;
        }
    }

    public void LoadTags(sqlite3 database)
    {
        using var rows = new Statement(database, "SELECT id, name FROM tag");
        while (rows.Step())
        {
            TakeTag(rows.Text(1), rows.Int64(0));
        }
    }

    public void TakeTag(string name, long id)
    {
        Tags[name] = id;
        NextTag = Math.Max(NextTag, id + 1);
    }

    public void LoadCursors(sqlite3 database)
    {
        using var rows = new Statement(database, "SELECT reader, seq, note, note IS NOT NULL FROM cursor");
        while (rows.Step())
        {
            TakeCursor(rows.Text(0), rows.Int64(1), rows.Int64(3) != 0 ? rows.Blob(2).ToArray() : null);
        }
    }

    public void TakeCursor(string reader, long seq, byte[]? note)
    {
        Cursors[reader] = seq;
        if (note is not null)
        {
            Notes[reader] = note;
        }
    }

    public void LoadCheckpoints(sqlite3 database)
    {
        // Before schema 13 they have no number.
        using var rows = new Statement(database, "SELECT * FROM mark");
        while (rows.Step())
        {
            Checkpoints[rows.Text(0)] = new(rows.Blob(1).ToArray(), rows.Columns > 2 ? rows.Int64(2) : 0, isInFile: true);
        }
    }

    public void LoadAges(sqlite3 database)
    {
        using var rows = new Statement(database, "SELECT run, seq FROM age");
        while (rows.Step())
        {
            Ages.Add((rows.Int64(0), rows.Int64(1)));
        }
    }

    /// <summary>Writes all of it into a new file, within a transaction of the caller.</summary>
    public void Store(sqlite3 database)
    {
        using var meta = new Statement(database, MetaSql);
        meta.Bind(1, "epoch").Bind(2, Base ?? throw new InvalidOperationException("A journal needs an epoch.")).Run();
        StoreMeta(meta);
        foreach ((long first, string epoch) in Runs)
        {
            meta.Bind(1, RunName(first)).Bind(2, epoch).Run();
        }

        using var tag = new Statement(database, "INSERT INTO tag (id, name) VALUES (?1, ?2)");
        foreach ((string name, long id) in Tags)
        {
            tag.Bind(1, id).Bind(2, name).Run();
        }

        using var cursor = new Statement(database, "INSERT INTO cursor (reader, seq) VALUES (?1, ?2)");
        using var note = new Statement(database, "UPDATE cursor SET note = ?2 WHERE reader = ?1");
        foreach ((string reader, long seq) in Cursors)
        {
            cursor.Bind(1, reader).Bind(2, seq).Run();
            if (Notes.TryGetValue(reader, out byte[]? bytes))
            {
                note.Bind(1, reader).Bind(2, bytes).Run();
            }
        }

        using var age = new Statement(database, "INSERT OR REPLACE INTO age (run, seq) VALUES (?1, ?2)");
        foreach ((long run, long seq) in Ages)
        {
            age.Bind(1, run).Bind(2, seq).Run();
        }

        using var mark = new Statement(database, "INSERT INTO mark (device, body, number) VALUES (?1, ?2, ?3)");
        foreach ((string device, KeptCheckpoint kept) in Checkpoints)
        {
            mark.Bind(1, device).Bind(2, kept.Bytes).Bind(3, kept.Number).Run();
        }
    }

    /// <summary>Sets one row of the table <c>meta</c>: ?1 its name, ?2 its value.</summary>
    public const string MetaSql =
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    /// <summary>The name of a run in the table <c>meta</c>.</summary>
    public static string RunName(long firstSeq) => string.Create(CultureInfo.InvariantCulture, $"{RunMark}{firstSeq}");

    /// <summary>The epoch of the run that wrote the last record; with its seq it names one state of one journal.</summary>
    public string EpochOfLast() => Runs.LastOrDefault(run => run.Key <= LastSeq).Value ?? Base ?? "";

    /// <summary>The runs for those who read. What a run of before schema 11 wrote has the base itself as its epoch.</summary>
    public JournalRuns ReadableRuns()
    {
        IEnumerable<JournalRun> runs = Runs.Select(run => new JournalRun(run.Key, run.Value));
        return new JournalRuns([.. Runs.Count > 0 && Runs.First().Key <= 1 ? [] : (JournalRun[])[new(1, Base ?? "")], .. runs]);
    }

    /// <summary>Writes what changes when records are dropped or salvaged.</summary>
    public void StoreMeta(Statement meta)
    {
        meta.Bind(1, "last_seq").Bind(2, LastSeq).Run();
        meta.Bind(1, "dropped").Bind(2, Dropped).Run();
        meta.Bind(1, "dropped_events").Bind(2, DroppedEvents).Run();
        meta.Bind(1, "samples_floor").Bind(2, Floors.Samples).Run();
        meta.Bind(1, "events_floor").Bind(2, Floors.Events).Run();
        meta.Bind(1, "operators_floor").Bind(2, Floors.Operators).Run();
        meta.Bind(1, "run_time").Bind(2, RunTime).Run();
        meta.Bind(1, "next_tag").Bind(2, NextTag).Run();
        if (Salvage is { } salvage)
        {
            meta.Bind(1, "salvage").Bind(2, string.Create(CultureInfo.InvariantCulture,
                $"{salvage.Since.UtcTicks} {salvage.Records} {salvage.Events} {salvage.FirstSeq} {salvage.LastSeq} "
                + $"{(salvage.EndKnown ? 1 : 0)}")).Run();
        }
    }

    private void TakeRun(string name, string epoch)
    {
        if (name.StartsWith(RunMark, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(RunMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long first)
            && JournalEpoch.Is(epoch))
        {
            Runs[first] = epoch;
        }
    }

    private static JournalSalvage? ReadSalvage(string text)
    {
        string[] parts = text.Split(' ');
        long[] numbers = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers is [>= 0 and var since, var records, var events, var first, var last, var end]
            && since <= DateTimeOffset.MaxValue.Ticks
            ? new JournalSalvage
            {
                Status = JournalSalvageStatus.Done,
                Since = new DateTimeOffset(since, TimeSpan.Zero),
                Records = records,
                Events = events,
                FirstSeq = first,
                LastSeq = last,
                EndKnown = end != 0,
            }
            : null;
    }
}
