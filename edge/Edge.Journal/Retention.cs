using Edge.Pipeline;
using SQLitePCL;

namespace Edge.Journal;

/// <summary>The result of dropping one batch of records.</summary>
/// <param name="Removed">How many records went.</param>
/// <param name="Lost">How many of them no reader had handled.</param>
/// <param name="Carried">
/// How many losses the unread loss records among them counted. The new loss record counts them again, so that a reader's sum stays right.
/// </param>
internal readonly record struct Drop(int Removed, long Lost, long Carried)
{
    public static Drop operator +(Drop left, Drop right) =>
        new(left.Removed + right.Removed, left.Lost + right.Lost, left.Carried + right.Carried);
}

/// <summary>
/// Keeps the journal within its bounds, a batch at a time. Order when it is full: what every reader has handled (samples, then the
/// rest), unread samples, and last unread events and energies; always the oldest first.
/// </summary>
internal sealed class Retention : IDisposable
{
    private const int SmallestBatch = 16;
    private const int LargestBatch = 512;
    private const int AgeBatch = 1000;
    private const int VacuumPages = 256;
    private const long Everything = long.MaxValue;

    private readonly JournalWriter _writer;
    private readonly Statement _pageSize, _pageCount, _freeCount, _vacuum, _oldest;
    private readonly Statement _sampleLimit, _dropSamples, _eventLimit, _dropEvents, _lossesUpTo;
    private readonly Statement _dropped, _setMeta;

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
        _lossesUpTo = new(database, "SELECT body FROM event WHERE seq <= ?1 AND kind = 3");
        _dropped = new(database, "SELECT value FROM meta WHERE name = 'dropped'");
        _setMeta = new(database, """
            UPDATE meta SET value = CASE name WHEN 'last_seq' THEN ?1 ELSE value + ?2 END WHERE name IN ('last_seq', 'dropped')
            """);
        PageSize = _pageSize.Scalar() ?? 4096;
        Dropped = _dropped.Scalar() ?? 0;
        OldestSeq = FindOldest();
    }

    public long PageSize { get; }

    /// <summary>How many records were dropped unread, ever.</summary>
    public long Dropped { get; private set; }

    public long OldestSeq { get; private set; }

    /// <summary>Bytes in pages that hold something.</summary>
    public long UsedBytes => ((_pageCount.Scalar() ?? 0) - (_freeCount.Scalar() ?? 0)) * PageSize;

    /// <summary>The first record of an empty journal was written.</summary>
    public void Wrote(long firstSeq) => OldestSeq = OldestSeq == 0 ? firstSeq : OldestSeq;

    /// <summary>Drops one batch for want of room.</summary>
    public Drop DropForRoom(long now)
    {
        long handled = _writer.HandledByAll;

        // A small part of what there may be, so that a small journal is not emptied at a stroke.
        int batch = (int)Math.Clamp((_writer.LastSeq - OldestSeq) / 32, SmallestBatch, LargestBatch);
        return Transact(now, () =>
        {
            Drop drop = Samples(handled, batch, Everything, unread: false);
            drop += Events(handled, batch, Everything, unread: false);
            drop = drop.Removed > 0 ? drop : Samples(Everything, batch, Everything, unread: true);
            return drop.Removed > 0 ? drop : Events(Everything, batch, Everything, unread: true);
        });
    }

    /// <summary>Drops one batch of what is older than <paramref name="before"/> (ticks), read or not.</summary>
    public Drop DropByAge(long now, long before)
    {
        long handled = _writer.HandledByAll;
        return Transact(now, () =>
        {
            Drop drop = Samples(handled, AgeBatch, before, unread: false) + Events(handled, AgeBatch, before, unread: false);
            return drop.Removed > 0
                ? drop
                : Samples(Everything, AgeBatch, before, unread: true) + Events(Everything, AgeBatch, before, unread: true);
        });
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
            _dropped, _setMeta,
        ])
        {
            statement.Dispose();
        }
    }

    // The last seq of the oldest ?2 records up to ?1 that were written before ?3; the time is looked at along the order of seq.
    private static string Limit(string table) => $"""
        SELECT max(seq) FROM (SELECT seq, time FROM {table} WHERE seq <= ?1 ORDER BY seq LIMIT ?2)
        WHERE seq < ifnull(
            (SELECT min(seq) FROM (SELECT seq, time FROM {table} WHERE seq <= ?1 ORDER BY seq LIMIT ?2) WHERE time >= ?3), ?1 + 1)
        """;

    private Drop Transact(long now, Func<Drop> work)
    {
        _writer.Begin();
        Drop drop;
        long last = _writer.LastSeq;
        try
        {
            drop = work();
            if (drop.Lost + drop.Carried > 0)
            {
                last = _writer.InsertLoss(now, drop.Lost + drop.Carried);
            }

            if (drop.Removed > 0)
            {
                _setMeta.Bind(1, last).Bind(2, drop.Lost).Run();
            }

            _writer.Commit();
        }
        catch
        {
            _writer.Rollback();
            throw;
        }

        _writer.Wrote(last);
        Dropped += drop.Lost;
        OldestSeq = FindOldest();
        return drop;
    }

    private Drop Samples(long upTo, int limit, long before, bool unread)
    {
        int removed = Find(_sampleLimit, upTo, limit, before) is { } last ? Remove(_dropSamples, last) : 0;
        return new Drop(removed, unread ? removed : 0, 0);
    }

    private Drop Events(long upTo, int limit, long before, bool unread)
    {
        if (Find(_eventLimit, upTo, limit, before) is not { } last)
        {
            return default;
        }

        int losses = 0;
        long carried = 0;
        _ = _lossesUpTo.Bind(1, last);
        while (unread && _lossesUpTo.Step())
        {
            losses++;
            carried += RecordCodec.Read(0, JournalRecordKind.Loss, default, _lossesUpTo.Blob(0), static _ => null).Dropped;
        }

        int removed = Remove(_dropEvents, last);
        return new Drop(removed, unread ? removed - losses : 0, carried);
    }

    private long? Find(Statement statement, long upTo, int limit, long before) =>
        statement.Bind(1, Math.Min(upTo, _writer.LastSeq)).Bind(2, limit).Bind(3, before).Scalar();

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
