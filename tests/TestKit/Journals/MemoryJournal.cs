using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;

namespace TestKit.Journals;

/// <summary>How a write of the journal ends.</summary>
public enum Disk
{
    Sound,

    /// <summary>Nothing is written, and the journal reports it.</summary>
    Full,

    /// <summary>It is written, and the journal reports that it was not.</summary>
    Doubtful,
}

/// <summary>
/// A journal in memory that keeps to the contract of <see cref="IJournal"/>, but that it writes an entry with an equal checkpoint again. It
/// fails as the test says, and it counts.
/// </summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly List<JournalRecord> _records = [];
    private readonly List<JournalEntry> _entries = [];
    private readonly List<long> _moves = [];
    private readonly Dictionary<string, byte[]> _checkpoints = [];
    private readonly Dictionary<string, (long Seq, byte[]? Note)> _readers = [];
    private long _last;
    private volatile Disk _disk;
    private volatile bool _isUnreadable;
    private int _attempts;
    private int _failures;
    private int _reads;
    private int _recordsRead;

    public Disk Disk
    {
        get => _disk;
        set => _disk = value;
    }

    public bool Unreadable
    {
        get => _isUnreadable;
        set => _isUnreadable = value;
    }

    /// <summary>The attributes of elements that it has from before.</summary>
    public ImmutableArray<ElementState> Kept { get; set; } = [];

    /// <summary>Called for each entry that is written.</summary>
    public Action? Appended { get; init; }

    /// <summary>How many entries were to be written.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>How many writes failed.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>How many times it was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many records were read.</summary>
    public int RecordsRead => Volatile.Read(ref _recordsRead);

    /// <summary>What was appended, entry by entry.</summary>
    public IReadOnlyList<JournalEntry> Entries => Locked(() => _entries.ToArray());

    /// <summary>Where cursors were moved to, in order.</summary>
    public IReadOnlyList<long> Moves => Locked(() => _moves.ToArray());

    /// <summary>How many readers it remembers.</summary>
    public int Readers => Locked(() => _readers.Count);

    /// <summary>Its runs; the last is the present one.</summary>
    public JournalRuns Runs { get; set; } = new([new JournalRun(1, "e1")]);

    public JournalStatus Status => Locked(() =>
        new JournalStatus(Runs.Present.Epoch, _records.Count == 0 ? 0 : _records[0].Seq, _last, _records.Count * 100, 0)
        {
            Runs = Runs,
        });

    /// <summary>Adds a record behind the others; its seq is the next one.</summary>
    public void Add(JournalRecord record) => Locked(() => AddRecord(record));

    /// <summary>Adds an event as a record.</summary>
    public void Add(in FieldEvent happened, DateTimeOffset time) => Add(RecordOf(happened, time));

    /// <summary>Adds events as records. Nobody reads some of them without the others.</summary>
    public void Add(IEnumerable<(FieldEvent Happened, DateTimeOffset Time)> events) => Locked(() =>
    {
        foreach ((FieldEvent happened, DateTimeOffset time) in events)
        {
            _ = AddRecord(RecordOf(happened, time));
        }

        return _last;
    });

    /// <summary>Adds a record of samples.</summary>
    public void AddSamples(DateTimeOffset time) =>
        Add(new JournalRecord { Seq = 0, Kind = JournalRecordKind.Samples, Time = time });

    /// <summary>Drops the oldest records.</summary>
    public void Drop(int count) => Locked(() =>
    {
        _records.RemoveRange(0, count);
        return count;
    });

    public ImmutableArray<ElementState> GetElements() => Kept;

    public long Append(in JournalEntry entry)
    {
        _ = Interlocked.Increment(ref _attempts);
        JournalEntry copy = entry with { Events = entry.Events.Copy() };
        long last = Locked(() => Write(() => AddEntry(copy)));
        Appended?.Invoke();
        return last;
    }

    public ReadOnlyMemory<byte>? GetCheckpoint(string device) =>
        Locked(() => _checkpoints.TryGetValue(device, out byte[]? bytes) ? bytes : (ReadOnlyMemory<byte>?)null);

    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        _ = Interlocked.Increment(ref _reads);
        if (Unreadable)
        {
            throw new IOException("the disk fails");
        }

        return Locked(() =>
        {
            int first = (int)Math.Clamp(afterSeq - (_last - _records.Count), 0, _records.Count);
            ImmutableArray<JournalRecord> read = [.. _records.GetRange(first, Math.Min(limit, _records.Count - first))];
            _ = Interlocked.Add(ref _recordsRead, read.Length);
            return read;
        });
    }

    public long GetCursor(string reader) => Locked(() => (_readers[reader] = _readers.GetValueOrDefault(reader)).Seq);

    public ReadOnlyMemory<byte>? GetNote(string reader) =>
        Locked(() => _readers.GetValueOrDefault(reader).Note is { } note ? (ReadOnlyMemory<byte>?)note : null);

    public void MoveCursor(string reader, long seq) => Move(reader, seq, null);

    public void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note) => Move(reader, seq, note.ToArray());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static JournalRecord RecordOf(FieldEvent happened, DateTimeOffset time) => new()
    {
        Seq = 0,
        Kind = happened.Kind == FieldEventKind.Energy ? JournalRecordKind.Energy : JournalRecordKind.Event,
        Time = time,
        Event = happened,
    };

    private void Move(string reader, long seq, byte[]? note) => Locked(() =>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seq, _last);
        return Write(() =>
        {
            (long before, byte[]? kept) = _readers.GetValueOrDefault(reader);
            if (seq >= before)
            {
                _readers[reader] = (seq, note ?? kept);
                _moves.Add(seq);
            }

            return seq;
        });
    });

    private long AddEntry(JournalEntry entry)
    {
        _entries.Add(entry);
        if (entry.Checkpoint is { } checkpoint)
        {
            _checkpoints[checkpoint.Device] = checkpoint.Bytes.ToArray();
        }

        if (!entry.Samples.IsEmpty)
        {
            AddRecord(new JournalRecord
            {
                Seq = 0,
                Kind = JournalRecordKind.Samples,
                Time = entry.Time,
                Clock = entry.Clock,
                Samples = [.. entry.Samples.Span],
            });
        }

        foreach (FieldEvent happened in entry.Events)
        {
            AddRecord(RecordOf(happened, entry.Time) with { Clock = entry.Clock });
        }

        if (!entry.Statistics.IsEmpty)
        {
            AddRecord(new JournalRecord
            {
                Seq = 0,
                Kind = JournalRecordKind.Statistics,
                Time = entry.Time,
                Clock = entry.Clock,
                Statistics = [.. entry.Statistics.Span],
            });
        }

        foreach (ElementState state in entry.Elements.ToArray().Where(e => e.Action != ElementAction.Rule))
        {
            AddRecord(new JournalRecord { Seq = 0, Kind = JournalRecordKind.Operator, Time = entry.Time, Element = state });
        }

        return _last;
    }

    private long AddRecord(JournalRecord record)
    {
        _records.Add(record with { Seq = ++_last });
        return _last;
    }

    private long Write(Func<long> write)
    {
        Disk disk = Disk;
        long written = disk == Disk.Full ? 0 : write();
        if (disk == Disk.Sound)
        {
            return written;
        }

        _ = Interlocked.Increment(ref _failures);
        throw new JournalWriteException("no space left on the device") { DiskFull = disk == Disk.Full };
    }

    private T Locked<T>(Func<T> get)
    {
        lock (_lock)
        {
            return get();
        }
    }
}
