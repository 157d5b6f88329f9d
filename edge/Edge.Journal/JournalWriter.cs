using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Edge.Journal;

/// <summary>
/// The one connection that writes, with its statements and what it knows of the file. After any exception it must be disposed and
/// made again: what it keeps in memory may then differ from the file.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _begin, _commit, _rollback;
    private readonly Statement _insertSample, _insertEvent, _insertTag, _setCheckpoint, _setCursor, _setNote, _forgetCursor, _setElement;
    private readonly BodyWriter _body = new();
    private readonly TagId _tagId;
    private readonly CheckpointFile _sideFile;

    // Whether the file has the present run: it is written with its first record, so a start costs nothing.
    private bool _hasRun, _writesRun;

    // What the present transaction writes of the checkpoints.
    private readonly List<KeptCheckpoint> _foldedIn = [];

    /// <summary>Takes the connection.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="run">The present run; null: it begins now.</param>
    /// <param name="sideFile">The side file.</param>
    public JournalWriter(SqliteConnection connection, JournalRun? run, CheckpointFile sideFile)
    {
        _connection = connection;
        _sideFile = sideFile;
        sqlite3 database = connection.Handle ?? throw new ArgumentException("The connection is not open.", nameof(connection));
        _begin = new(database, "BEGIN IMMEDIATE");
        _commit = new(database, "COMMIT");
        _rollback = new(database, "ROLLBACK");
        _insertSample = new(database, "INSERT INTO sample (seq, time, body, kind) VALUES (?1, ?2, ?3, ?4)");
        _insertEvent = new(database, "INSERT INTO event (seq, kind, time, body) VALUES (?1, ?2, ?3, ?4)");
        _insertTag = new(database, "INSERT INTO tag (id, name) VALUES (?1, ?2)");
        _setCheckpoint = new(database, """
            INSERT INTO mark (device, body, number) VALUES (?1, ?2, ?3)
            ON CONFLICT (device) DO UPDATE SET body = excluded.body, number = excluded.number
            """);
        _setCursor = new(database, """
            INSERT INTO cursor (reader, seq) VALUES (?1, ?2) ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq
            """);
        _setNote = new(database, """
            INSERT INTO cursor (reader, seq, note) VALUES (?1, ?2, ?3)
            ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq, note = excluded.note
            """);
        _forgetCursor = new(database, "DELETE FROM cursor WHERE reader = ?1");
        _setElement = new(database, """
            INSERT INTO element (tag, attribute, body) VALUES (?1, ?2, ?3) ON CONFLICT (tag, attribute) DO UPDATE SET body = excluded.body
            """);
        _tagId = IdOf;
        Books = Bookkeeping.Load(database);
        _sideFile.AddTo(Books);
        Run = run ?? new JournalRun(LastSeq + 1, JournalEpoch.NewRun(Books.Base!));
        _hasRun = Books.Runs.GetValueOrDefault(Run.FirstSeq) == Run.Epoch;
        Books.Runs[Run.FirstSeq] = Run.Epoch;
        Retention = new Retention(this, database);
    }

    /// <summary>What it knows of the file; it outlives the writer, for the salvage of a damaged file.</summary>
    public Bookkeeping Books { get; }

    /// <summary>The run that writes.</summary>
    public JournalRun Run { get; }

    public long LastSeq => Books.LastSeq;

    public Retention Retention { get; }

    public byte[]? Checkpoint(string device) => Books.Checkpoints.GetValueOrDefault(device)?.Bytes;

    public long? Cursor(string reader) => Books.Cursors.TryGetValue(reader, out long seq) ? seq : null;

    public IEnumerable<string> Readers => Books.Cursors.Keys;

    public byte[]? Note(string reader) => Books.Notes.GetValueOrDefault(reader);

    public long Append(in JournalEntry entry)
    {
        bool advances = entry.Checkpoint is { } next && !(Checkpoint(next.Device) is { } stored && next.Bytes.Span.SequenceEqual(stored));
        bool repeated = entry.Checkpoint is not null && !advances;
        bool empty = entry.Samples.IsEmpty && entry.Events.IsEmpty && entry.Statistics.IsEmpty && entry.Elements.IsEmpty
            && entry.Shown.IsEmpty;
        if (repeated || (empty && !advances))
        {
            return LastSeq;
        }

        if (empty && TryWriteAside(entry.Checkpoint.GetValueOrDefault()))
        {
            return LastSeq;
        }

        long seq = LastSeq;
        _body.Clock = Books.Clock = entry.Clock;
        Begin();
        try
        {
            long time = entry.Time.UtcTicks;
            foreach (ref readonly FieldEvent happened in entry.Events)
            {
                var kind = happened.Kind == FieldEventKind.Energy ? JournalRecordKind.Energy : JournalRecordKind.Event;
                InsertEvent(++seq, kind, time, EventCodec.Write(_body, in happened));
            }

            foreach (ref readonly ElementState state in entry.Elements.Span)
            {
                seq = Keep(in state, seq);
            }

            if (!entry.Samples.IsEmpty)
            {
                InsertSample(++seq, JournalRecordKind.Samples, time, SampleCodec.Write(_body, entry.Samples.Span, _tagId));
            }

            if (!entry.Statistics.IsEmpty)
            {
                InsertSample(++seq, JournalRecordKind.Statistics, time, RecordCodec.Statistics(_body, entry.Statistics.Span, _tagId));
            }

            if (!entry.Shown.IsEmpty)
            {
                InsertSample(++seq, JournalRecordKind.Elements, time, ShownCodec.Write(_body, entry.Shown.Span, _tagId));
            }

            if (advances)
            {
                Take(entry.Checkpoint.GetValueOrDefault());
            }

            FoldIn();
            Commit();
        }
        catch
        {
            Books.CheckpointsInDoubt = true;
            Rollback();
            throw;
        }

        Books.LastSeq = seq;
        return seq;
    }

    public void SetCursor(string reader, long seq)
    {
        _setCursor.Bind(1, reader).Bind(2, seq).Run();
        Books.Cursors[reader] = seq;
    }

    public void SetCursor(string reader, long seq, byte[] note)
    {
        _setNote.Bind(1, reader).Bind(2, seq).Bind(3, note).Run();
        Books.TakeCursor(reader, seq, note);
    }

    public bool ForgetCursor(string reader)
    {
        _ = Books.Notes.Remove(reader);
        _forgetCursor.Bind(1, reader).Run();
        return Books.Cursors.Remove(reader);
    }

    /// <summary>Within a transaction of the caller: writes down that records were dropped unread.</summary>
    public long InsertLoss(long time, long dropped, in LossDetail detail)
    {
        _body.Clock = Books.Clock;
        InsertEvent(LastSeq + 1, JournalRecordKind.Loss, time, RecordCodec.Loss(_body, dropped, in detail));
        FoldIn();
        return LastSeq + 1;
    }

    public void BoundPages(long pages)
    {
        using var bound = new Statement(_connection.Handle!, $"PRAGMA max_page_count = {(pages == 0 ? 4294967294 : pages)}");
        bound.Run();
    }

    public void Begin() => _begin.Run();

    public void Commit()
    {
        _commit.Run();
        _hasRun |= _writesRun;
        foreach (KeptCheckpoint folded in _foldedIn)
        {
            folded.IsInFile = true;
        }

        _foldedIn.Clear();
    }

    /// <summary>Writes what only the side file has into the journal, which is then whole without it.</summary>
    public void WriteCheckpoints()
    {
        if (Books.Checkpoints.Values.Any(kept => !kept.IsInFile))
        {
            Begin();
            FoldIn();
            Commit();
        }
    }

    /// <summary>Best effort: the writer is disposed after a failure, and closing the connection rolls back as well.</summary>
    public void Rollback()
    {
        _writesRun = false;
        _foldedIn.Clear();
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            try
            {
                _rollback.Run();
            }
            catch (SqliteException)
            {
                // The first failure is on its way to the caller and says more than this one.
            }
        }
    }

    public void Dispose()
    {
        Retention.Dispose();
        foreach (Statement statement in (ReadOnlySpan<Statement>)
        [
            _begin, _commit, _rollback, _insertSample, _insertEvent, _insertTag, _setCheckpoint, _setCursor, _setNote, _forgetCursor,
            _setElement,
        ])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void InsertSample(long seq, JournalRecordKind kind, long time, ReadOnlySpan<byte> body)
    {
        StoreRun();
        _insertSample.Bind(1, seq).Bind(2, time).Bind(3, body).Bind(4, (long)kind).Run();
    }

    private void InsertEvent(long seq, JournalRecordKind kind, long time, ReadOnlySpan<byte> body)
    {
        StoreRun();
        _insertEvent.Bind(1, seq).Bind(2, (long)kind).Bind(3, time).Bind(4, body).Run();
    }

    private void StoreRun()
    {
        if (!_hasRun && !_writesRun)
        {
            using var meta = new Statement(_connection.Handle!, Bookkeeping.MetaSql);
            meta.Bind(1, Bookkeeping.RunName(Run.FirstSeq)).Bind(2, Run.Epoch).Run();
            ForgetRuns();
            _writesRun = true;
        }
    }

    // Of the runs that have no record left the last one stays: it says what came before the oldest record.
    private void ForgetRuns()
    {
        long[] ended = [.. Books.Runs.Keys.Where(first => first <= Retention.OldestSeq).SkipLast(2)];
        using var forget = new Statement(_connection.Handle!, "DELETE FROM meta WHERE name = ?1");
        foreach (long first in ended)
        {
            forget.Bind(1, Bookkeeping.RunName(first)).Run();
            _ = Books.Runs.Remove(first);
        }
    }

    /// <summary>Keeps the newest of an attribute; what an operator did is a record besides.</summary>
    private long Keep(in ElementState state, long seq)
    {
        ReadOnlySpan<byte> body = ElementCodec.Write(_body, in state);
        _setElement.Bind(1, state.Tag).Bind(2, (long)state.Attribute).Bind(3, body).Run();
        if (state.Who is not null)
        {
            InsertEvent(++seq, JournalRecordKind.Operator, state.Time.UtcTicks, body);
        }

        return seq;
    }

    // A checkpoint without a record costs a sector beside the journal instead of a page within it (ADR 0024).
    private bool TryWriteAside(DeviceCheckpoint checkpoint)
    {
        KeptCheckpoint kept = New(checkpoint);
        if (!_sideFile.TryWrite(new CheckpointSector(checkpoint.Device, kept.Number, LastSeq, Books.EpochOfLast(), kept.Bytes)))
        {
            return false;
        }

        Books.Checkpoints[checkpoint.Device] = kept;
        return true;
    }

    private void Take(DeviceCheckpoint checkpoint) => Books.Checkpoints[checkpoint.Device] = New(checkpoint);

    private KeptCheckpoint New(DeviceCheckpoint checkpoint)
    {
        long kept = Books.Checkpoints.GetValueOrDefault(checkpoint.Device)?.Number ?? 0;
        long number = Math.Max(kept, _sideFile.HighestOf(checkpoint.Device)) + 1;
        return new(checkpoint.Bytes.ToArray(), number, isInFile: false);
    }

    // In each transaction that writes a record: a checkpoint in the side file counts only while the journal ends where it ended then.
    private void FoldIn()
    {
        foreach ((string device, KeptCheckpoint kept) in Books.Checkpoints)
        {
            if (!kept.IsInFile)
            {
                _setCheckpoint.Bind(1, device).Bind(2, kept.Bytes).Bind(3, kept.Number).Run();
                _foldedIn.Add(kept);
            }
        }
    }

    /// <summary>The attributes of elements that are kept; one that can no longer be read is left out and reported.</summary>
    public ImmutableArray<ElementState> Elements(Action<string, string> report)
    {
        var kept = ImmutableArray.CreateBuilder<ElementState>();
        using var rows = new Statement(_connection.Handle!, "SELECT tag, body FROM element ORDER BY tag, attribute");
        while (rows.Step())
        {
            var body = new BodyReader(rows.Blob(1));
            ElementState state = ElementCodec.Read(ref body);
            if (body.Fault is { } fault)
            {
                report(rows.Text(0), fault);
            }
            else
            {
                kept.Add(state);
            }
        }

        return kept.DrainToImmutable();
    }

    private long IdOf(string name)
    {
        if (!Books.Tags.TryGetValue(name, out long id))
        {
            id = Books.NextTag;
            _insertTag.Bind(1, id).Bind(2, name).Run();
            Books.TakeTag(name, id);
        }

        return id;
    }
}
