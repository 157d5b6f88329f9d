using Edge.Pipeline;

namespace Edge.Journal.Inspection;

/// <summary>What a reader has not handled yet.</summary>
public sealed record JournalBacklog
{
    /// <summary>The reader.</summary>
    public required JournalCursor Cursor { get; init; }

    /// <summary>How many records it has not handled.</summary>
    public long Records { get; internal set; }

    /// <summary>How many of them are events, energies or what operators did.</summary>
    public long Events { get; internal set; }

    /// <summary>The first of them; 0 where there is none.</summary>
    public long FirstSeq { get; internal set; }

    /// <summary>When the gateway got the first of them; null where there is none, or its time is none.</summary>
    public DateTimeOffset? FirstTime { get; internal set; }
}

/// <summary>What is counted while all records of a journal are walked over once: kinds, backlogs, what is missing.</summary>
public sealed class JournalSurvey
{
    private readonly Dictionary<JournalRecordKind, long> _kinds = [];
    private readonly SeqGaps _gaps;

    /// <summary>Begins.</summary>
    /// <param name="facts">What the journal said of itself before.</param>
    public JournalSurvey(JournalFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Facts = facts;
        Backlogs = [.. facts.Cursors.Select(cursor => new JournalBacklog { Cursor = cursor })];
        _gaps = new SeqGaps(facts.Salvage);
    }

    /// <summary>What the journal said of itself before it was walked over.</summary>
    public JournalFacts Facts { get; }

    /// <summary>How many records of each kind there are.</summary>
    public IReadOnlyDictionary<JournalRecordKind, long> Kinds => _kinds;

    /// <summary>All records.</summary>
    public long Records => _kinds.Values.Sum();

    /// <summary>The oldest record that could be read; null when there is none.</summary>
    public JournalRow? Oldest { get; private set; }

    /// <summary>The newest record that could be read; null when there is none.</summary>
    public JournalRow? Newest { get; private set; }

    /// <summary>What each reader has not handled.</summary>
    public IReadOnlyList<JournalBacklog> Backlogs { get; }

    /// <summary>The numbers that are missing, the first ones; what says that they are lost is known at the end only.</summary>
    public IReadOnlyList<SeqGap> Gaps => _gaps.Found;

    /// <summary>How many numbers are missing, also those beyond <see cref="Gaps"/>.</summary>
    public long Missing => _gaps.Missing;

    /// <summary>The parts of the tables that cannot be read, the first ones.</summary>
    public IReadOnlyList<UnreadableSpan> Unreadable => _gaps.Unreadable;

    /// <summary>Takes the next page.</summary>
    /// <param name="page">The page.</param>
    public void Take(RecordPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        foreach (JournalRow row in page.Rows)
        {
            _kinds[row.Kind] = _kinds.GetValueOrDefault(row.Kind) + 1;
            Oldest ??= row;
            Newest = row;
            foreach (JournalBacklog backlog in Backlogs)
            {
                Count(backlog, row);
            }
        }

        _gaps.Take(page);
    }

    private static void Count(JournalBacklog backlog, in JournalRow row)
    {
        if (row.Seq <= backlog.Cursor.Seq)
        {
            return;
        }

        if (backlog.Records++ == 0)
        {
            (backlog.FirstSeq, backlog.FirstTime) = (row.Seq, row.Time);
        }

        backlog.Events += row.Kind is JournalRecordKind.Event or JournalRecordKind.Energy or JournalRecordKind.Operator ? 1 : 0;
    }
}
