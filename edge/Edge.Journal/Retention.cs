using Edge.Pipeline;
using SQLitePCL;

namespace Edge.Journal;

/// <summary>The result of dropping one batch of records.</summary>
/// <param name="Removed">How many records went.</param>
/// <param name="Lost">How many of them some reader had not handled.</param>
/// <param name="LostEvents">How many of those were events, energies or what operators did.</param>
/// <param name="FirstSeq">The first seq that was lost; 0 when none was.</param>
/// <param name="LastSeq">The last seq that was lost; 0 when none was.</param>
internal readonly record struct Drop(int Removed, long Lost, long LostEvents, long FirstSeq, long LastSeq)
{
    /// <summary>
    /// How many losses the unread loss records among them counted. The new loss record counts them again, so that a reader's sum stays
    /// right.
    /// </summary>
    public long Carried { get; init; }

    /// <summary>How many of the carried losses were events, as far as they say it.</summary>
    public long CarriedEvents { get; init; }

    public static Drop operator +(Drop left, Drop right) => new(
        left.Removed + right.Removed, left.Lost + right.Lost, left.LostEvents + right.LostEvents,
        left.FirstSeq == 0 ? right.FirstSeq : right.FirstSeq == 0 ? left.FirstSeq : Math.Min(left.FirstSeq, right.FirstSeq),
        Math.Max(left.LastSeq, right.LastSeq))
    {
        Carried = left.Carried + right.Carried,
        CarriedEvents = left.CarriedEvents + right.CarriedEvents,
    };
}

/// <summary>
/// Keeps the journal within its bounds, a batch at a time. Order when it is full: what every reader has handled (samples, then the
/// rest), unread samples, what operators did, and last unread events and energies; always the oldest first.
/// </summary>
internal sealed class Retention : IDisposable
{
    private const int SmallestBatch = 16;
    private const int LargestBatch = 512;
    private const int AgeBatch = 1000;
    private const int VacuumPages = 256;
    private const long Everything = long.MaxValue;
    private const int AgesKept = 24;

    // At least so often the journal writes down how far it was.
    private static readonly TimeSpan s_ageStep = TimeSpan.FromHours(1);

    private readonly JournalWriter _writer;
    private readonly Statement _pageSize, _pageCount, _freeCount, _vacuum, _oldest;
    private readonly Statement _sampleLimit, _dropSamples, _eventLimit, _dropEvents, _lossesUpTo;
    private readonly Statement _operatorLimit, _dropOperators;
    private readonly Statement _firstSample, _firstEvent, _firstOperator, _setMeta;
    private readonly Statement _newestAge, _addAge, _aged, _forgetAges;
    private DropFloors _floors;

    public Retention(JournalWriter writer, sqlite3 database)
    {
        _writer = writer;
        _pageSize = new(database, "PRAGMA page_size");
        _pageCount = new(database, "PRAGMA page_count");
        _freeCount = new(database, "PRAGMA freelist_count");
        _vacuum = new(database, $"PRAGMA incremental_vacuum({VacuumPages})");
        _oldest = new(database, "SELECT min(ifnull((SELECT min(seq) FROM sample), ?1), ifnull((SELECT min(seq) FROM event), ?1))");
        _sampleLimit = new(database, Limit("sample"));
        _eventLimit = new(database, Limit("event"));
        _dropSamples = new(database, "DELETE FROM sample WHERE seq <= ?1");
        _dropEvents = new(database, "DELETE FROM event WHERE seq <= ?1");
        _operatorLimit = new(database, """
            SELECT max(seq) FROM (SELECT seq FROM event INDEXED BY operator WHERE kind = 5 AND seq <= ?1 ORDER BY seq LIMIT ?2)
            """);
        _dropOperators = new(database, "DELETE FROM event INDEXED BY operator WHERE kind = 5 AND seq <= ?1");
        _lossesUpTo = new(database, "SELECT body FROM event WHERE seq <= ?1 AND kind = 3");
        _firstSample = new(database, "SELECT min(seq) FROM sample");
        _firstEvent = new(database, "SELECT min(seq) FROM event");
        _firstOperator = new(database, "SELECT min(seq) FROM event INDEXED BY operator WHERE kind = 5");
        _newestAge = new(database, "SELECT max(run) FROM age");
        _addAge = new(database, "INSERT INTO age (run, seq) VALUES (?1, ?2)");
        _aged = new(database, "SELECT max(seq) FROM age WHERE run <= ?1");
        _forgetAges = new(database, "DELETE FROM age WHERE seq < ?1");
        _setMeta = new(database, Bookkeeping.MetaSql);
        PageSize = _pageSize.Scalar() ?? 4096;
        OldestSeq = FindOldest();
    }

