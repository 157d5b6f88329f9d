using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>How a write of the journal goes.</summary>
internal enum Disk
{
    Sound,

    /// <summary>Nothing is written, and it says so.</summary>
    Full,

    /// <summary>It is written, and it says that it was not.</summary>
    Doubtful,
}

/// <summary>A journal in memory that keeps to the contract of <see cref="IJournalReader"/>.</summary>
internal sealed class CentreJournal : IJournalReader
{
    private readonly Lock _lock = new();
    private readonly List<JournalRecord> _records = [];
    private readonly Dictionary<string, (long Seq, byte[]? Note)> _readers = [];
    private long _last;
    private int _failures;
    private int _reads;
    private int _writes;

    public Disk Disk { get; set; }

    public bool Unreadable { get; set; }

    public int Failures => Volatile.Read(ref _failures);

    public int Reads => Volatile.Read(ref _reads);

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>How many readers it remembers.</summary>
    public int Readers
    {
        get
        {
            lock (_lock)
            {
                return _readers.Count;
            }
        }
    }

    public JournalStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new("epoch", _records.Count == 0 ? 0 : _records[0].Seq, _last, 0, 0);
            }
        }
    }

    /// <summary>An event as a COMaster sent it.</summary>
    public void Happen(byte[] native, int comaster = 0) =>
        Add(JournalRecordKind.Event, new FieldEvent
        {
            Device = ConcentratorLayout.IdOf(comaster, 2),
            Content = new StateChange(false),
            Time = Station.Noon,
            Received = Station.Noon,
            Native = new MaraNative(comaster, 2) { Bytes = new(native) },
        });

    public void Samples() => Add(JournalRecordKind.Samples, null);

    public void Drop(int count)
    {
        lock (_lock)
        {
            _records.RemoveRange(0, count);
        }
    }

    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        _ = Interlocked.Increment(ref _reads);
        if (Unreadable)
        {
            throw new IOException("the disk fails");
        }

        lock (_lock)
        {
            return [.. _records.Where(r => r.Seq > afterSeq).Take(limit)];
        }
    }

    public long GetCursor(string reader)
    {
        lock (_lock)
        {
            return (_readers[reader] = _readers.GetValueOrDefault(reader)).Seq;
        }
    }

    public ReadOnlyMemory<byte>? GetNote(string reader)
    {
        lock (_lock)
        {
            return _readers.GetValueOrDefault(reader).Note is { } note ? (ReadOnlyMemory<byte>?)note : null;
        }
    }

    public void MoveCursor(string reader, long seq) => Move(reader, seq, null);

    public void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note) => Move(reader, seq, note.ToArray());

    private void Move(string reader, long seq, byte[]? note)
    {
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(seq, _last);
            if (Disk != Disk.Full)
            {
                (long before, byte[]? kept) = _readers.GetValueOrDefault(reader);
                if (seq >= before)
                {
                    _readers[reader] = (seq, note ?? kept);
                }
            }

            if (Disk != Disk.Sound)
            {
                _ = Interlocked.Increment(ref _failures);
                throw new JournalWriteException("no room") { DiskFull = Disk == Disk.Full };
            }

            _ = Interlocked.Increment(ref _writes);
        }
    }

    private void Add(JournalRecordKind kind, FieldEvent? happened)
    {
        lock (_lock)
        {
            _records.Add(new JournalRecord { Seq = ++_last, Kind = kind, Time = Station.Noon, Event = happened });
        }
    }
}
