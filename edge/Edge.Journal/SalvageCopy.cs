using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Edge.Journal;

/// <summary>
/// Writes what a scan found into a new file. The new file is not in use yet: it needs no synchronised commit until it is complete.
/// </summary>
internal sealed class SalvageCopy : IDisposable
{
    private const int LeavesATransaction = 128;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly Statement _begin, _commit, _rollback, _sample, _event;

    public SalvageCopy(SqliteConnection connection)
    {
        _connection = connection;
        _database = connection.Handle ?? throw new ArgumentException("The connection is not open.", nameof(connection));
        _begin = new(_database, "BEGIN IMMEDIATE");
        _commit = new(_database, "COMMIT");
        _rollback = new(_database, "ROLLBACK");
        _sample = new(_database, "INSERT OR IGNORE INTO sample (seq, time, body, kind) VALUES (?1, ?2, ?3, ?4)");
        _event = new(_database, "INSERT OR IGNORE INTO event (seq, kind, time, body) VALUES (?1, ?2, ?3, ?4)");
    }

    /// <summary>How many records were written.</summary>
    public long Written { get; private set; }

    /// <summary>
    /// Writes the records, those that matter most first: unread events, unread samples, then what every reader has handled.
    /// </summary>
    /// <param name="scan">The old file.</param>
    /// <param name="books">Its bookkeeping: up to where records were dropped by intent or handled.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Whether everything had room; where not, the leaves that had none.</returns>
    /// <exception cref="SqliteException">Unread events have no room, or the disk fails.</exception>
    public IReadOnlyList<SalvageLeaf> Write(SalvageScan scan, Bookkeeping books, CancellationToken stop)
    {
        long handled = books.HandledByAll;
        int Class(SalvageLeaf leaf) => (leaf.Last <= handled ? 2 : 0) + (leaf.Table == RowTable.Event ? 0 : 1);

        SalvageLeaf[][] parts =
        [
            .. scan.Leaves.GroupBy(Class).OrderBy(group => group.Key).SelectMany(group => group.Chunk(LeavesATransaction)),
        ];
        for (int part = 0; part < parts.Length; part++)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                Write(scan, parts[part], books.Floors);
            }
            catch (SqliteException full) when (full.SqliteErrorCode == JournalFile.DiskFull && Class(parts[part][0]) > 0)
            {
                return [.. parts.Skip(part).SelectMany(leaves => leaves)];
            }
        }

        return [];
    }

    /// <summary>Writes everything else, at first: it must have room.</summary>
    public void Write(Bookkeeping books, Dictionary<(string Tag, long Attribute), byte[]> elements)
    {
        using Statement element = new(_database, "INSERT INTO element (tag, attribute, body) VALUES (?1, ?2, ?3)");
        Transact(() =>
        {
            books.Store(_database);
            foreach (((string tag, long attribute), byte[] body) in elements)
            {
                element.Bind(1, tag).Bind(2, attribute).Bind(3, body).Run();
            }
        });
    }

    /// <summary>Writes down what is lost.</summary>
    /// <param name="books">Its numbers, which are known now.</param>
    /// <param name="time">When it was found, UTC in ticks.</param>
    /// <param name="records">How many records.</param>
    /// <param name="detail">The rest of the loss record, which is the last; null: there is none.</param>
    public void WriteLoss(Bookkeeping books, long time, long records, LossDetail? detail)
    {
        using Statement meta = new(_database, Bookkeeping.MetaSql);
        Transact(() =>
        {
            if (detail is { } loss)
            {
                ReadOnlySpan<byte> body = RecordCodec.Loss(new BodyWriter { Clock = books.Clock }, records, in loss);
                _event.Bind(1, books.LastSeq).Bind(2, (long)JournalRecordKind.Loss).Bind(3, time).Bind(4, body).Run();
            }

            books.StoreMeta(meta);
        });
    }

    /// <summary>Every seq that was written, in order.</summary>
    public IEnumerable<long> Seqs()
    {
        using Statement rows = new(_database, "SELECT seq FROM event UNION ALL SELECT seq FROM sample ORDER BY seq");
        while (rows.Step())
        {
            yield return rows.Int64(0);
        }
    }

    /// <summary>The highest seq of a table up to one; 0 when there is none.</summary>
    public long Before(RowTable table, long upTo) =>
        One(table == RowTable.Sample ? "SELECT max(seq) FROM sample WHERE seq <= ?1" : "SELECT max(seq) FROM event WHERE seq <= ?1", upTo)
            ?? 0;

    /// <summary>The lowest seq of a table behind one, or null.</summary>
    public long? After(RowTable table, long behind) =>
        One(table == RowTable.Sample ? "SELECT min(seq) FROM sample WHERE seq > ?1" : "SELECT min(seq) FROM event WHERE seq > ?1", behind);

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[_begin, _commit, _rollback, _sample, _event])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private long? One(string sql, long seq)
    {
        using Statement statement = new(_database, sql);
        return statement.Bind(1, seq).Scalar();
    }

    private void Write(SalvageScan scan, SalvageLeaf[] leaves, DropFloors floors)
    {
        long written = 0;
        Transact(() =>
        {
            foreach (SalvageLeaf leaf in leaves)
            {
                scan.Read(leaf, (in row) => written += Insert(row, floors));
            }
        });
        Written += written;
    }

    // Pages that were freed, and older versions in the log, still hold records that were dropped by intent: those stay dropped.
    private int Insert(in SalvagedRow row, DropFloors floors)
    {
        bool sample = row.Table == RowTable.Sample;
        if (row.Number <= (sample ? floors.Samples : floors.Events)
            || (row.Kind == (long)JournalRecordKind.Operator && row.Number <= floors.Operators))
        {
            return 0;
        }

        if (sample)
        {
            _sample.Bind(1, row.Number).Bind(2, row.Time).Bind(3, row.Body).Bind(4, row.Kind).Run();
            return _sample.Changes;
        }

        _event.Bind(1, row.Number).Bind(2, row.Kind).Bind(3, row.Time).Bind(4, row.Body).Run();
        return _event.Changes;
    }

    private void Transact(Action work)
    {
        _begin.Run();
        try
        {
            work();
            _commit.Run();
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(_database) == 0)
            {
                _rollback.Run();
            }

            throw;
        }
    }
}
