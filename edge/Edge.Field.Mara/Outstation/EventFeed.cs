using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>An event for the centre.</summary>
internal readonly record struct WaitingEvent(long Seq, NativeBytes Bytes);

/// <summary>
/// The events of one concentrator that one centre has not acknowledged, read ahead from the journal in its order. Not for several threads.
/// </summary>
internal sealed class EventFeed(IJournalReader journal, int comaster, string centre, ILogger logger)
{
    /// <summary>An event on the wire (Mara 1.4 §5).</summary>
    public const int EventLength = 10;

    private const int BatchSize = 128;

    // Most records are samples. This many batches are read for one question, the rest for the next.
    private const int LookAhead = 8;

    private readonly Queue<WaitingEvent> _waiting = new(64);
    private long _scanned;
    private long _gap;
    private bool _unreadable;

    /// <summary>The seq of the newest record of the journal.</summary>
    public long Newest => journal.Status.LastSeq;

    /// <summary>The seq up to which there are no more events for a centre that has everything up to <paramref name="after"/>.</summary>
    public long Settled(long after)
    {
        foreach (WaitingEvent waiting in _waiting)
        {
            if (waiting.Seq > after)
            {
                return waiting.Seq - 1;
            }
        }

        return Math.Max(_scanned, after);
    }

    /// <summary>Clears the buffer and starts after a seq.</summary>
    public void Start(long after)
    {
        _waiting.Clear();
        (_scanned, _gap) = (after, 0);
    }

    /// <summary>Removes the events up to a seq, which the centre has.</summary>
    public void Release(long upTo)
    {
        while (_waiting.TryPeek(out WaitingEvent first) && first.Seq <= upTo)
        {
            _ = _waiting.Dequeue();
        }

        _scanned = Math.Max(_scanned, upTo);
    }

    /// <summary>Reads until the wanted number of events wait, within the limits of the journal and the look-ahead.</summary>
    /// <returns>False where the journal could not be read; the waiting events are still valid.</returns>
    public bool Fill(int wanted)
    {
        for (int batch = 0; batch < LookAhead && _waiting.Count < wanted; batch++)
        {
            if (!ReadOn(out bool caughtUp))
            {
                return false;
            }

            if (caughtUp)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Reads up to a seq without a limit.</summary>
    public bool FillUpTo(long seq)
    {
        while (_scanned < seq)
        {
            if (!ReadOn(out bool caughtUp))
            {
                return false;
            }

            if (caughtUp)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Copies the oldest events.</summary>
    /// <param name="to">The buffer; as many as fit are copied.</param>
    /// <param name="after">Only events after this seq.</param>
    /// <param name="last">Only events up to this seq.</param>
    /// <param name="reach">The seq of the last one copied; 0 when there is none.</param>
    /// <returns>How many.</returns>
    public int CopyTo(Span<byte> to, long after, long last, out long reach)
    {
        int count = 0;
        reach = 0;
        foreach (WaitingEvent waiting in _waiting)
        {
            if (waiting.Seq <= after)
            {
                continue;
            }

            if (waiting.Seq > last || to.Length < EventLength)
            {
                break;
            }

            waiting.Bytes.CopyTo(to);
            to = to[EventLength..];
            reach = waiting.Seq;
            count++;
        }

        return count;
    }

    private bool ReadOn(out bool caughtUp)
    {
        // Everything up to this seq was written before the read below: records that the read does not return were dropped.
        long newest = journal.Status.LastSeq;
        caughtUp = newest <= _scanned;
        if (caughtUp)
        {
            return true;
        }

        ImmutableArray<JournalRecord> records;
        try
        {
            records = journal.Read(_scanned, BatchSize);
            _unreadable = false;
        }
        catch (IOException failure)
        {
            if (!_unreadable)
            {
                Log.OutstationJournalNotRead(logger, centre, _scanned, failure.Message);
            }

            _unreadable = true;
            return false;
        }

        foreach (JournalRecord record in records)
        {
            Take(record);
        }

        caughtUp = records.Length < BatchSize;
        if (caughtUp)
        {
            Skip(newest + 1);
            LogGap();
        }

        return true;
    }

    private void Take(JournalRecord record)
    {
        Skip(record.Seq);
        _scanned = record.Seq;
        if (record.Event?.Native.Mara is { Bytes.Length: EventLength } native && native.Concentrator == comaster)
        {
            _waiting.Enqueue(new WaitingEvent(record.Seq, native.Bytes));
        }
    }

    // The journal has no gaps: a missing seq was dropped before this centre read it.
    private void Skip(long next)
    {
        if (next > _scanned + 1)
        {
            _gap += next - _scanned - 1;
            _scanned = next - 1;
        }
    }

    private void LogGap()
    {
        if (_gap > 0)
        {
            Log.OutstationRecordsDropped(logger, centre, _gap);
            _gap = 0;
        }
    }
}