    public long PageSize { get; }

    public long OldestSeq { get; private set; }

    /// <summary>Bytes in pages that hold something.</summary>
    public long UsedBytes => ((_pageCount.Scalar() ?? 0) - (_freeCount.Scalar() ?? 0)) * PageSize;

    /// <summary>The first record of an empty journal was written.</summary>
    public void Wrote(long firstSeq) => OldestSeq = OldestSeq == 0 ? firstSeq : OldestSeq;

    /// <summary>Drops one batch for want of room.</summary>
    public Drop DropForRoom(long now)
    {
        long handled = _writer.Books.HandledByAll;

        // A small part of what there may be, so that a small journal is not emptied at a stroke.
        int batch = (int)Math.Clamp((_writer.LastSeq - OldestSeq) / 32, SmallestBatch, LargestBatch);
        return Transact(now, LossCause.NoRoom, () =>
        {
            Drop drop = Samples(handled, batch, unread: false) + Events(handled, batch, unread: false);
            drop = drop.Removed > 0 ? drop : Samples(Everything, batch, unread: true);
            drop = drop.Removed > 0 ? drop : Operators(batch);
            return drop.Removed > 0 ? drop : Events(Everything, batch, unread: true);
        });
    }

    /// <summary>
    /// Drops one batch of what every reader has handled, or of unread samples, that were written before the journal has been running for
    /// the maximum age. Unread events have no age. Dates have no part in it: a clock that is set lets nothing grow old.
    /// </summary>
    /// <param name="now">For a loss record, UTC in ticks.</param>
    /// <param name="elapsed">How long it ran since the last call.</param>
    /// <param name="maximumAge">The maximum age.</param>
    public Drop DropByAge(long now, TimeSpan elapsed, TimeSpan maximumAge)
    {
        Bookkeeping books = _writer.Books;
        long run = books.RunTime + elapsed.Ticks;
        Drop dropped = Transact(now, LossCause.TooOld, () =>
        {
            SetMeta("run_time", run);
            long step = Math.Min(s_ageStep.Ticks, maximumAge.Ticks / AgesKept);
            if (_newestAge.Scalar() is not { } newest || run - newest >= step)
            {
                _addAge.Bind(1, run).Bind(2, _writer.LastSeq).Run();
            }

            long aged = _aged.Bind(1, run - maximumAge.Ticks).Scalar() ?? 0;
            _forgetAges.Bind(1, aged).Run();
            long handled = Math.Min(aged, books.HandledByAll);
            Drop drop = Samples(handled, AgeBatch, unread: false) + Events(handled, AgeBatch, unread: false);
            return drop.Removed > 0 ? drop : Samples(aged, AgeBatch, unread: true);
        });
        books.RunTime = run;
        return dropped;
    }

