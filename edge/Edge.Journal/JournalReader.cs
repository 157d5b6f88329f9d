using System.Collections.Concurrent;
using System.Collections.Immutable;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Edge.Journal;

/// <summary>One connection that reads, used by one thread at a time. It sees the journal as it stood when a read began.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly ConcurrentDictionary<long, string> _tags;
    private readonly ILogger _logger;
    private readonly Statement _begin, _end, _samples, _events, _tag, _last;
    private readonly TagName _tagName;

    public JournalReader(SqliteConnection connection, ConcurrentDictionary<long, string> tags, ILogger logger)
    {
        _connection = connection;
        _tags = tags;
        _logger = logger;
        sqlite3 database = connection.Handle ?? throw new ArgumentException("The connection is not open.", nameof(connection));
        _begin = new(database, "BEGIN");
        _end = new(database, "COMMIT");
        _samples = new(database, "SELECT seq, time, body, kind FROM sample WHERE seq > ?1 ORDER BY seq LIMIT ?2");
        _events = new(database, "SELECT seq, time, body, kind FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2");
        _tag = new(database, "SELECT name FROM tag WHERE id = ?1");
        _last = new(database, "SELECT max(ifnull((SELECT max(seq) FROM sample), 0), ifnull((SELECT max(seq) FROM event), 0))");
        _tagName = NameOf;
    }

    /// <summary>The two tables, merged by seq.</summary>
    /// <exception cref="SqliteException">The file is damaged, or cannot be read.</exception>
    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        var records = ImmutableArray.CreateBuilder<JournalRecord>();
        _begin.Run();
        try
        {
            long last = _last.Scalar() ?? 0;
            bool sample = _samples.Bind(1, afterSeq).Bind(2, limit).Step();
            bool happened = _events.Bind(1, afterSeq).Bind(2, limit).Step();
            while ((sample || happened) && records.Count < limit)
            {
                if (sample && (!happened || _samples.Int64(0) < _events.Int64(0)))
                {
                    records.Add(Decode(_samples, afterSeq, last));
                    afterSeq = _samples.Int64(0);
                    sample = _samples.Step();
                }
                else
                {
                    records.Add(Decode(_events, afterSeq, last));
                    afterSeq = _events.Int64(0);
                    happened = _events.Step();
                }
            }
        }
        finally
        {
            _samples.Reset();
            _events.Reset();
            _end.Run();
        }

        return records.DrainToImmutable();
    }

    public void Dispose()
    {
        foreach (Statement statement in (ReadOnlySpan<Statement>)[_begin, _end, _samples, _events, _tag, _last])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    // SQLite takes the noise of a damaged page for rows as long as its shape is right: a seq out of order would lead a cursor astray.
    private JournalRecord Decode(Statement row, long after, long last)
    {
        if (row.Int64(0) <= after || row.Int64(0) > last)
        {
            throw new SqliteException($"Record {row.Int64(0)} stands behind record {after}; the last one is {last}.", JournalFile.Corrupt);
        }

        var kind = (JournalRecordKind)byte.CreateSaturating(row.Int64(3));
        long seq = row.Int64(0);
        long ticks = row.Int64(1);
        JournalRecord record = ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? RecordCodec.Read(seq, kind, new DateTimeOffset(ticks, TimeSpan.Zero), row.Blob(2), _tagName)
            : RecordCodec.Damaged(seq, DateTimeOffset.UnixEpoch, "its time is out of range");
        if (record.Problem is { } problem)
        {
            Log.UnreadableRecord(_logger, problem);
        }

        return record;
    }

    // Names never change once written, so what one reader has learnt serves all.
    private string? NameOf(long id)
    {
        if (_tags.TryGetValue(id, out string? name))
        {
            return name;
        }

        if (_tag.Bind(1, id).Step())
        {
            name = _tags.GetOrAdd(id, _tag.Text(0));
            _tag.Reset();
        }

        return name;
    }
}
