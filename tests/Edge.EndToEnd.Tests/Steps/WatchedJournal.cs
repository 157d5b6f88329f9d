using System.Collections.Immutable;
using Edge.Journal;
using Edge.Pipeline;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>The journal of a gateway, with the steps that are in it. Nobody writes while it is copied.</summary>
/// <param name="inner">The journal.</param>
/// <param name="historian">The reader whose steps count.</param>
/// <param name="trap">Where the steps go.</param>
internal sealed class WatchedJournal(SqliteJournal inner, string historian, Trap trap) : IJournal
{
    /// <summary>Whether the feed of the historian is what runs here.</summary>
    internal static readonly AsyncLocal<bool> IsFeed = new();

    private Action? _changed;

    /// <inheritdoc />
    public event Action? SalvageChanged
    {
        add
        {
            inner.SalvageChanged += value;
            _changed += value;
        }

        remove
        {
            inner.SalvageChanged -= value;
            _changed -= value;
        }
    }

    /// <summary>Held by the one that writes.</summary>
    internal Lock Gate { get; } = new();

    /// <inheritdoc />
    public JournalStatus Status => inner.Status;

    /// <inheritdoc />
    public ImmutableArray<ElementState> GetElements() => inner.GetElements();

    /// <inheritdoc />
    public long Append(in JournalEntry entry)
    {
        long last;
        lock (Gate)
        {
            long oldest = inner.Status.OldestSeq;
            trap.Reach(Step.Append);
            last = inner.Append(in entry);
            trap.Reach(Step.Recorded);
            if (oldest > 0 && inner.Status.OldestSeq > oldest)
            {
                trap.Reach(Step.Dropped);
            }
        }

        _changed?.Invoke();
        return last;
    }

    /// <inheritdoc />
    public ImmutableArray<JournalRecord> Read(long afterSeq, int limit)
    {
        ImmutableArray<JournalRecord> read = inner.Read(afterSeq, limit);
        if (IsFeed.Value && !read.IsEmpty)
        {
            trap.Reach(Step.Read);
        }

        return read;
    }

    /// <inheritdoc />
    public long GetCursor(string reader) => Locked(() => inner.GetCursor(reader));

    /// <inheritdoc />
    public void MoveCursor(string reader, long seq) => Move(reader, () => inner.MoveCursor(reader, seq));

    /// <inheritdoc />
    public void MoveCursor(string reader, long seq, ReadOnlySpan<byte> note)
    {
        byte[] copy = note.ToArray();
        Move(reader, () => inner.MoveCursor(reader, seq, copy));
    }

    /// <inheritdoc />
    public ReadOnlyMemory<byte>? GetNote(string reader) => inner.GetNote(reader);

    /// <inheritdoc />
    public ReadOnlyMemory<byte>? GetCheckpoint(string device) => inner.GetCheckpoint(device);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Move(string reader, Action move) => Locked(() =>
    {
        if (reader == historian)
        {
            trap.Reach(Step.CursorMoved);
        }

        move();
        if (reader == historian)
        {
            trap.Reach(Step.CursorStored);
        }

        return 0;
    });

    private T Locked<T>(Func<T> work)
    {
        lock (Gate)
        {
            return work();
        }
    }
}
