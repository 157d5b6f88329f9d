using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Mqtt.Tests;

/// <summary>A journal with the records of the test; it remembers each move of a cursor.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly List<JournalRecord> _records = [];
    private readonly List<long> _moves = [];

    public JournalStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new JournalStatus("e1", _records.Count == 0 ? 0 : 1, _records.Count, _records.Count * 100, 0);
            }
        }
    }

    public IReadOnlyList<long> Moves
    {
        get
        {
            lock (_lock)
            {
                return [.. _moves];
            }
        }
    }

    public void AddEvents(int count)
    {
        lock (_lock)
        {
            for (int i = 0; i < count; i++)
            {
                DateTimeOffset time = Station.Start.AddSeconds(_records.Count);
                _records.Add(new JournalRecord
                {
                    Seq = _records.Count + 1,
                    Kind = JournalRecordKind.Event,
                    Time = time,
                    Event = new FieldEvent
                    {
                        Device = new("4"),
                        Content = new StateChange(i % 2 != 0),
                        Tag = "LA152B03",
                        Time = time,
                        Received = time,
                    },
                });
            }
        }
    }

    public void Add(JournalRecord record)
    {
        lock (_lock)
        {
            _records.Add(record with { Seq = _records.Count + 1 });
        }
    }

    public long Append(in JournalEntry entry) => throw new NotSupportedException("Nobody writes here but the test.");

    public ReadOnlyMemory<byte>? GetCheckpoint(string device) => null;

    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        lock (_lock)
        {
            return [.. _records.Skip((int)afterSeq).Take(limit)];
        }
    }

    public long GetCursor(string reader)
    {
        lock (_lock)
        {
            return _moves.Count == 0 ? 0 : _moves[^1];
        }
    }

    public void MoveCursor(string reader, long seq)
    {
        lock (_lock)
        {
            _moves.Add(seq);
        }
    }

    public void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note) => MoveCursor(reader, seq);

    public ReadOnlyMemory<byte>? GetNote(string reader) => null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
