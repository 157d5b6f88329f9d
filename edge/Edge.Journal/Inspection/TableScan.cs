using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Edge.Journal.Inspection;

/// <summary>
/// Reads one of the two tables of records in order of seq, and goes on behind a damaged page: from the first seq from which the table can
/// be read again.
/// </summary>
internal sealed class TableScan : IDisposable
{
    // So many numbers are tried one by one behind the last record that can be read; then the steps grow.
    private const int SmallSteps = 64;
    private const int LargestStep = 64;

    private readonly bool _isSamples;
    private readonly RecordFilter _filter;
    private readonly TagName _tagName;
    private readonly Statement _rows, _first;

    public TableScan(sqlite3 database, bool isSamples, RecordFilter filter, TagName tagName)
    {
        (_isSamples, _filter, _tagName) = (isSamples, filter, tagName);
        string table = isSamples ? "sample" : "event";

        // Every row is stepped over, so that it is known how far the table could be read; the long columns only of those that are wanted.
        string wanted = "time >= ?3 AND time < ?4";
        string kinds = "(?5 = -1 OR (?5 >> kind) & 1)";
        string bodies = isSamples ? "?6" : "(?6 OR kind = 3)";
        _rows = new Statement(database, $"""
            SELECT seq, time, CASE WHEN {wanted} THEN kind END, CASE WHEN {wanted} AND {kinds} AND {bodies} THEN body END
            FROM {table} WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?7
            """);
        _first = new Statement(database, $"SELECT min(seq) FROM {table} WHERE seq > ?1");
        _ = _rows.Bind(3, filter.From?.UtcTicks ?? long.MinValue).Bind(4, filter.To?.UtcTicks ?? long.MaxValue)
            .Bind(5, filter.Mask).Bind(6, filter.Bodies ? 1 : 0);
    }

    /// <summary>The records that were read, in order.</summary>
    public List<JournalRow> Rows { get; } = [];

    /// <summary>What could not be read.</summary>
    public List<UnreadableSpan> Unreadable { get; } = [];

    /// <summary>The first seq behind another one; that seq plus 1 where the table does not say it.</summary>
    public long? FirstAfter(long after)
    {
        try
        {
            return _first.Bind(1, after).Scalar() is { } first && first > after ? first : null;
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            return after + 1;
        }
    }

    /// <summary>Reads the records behind one seq, up to another.</summary>
    /// <param name="after">Where it begins.</param>
    /// <param name="upTo">Where it ends.</param>
    /// <param name="bytes">How many bytes of bodies it may read; what is left of them when it returns.</param>
    /// <returns>How far it came: less than <paramref name="upTo"/> where the bytes were used up.</returns>
    public long Read(long after, long upTo, ref long bytes)
    {
        long at = after;
        while (at < upTo)
        {
            try
            {
                _ = Bind(at, upTo, long.MaxValue);
                while (_rows.Step())
                {
                    Check(at, upTo);
                    bytes -= Take();
                    at = _rows.Int64(0);
                    if (bytes <= 0)
                    {
                        return at;
                    }
                }

                return upTo;
            }
            catch (SqliteException damage) when (JournalFile.IsDamage(damage))
            {
                long next = NextReadable(at + 2, upTo);
                Unreadable.Add(new UnreadableSpan(_isSamples, at + 1, next - 1, damage.Message));
                at = next - 1;
            }
            finally
            {
                _rows.Reset();
            }
        }

        return upTo;
    }

    /// <summary>Forgets what is behind a seq: the other table was not read so far.</summary>
    public void Cut(long upTo)
    {
        _ = Rows.RemoveAll(row => row.Seq > upTo);
        _ = Unreadable.RemoveAll(span => span.FirstSeq > upTo);
        for (int i = 0; i < Unreadable.Count; i++)
        {
            Unreadable[i] = Unreadable[i] with { LastSeq = Math.Min(Unreadable[i].LastSeq, upTo) };
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _first.Dispose();
    }

    private Statement Bind(long after, long upTo, long limit) => _rows.Bind(1, after).Bind(2, upTo).Bind(7, limit);

    // SQLite takes the noise of a damaged page for rows as long as its shape is right.
    private void Check(long at, long upTo)
    {
        if (_rows.Int64(0) <= at || _rows.Int64(0) > upTo)
        {
            throw new SqliteException($"Record {_rows.Int64(0)} stands behind record {at}.", JournalFile.Corrupt);
        }
    }

    // Returns the bytes that were read.
    private int Take()
    {
        long seq = _rows.Int64(0);
        long ticks = _rows.Int64(1);
        if (ticks < (_filter.From?.UtcTicks ?? long.MinValue) || ticks >= (_filter.To?.UtcTicks ?? long.MaxValue))
        {
            return 0;
        }

        long number = _rows.Int64(2);
        if (_filter.Mask != -1 && (number is < 0 or > 62 || (_filter.Mask >> (int)number & 1) == 0))
        {
            return 0;
        }

        var kind = (JournalRecordKind)byte.CreateSaturating(number);
        bool isTime = ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks;
        DateTimeOffset? time = isTime ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        ReadOnlySpan<byte> body = _rows.Blob(3);
        JournalRecord? record = !_filter.Bodies && kind != JournalRecordKind.Loss ? null
            : !isTime ? RecordCodec.Damaged(seq, DateTimeOffset.UnixEpoch, "its time is out of range")
            : RecordTables.IsSample(kind) != _isSamples
                ? RecordCodec.Damaged(seq, time!.Value, $"its kind is {(byte)kind}, which does not belong into its table")
            : Fitting(RecordCodec.Read(seq, kind, time!.Value, body, _tagName));
        Rows.Add(new JournalRow(seq, kind, time, record));
        return body.Length + 1;
    }

    // The check of the body does not hold the kind.
    private static JournalRecord Fitting(JournalRecord record) =>
        record.Event is { } entry && (entry.Kind == FieldEventKind.Energy) != (record.Kind == JournalRecordKind.Energy)
            ? RecordCodec.Damaged(record.Seq, record.Time, $"its kind is {(byte)record.Kind}, and its content is of another one")
            : record;

    // The first seq from which the table can be read again; one more than the end where there is none.
    private long NextReadable(long from, long end)
    {
        long failed = from - 1;
        long step = 1;
        for (int tries = 0; failed < end; tries++)
        {
            step = tries < SmallSteps ? 1 : Math.Min(step * 2, LargestStep);
            long probe = Math.Min(failed + step, end);
            if (!CanRead(probe, end))
            {
                failed = probe;
                continue;
            }

            while (failed + 1 < probe)
            {
                long middle = failed + ((probe - failed) / 2);
                (failed, probe) = CanRead(middle, end) ? (failed, middle) : (middle, probe);
            }

            return probe;
        }

        return end + 1;
    }

    private bool CanRead(long seq, long end)
    {
        try
        {
            return !Bind(seq - 1, end, 1).Step() || (_rows.Int64(0) >= seq && _rows.Int64(0) <= end);
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            return false;
        }
        finally
        {
            _rows.Reset();
        }
    }
}
