using Edge.Pipeline;

namespace Edge.Journal.Inspection;

/// <summary>What says that the records of a gap are lost.</summary>
public enum GapToldBy
{
    /// <summary>Nothing does.</summary>
    Nothing,

    /// <summary>A record of a loss.</summary>
    Record,

    /// <summary>The last salvage, behind the gap: what all readers had handled it says in the log only.</summary>
    Salvage,
}

/// <summary>Numbers in a row that are missing and were not dropped by intent.</summary>
/// <param name="FirstSeq">The first.</param>
/// <param name="LastSeq">The last.</param>
public sealed record SeqGap(long FirstSeq, long LastSeq)
{
    /// <summary>What says that they are lost; known when the whole journal has been walked over.</summary>
    public GapToldBy ToldBy { get; internal set; }
}

/// <summary>Finds the numbers that are missing. What was dropped by intent, and what cannot be read, is no gap.</summary>
internal sealed class SeqGaps(JournalSalvage? salvage)
{
    private const int MostKept = 1000;

    private readonly List<SeqGap> _found = [];
    private readonly List<UnreadableSpan> _unreadable = [];
    private long _next = 1;

    // So many gaps are known to be older than the salvage.
    private int _beforeSalvage;

    public IReadOnlyList<SeqGap> Found => _found;

    public IReadOnlyList<UnreadableSpan> Unreadable => _unreadable;

    public long Missing { get; private set; }

    public void Take(RecordPage page)
    {
        foreach (UnreadableSpan span in page.Unreadable)
        {
            Keep(span);
        }

        foreach (JournalRow row in page.Rows)
        {
            Miss(_next, row.Seq - 1, page);
            Tell(row);
            _next = Math.Max(_next, row.Seq + 1);
        }

        Miss(_next, page.UpTo, page);
        _next = Math.Max(_next, page.UpTo + 1);
    }

    private void Keep(in UnreadableSpan span)
    {
        for (int i = 0; i < _unreadable.Count; i++)
        {
            if (_unreadable[i].IsSamples == span.IsSamples && _unreadable[i].LastSeq + 1 == span.FirstSeq)
            {
                _unreadable[i] = _unreadable[i] with { LastSeq = span.LastSeq };
                return;
            }
        }

        if (_unreadable.Count < MostKept)
        {
            _unreadable.Add(span);
        }
    }

    // The record of a loss stands behind what is lost.
    private void Tell(in JournalRow row)
    {
        if (row.Record is { Problem: null, Loss: { Cause: LossCause.Damaged, FirstSeq: > 0 } loss })
        {
            foreach (SeqGap gap in _found.Where(gap => gap.FirstSeq >= loss.FirstSeq && gap.LastSeq <= loss.LastSeq))
            {
                gap.ToldBy = GapToldBy.Record;
            }
        }

        for (; salvage is not null && row.Time <= salvage.Since && _beforeSalvage < _found.Count; _beforeSalvage++)
        {
            SeqGap gap = _found[_beforeSalvage];
            gap.ToldBy = gap.ToldBy == GapToldBy.Nothing ? GapToldBy.Salvage : gap.ToldBy;
        }
    }

    private void Miss(long first, long last, RecordPage page)
    {
        first = Math.Max(first, page.Floors.Highest + 1);
        foreach (UnreadableSpan span in page.Unreadable.OrderBy(span => span.FirstSeq))
        {
            if (span.LastSeq >= first && span.FirstSeq <= last)
            {
                Add(first, Math.Min(last, span.FirstSeq - 1));
                first = span.LastSeq + 1;
            }
        }

        Add(first, last);
    }

    private void Add(long first, long last)
    {
        if (first > last)
        {
            return;
        }

        Missing += last - first + 1;
        if (_found.Count > 0 && _found[^1].LastSeq + 1 == first && _found[^1].ToldBy == GapToldBy.Nothing)
        {
            _found[^1] = new SeqGap(_found[^1].FirstSeq, last);
        }
        else if (_found.Count < MostKept)
        {
            _found.Add(new SeqGap(first, last));
        }
    }
}