    /// <summary>Gives free pages back to the disk when they are many; the rest are used again.</summary>
    public void Shrink()
    {
        long free = _freeCount.Scalar() ?? 0;
        if (free > VacuumPages && free > (_pageCount.Scalar() ?? 0) / 8)
        {
            _vacuum.Run();
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)
        [
            _pageSize, _pageCount, _freeCount, _vacuum, _oldest, _sampleLimit, _dropSamples, _eventLimit, _dropEvents, _lossesUpTo,
            _operatorLimit, _dropOperators, _firstSample, _firstEvent, _firstOperator, _setMeta, _newestAge, _addAge, _aged, _forgetAges,
        ])
        {
            statement.Dispose();
        }
    }

    // The last seq of the oldest ?2 records up to ?1.
    private static string Limit(string table) => $"SELECT max(seq) FROM (SELECT seq FROM {table} WHERE seq <= ?1 ORDER BY seq LIMIT ?2)";

    private Drop Transact(long now, LossCause cause, Func<Drop> work)
    {
        Bookkeeping books = _writer.Books;
        _floors = books.Floors;
        _writer.Begin();
        try
        {
            Drop drop = work();
            long last = books.LastSeq;
            if (drop.Lost + drop.Carried > 0)
            {
                LossDetail detail = new(cause, drop.LostEvents + drop.CarriedEvents, drop.FirstSeq, drop.LastSeq);
                last = _writer.InsertLoss(now, drop.Lost + drop.Carried, in detail);
            }

            if (drop.Removed > 0)
            {
                SetMeta("last_seq", last);
                SetMeta("dropped", books.Dropped + drop.Lost);
                SetMeta("dropped_events", books.DroppedEvents + drop.LostEvents);
                SetMeta("samples_floor", _floors.Samples);
                SetMeta("events_floor", _floors.Events);
                SetMeta("operators_floor", _floors.Operators);
            }

            _writer.Commit();
            (books.LastSeq, books.Floors) = (last, _floors);
            books.Dropped += drop.Lost;
            books.DroppedEvents += drop.LostEvents;
            OldestSeq = FindOldest();
            return drop;
        }
        catch
        {
            _writer.Rollback();
            throw;
        }
    }

    private void SetMeta(string name, long value) => _setMeta.Bind(1, name).Bind(2, value).Run();

    // What operators did: the state of the elements is kept besides, and no flood of requests may push out what the field recorded.
    private Drop Operators(int limit)
    {
        if (Find(_operatorLimit, Everything, limit) is not { } last)
        {
            return default;
        }

        long first = _firstOperator.Scalar() ?? 0;
        int removed = Remove(_dropOperators, last);
        _floors = _floors with { Operators = Math.Max(_floors.Operators, last) };
        return new Drop(removed, removed, removed, first, last);
    }

    private Drop Samples(long upTo, int limit, bool unread)
    {
        if (Find(_sampleLimit, upTo, limit) is not { } last)
        {
            return default;
        }

        long first = _firstSample.Scalar() ?? 0;
        int removed = Remove(_dropSamples, last);
        _floors = _floors with { Samples = Math.Max(_floors.Samples, last) };
        return unread ? new Drop(removed, removed, 0, first, last) : new Drop(removed, 0, 0, 0, 0);
    }

    private Drop Events(long upTo, int limit, bool unread)
    {
        if (Find(_eventLimit, upTo, limit) is not { } last)
        {
            return default;
        }

        int losses = 0;
        long carried = 0;
        long carriedEvents = 0;
        long first = _firstEvent.Scalar() ?? 0;
        _ = _lossesUpTo.Bind(1, last);
        while (unread && _lossesUpTo.Step())
        {
            losses++;
            JournalRecord loss = RecordCodec.Read(0, JournalRecordKind.Loss, default, _lossesUpTo.Blob(0), static _ => null);
            carried += loss.Dropped;
            carriedEvents += loss.Loss?.Events ?? 0;
        }

        int removed = Remove(_dropEvents, last);
        _floors = _floors with { Events = Math.Max(_floors.Events, last) };
        int lost = unread ? removed - losses : 0;
        return new Drop(removed, lost, lost, unread ? first : 0, unread ? last : 0) { Carried = carried, CarriedEvents = carriedEvents };
    }

    private long? Find(Statement statement, long upTo, int limit) =>
        statement.Bind(1, Math.Min(upTo, _writer.LastSeq)).Bind(2, limit).Scalar();

    private static int Remove(Statement statement, long last)
    {
        statement.Bind(1, last).Run();
        return statement.Changes;
    }

    private long FindOldest()
    {
        long oldest = _oldest.Bind(1, Everything).Scalar() ?? Everything;
        return oldest == Everything ? 0 : oldest;
    }
}
