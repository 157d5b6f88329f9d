using Dashboard.Historian.Journal;

namespace Dashboard.Historian.Sql;

/// <summary>How far the journal of a site is stored, within one transaction.</summary>
internal sealed class JournalRows
{
    // A gap whose end has not arrived yet.
    private const long StillOpen = long.MaxValue;

    private readonly SqlSession _session;
    private readonly string _site;
    private readonly string _epoch;
    private (long Seq, long Time)? _former;
    private bool _isOpen;

    private JournalRows(SqlSession session, JournalBatch batch, RollUpMarks marks) =>
        (_session, _site, _epoch, Marks) = (session, batch.Site, batch.Epoch, marks);

    /// <summary>The last record of the epoch, and when its gateway wrote it; null: nothing is stored of it.</summary>
    internal (long Seq, long Time)? Own { get; private set; }

    /// <summary>The last record before a batch of a new epoch, if it is of the epoch before it.</summary>
    internal (long Seq, long Time)? Before => Own ?? _former;

    /// <summary>What must be rolled up anew.</summary>
    internal RollUpMarks Marks { get; }

    /// <summary>How far all epochs of the site are.</summary>
    internal JournalPlaces Places { get; private set; }

    internal static JournalRows Read(SqlSession session, JournalBatch batch, RollUpMarks marks)
    {
        (string site, string epoch, string former) = (batch.Site, batch.Epoch, batch.FormerEpoch);
        JournalRows rows = new(session, batch, marks);
        foreach ((string found, long seq, long time) in session.Rows(
            reader => (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)),
            "SELECT epoch, seq, time FROM journal WHERE site = @site", ("@site", site)))
        {
            rows.Places = found == epoch ? rows.Places with { Own = seq }
                : rows.Places with
                {
                    Former = found == former ? seq : rows.Places.Former,
                    Others = Math.Max(rows.Places.Others ?? 0, seq),
                };
            rows.Own = found == epoch ? (seq, time) : rows.Own;
            rows._former = found == former ? (seq, time) : rows._former;
        }

        return rows;
    }

    /// <summary>Writes the watermark; without a time that of before remains, of a new run that of the former one.</summary>
    /// <returns>The number of the journal.</returns>
    internal long Move(long seq, long? time, long changed) => _session.Number(
        """
        INSERT INTO journal (site, epoch, seq, time, changed) VALUES (@site, @epoch, @seq, coalesce(@time, 0), @changed)
        ON CONFLICT (site, epoch) DO UPDATE SET
            seq = CASE WHEN @seq > journal.seq THEN @seq ELSE journal.seq END,
            time = CASE WHEN @seq > journal.seq THEN coalesce(@time, journal.time) ELSE journal.time END, changed = @changed
        RETURNING id
        """,
        ("@site", _site), ("@epoch", _epoch), ("@seq", seq), ("@time", time ?? (Own is null ? _former?.Time : null)),
        ("@changed", changed))!.Value;

    /// <summary>Notes that nothing is known since the last record; what comes next ends it.</summary>
    internal void BeginGap(SeqRange gone)
    {
        if (Before is { Time: > 0 } before)
        {
            Insert(before.Time, StillOpen, gone.First, gone.Last);
            Marks.Add(before.Time, before.Time);
        }
    }

    /// <summary>The first record behind what is gone.</summary>
    private void EndGap(long time)
    {
        foreach (long from in _session.Rows(
            reader => reader.GetInt64(0),
            "UPDATE journal_gap SET time_to = CASE WHEN @time > time_from THEN @time ELSE time_from END "
            + "WHERE site = @site AND time_to = @open AND epoch = @epoch RETURNING time_from",
            ("@site", _site), ("@epoch", _epoch), ("@time", time), ("@open", StillOpen)))
        {
            Marks.Add(Math.Min(from, time), time);
        }
    }

    /// <summary>The first batch of a run: a gap that the former one left open goes on in this one.</summary>
    internal void ContinueGap(string former)
    {
        if (Own is null && _former is not null)
        {
            _ = _session.Execute(
                "UPDATE journal_gap SET epoch = @epoch WHERE site = @site AND time_to = @open AND epoch = @former",
                ("@site", _site), ("@epoch", _epoch), ("@open", StillOpen), ("@former", former));
        }
    }

    /// <summary>Notes what a record says of the times before it.</summary>
    /// <param name="former">The record before it, with the last time that is known.</param>
    /// <param name="entry">The record.</param>
    /// <param name="isFirst">Whether it is the first new one of its batch.</param>
    /// <returns>The same for the next record.</returns>
    internal (long Seq, long Time) Pass((long Seq, long Time)? former, JournalEntry entry, bool isFirst)
    {
        if (entry.Clock == RecordClock.NotSet)
        {
            // Since the last time that is known: what holds is in records whose time is not. The first record with a time ends it.
            if (former is { Time: > 0 } known && (isFirst || !_isOpen))
            {
                Insert(known.Time, StillOpen, entry.Seq, entry.Seq);
                Marks.Add(known.Time, known.Time);
                _isOpen = true;
            }

            return (entry.Seq, former?.Time ?? 0);
        }

        if (isFirst || _isOpen)
        {
            EndGap(entry.Time);
            _isOpen = false;
        }

        NoteGap(former, entry);
        return (entry.Seq, entry.Time);
    }

    /// <summary>
    /// Notes between which times nothing is known: where records are missing before one, and before the first one of a run, because between
    /// two runs no gateway looked.
    /// </summary>
    private void NoteGap((long Seq, long Time)? former, JournalEntry entry)
    {
        bool isFirstOfRun = Own is null && former == _former;
        if (former is { Time: > 0 } before && (isFirstOfRun || entry.Seq > before.Seq + 1))
        {
            Insert(Math.Min(before.Time, entry.Time), entry.Time, before.Seq + 1, entry.Seq - 1);
            Marks.Add(Math.Min(before.Time, entry.Time), entry.Time);
        }
    }

    private void Insert(long from, long to, long first, long last) => _ = _session.Execute(
        "INSERT INTO journal_gap (site, time_from, time_to, epoch, first_seq, last_seq) "
        + "VALUES (@site, @from, @to, @epoch, @first, @last) ON CONFLICT DO NOTHING",
        ("@site", _site), ("@from", from), ("@to", to), ("@epoch", _epoch), ("@first", first), ("@last", last));
}
