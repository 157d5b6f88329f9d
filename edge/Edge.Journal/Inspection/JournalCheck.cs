using Edge.Journal.Pages;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Edge.Journal.Inspection;

/// <summary>What can be wrong with a journal.</summary>
public enum JournalFindingKind
{
    /// <summary>A page of the file is damaged where the journal says what it holds.</summary>
    Bookkeeping,

    /// <summary>A transaction within the write-ahead log is damaged, and sound ones follow: SQLite would leave those out.</summary>
    Log,

    /// <summary>A part of a table cannot be read.</summary>
    Unreadable,

    /// <summary>A record is there and cannot be decoded.</summary>
    Record,

    /// <summary>Two records have the same number.</summary>
    TwoOfOneSeq,

    /// <summary>Numbers are missing, and nothing says why.</summary>
    Gap,

    /// <summary>The cursor of a reader is outside of the journal.</summary>
    Cursor,

    /// <summary>The stored state of an element cannot be decoded.</summary>
    Element,
}

/// <summary>Something that is wrong with a journal.</summary>
/// <param name="Kind">What.</param>
/// <param name="FirstSeq">The seq, the first of several, or where a cursor stands; 0 where it is about none.</param>
/// <param name="LastSeq">The last seq; the same as the first where it is about one.</param>
/// <param name="Name">The reader or the element; the table of what cannot be read; else empty.</param>
/// <param name="Detail">What exactly is wrong; empty where the rest says it.</param>
public readonly record struct JournalFinding(JournalFindingKind Kind, long FirstSeq, long LastSeq, string Name, string Detail);

/// <summary>
/// Decodes every record of a journal and checks that none is missing. What it does not look at: pages of the file that hold nothing, and
/// the indexes.
/// </summary>
public sealed class JournalCheck
{
    private const int MostKept = 1000;

    private readonly JournalView _view;
    private readonly List<JournalFinding> _findings = [];
    private long _before = -1;

    /// <summary>Begins.</summary>
    /// <param name="view">The journal.</param>
    /// <exception cref="JournalUnreadableException">It cannot be read.</exception>
    public JournalCheck(JournalView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        _view = view;
        Survey = new JournalSurvey(view.ReadFacts());
    }

    /// <summary>What was counted on the way.</summary>
    public JournalSurvey Survey { get; }

    /// <summary>What is wrong, the first findings, in order of what they are about; complete at the end.</summary>
    public IReadOnlyList<JournalFinding> Findings => _findings;

    /// <summary>How many findings there are, also those beyond <see cref="Findings"/>.</summary>
    public long Count { get; private set; }

    /// <summary>Checks everything.</summary>
    /// <param name="progress">Gets the last seq that was checked, again and again.</param>
    /// <exception cref="JournalUnreadableException">It cannot be read any more.</exception>
    public void Run(Action<long> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        JournalFacts facts = Survey.Facts;
        if (facts.Problem is { } problem)
        {
            Add(new JournalFinding(JournalFindingKind.Bookkeeping, 0, 0, "", problem));
        }

        foreach (JournalCursor cursor in facts.Cursors.Where(cursor => cursor.Seq < 0 || cursor.Seq > facts.LastSeq))
        {
            Add(new JournalFinding(JournalFindingKind.Cursor, cursor.Seq, facts.LastSeq, cursor.Reader, ""));
        }

        if (HasHole(_view.Path))
        {
            Add(new JournalFinding(JournalFindingKind.Log, 0, 0, "", ""));
        }

        _view.Read((database, _) => CheckElements(database));
        foreach (RecordPage page in _view.Walk(new RecordFilter(), 0, facts.LastSeq))
        {
            Survey.Take(page);
            foreach (JournalRow row in page.Rows)
            {
                Check(row);
            }

            progress(page.UpTo);
        }

        foreach (UnreadableSpan span in Survey.Unreadable)
        {
            Add(new JournalFinding(
                JournalFindingKind.Unreadable, span.FirstSeq, span.LastSeq, span.IsSamples ? "sample" : "event", span.Detail));
        }

        foreach (SeqGap gap in Survey.Gaps.Where(gap => gap.ToldBy == GapToldBy.Nothing))
        {
            Add(new JournalFinding(JournalFindingKind.Gap, gap.FirstSeq, gap.LastSeq, "", ""));
        }
    }

    private void Check(in JournalRow row)
    {
        if (row.Record?.Problem is { } problem)
        {
            Add(new JournalFinding(JournalFindingKind.Record, row.Seq, row.Seq, "", problem));
        }

        if (row.Seq == _before)
        {
            Add(new JournalFinding(JournalFindingKind.TwoOfOneSeq, row.Seq, row.Seq, "", ""));
        }

        _before = row.Seq;
    }

    // A log that is begun anew while it is read looks like one with a hole: then its header is another one afterwards.
    private static bool HasHole(string path)
    {
        for (int tries = 0; tries < 3; tries++)
        {
            byte[] before = HeaderOfLog(path);
            if (!LogHole.Exists(path))
            {
                return false;
            }

            if (HeaderOfLog(path).AsSpan().SequenceEqual(before) && LogHole.Exists(path))
            {
                return HeaderOfLog(path).AsSpan().SequenceEqual(before);
            }
        }

        return false;
    }

    private static byte[] HeaderOfLog(string path)
    {
        byte[] header = new byte[32];
        if (File.Exists(path + "-wal"))
        {
            using FileStream log = new(path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            _ = log.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        }

        return header;
    }

    private int CheckElements(sqlite3 database)
    {
        try
        {
            using Statement rows = new(database, "SELECT tag, body FROM element");
            while (rows.Step())
            {
                BodyReader body = new(rows.Blob(1));
                _ = ElementCodec.Read(ref body);
                if (body.Fault is { } fault)
                {
                    Add(new JournalFinding(JournalFindingKind.Element, 0, 0, rows.Text(0), fault));
                }
            }
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            Add(new JournalFinding(JournalFindingKind.Bookkeeping, 0, 0, "element", damage.Message));
        }

        return 0;
    }

    private void Add(in JournalFinding finding)
    {
        Count++;
        if (_findings.Count < MostKept)
        {
            _findings.Add(finding);
        }
    }
}
