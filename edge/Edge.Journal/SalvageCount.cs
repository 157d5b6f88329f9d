namespace Edge.Journal;

/// <summary>How much of a journal could not be salvaged.</summary>
/// <param name="Records">Records.</param>
/// <param name="Events">How many of them were events, energies or what operators did, at most.</param>
/// <param name="FirstSeq">The first that is lost; 0 when none is.</param>
/// <param name="LastSeq">The last that is lost; 0 when none is.</param>
internal readonly record struct SalvageLoss(long Records, long Events, long FirstSeq, long LastSeq)
{
    public SalvageLoss With(long seq, bool isEvent) =>
        new(Records + 1, Events + (isEvent ? 1 : 0), FirstSeq == 0 ? seq : FirstSeq, seq);
}

/// <summary>
/// Counts the numbers that are missing in the new file. A seq that is missing is lost where nothing was dropped by intent; else only where
/// a page that could not be read stands. Which table it was of is known by the page above; where it is not, it counts as an event.
/// </summary>
internal sealed class SalvageCount
{
    private readonly List<(long First, long Last)> _samples = [];
    private readonly List<(long First, long Last)> _events = [];
    private readonly Bookkeeping _books;

    public SalvageCount(SalvageScan scan, SalvageCopy copy, Bookkeeping books, IReadOnlyList<SalvageLeaf> withoutRoom)
    {
        _books = books;
        foreach (SalvageHole hole in scan.Holes())
        {
            long before = copy.Before(hole.Table, hole.First is { } first ? first - 1 : hole.Last);
            long last = hole.First is null
                ? Math.Min(hole.Last, books.LastSeq)
                : (copy.After(hole.Table, hole.Last) ?? (books.LastSeq + 1)) - 1;
            (hole.Table == RowTable.Sample ? _samples : _events).Add((before + 1, last));
        }

        foreach (SalvageLeaf leaf in withoutRoom)
        {
            (leaf.Table == RowTable.Sample ? _samples : _events).Add((leaf.First, leaf.Last));
        }
    }

    /// <summary>Everything that is lost, and what of it some reader had not handled.</summary>
    public (SalvageLoss All, SalvageLoss Unread) Of(IEnumerable<long> present)
    {
        SalvageLoss all = default;
        SalvageLoss unread = default;
        long handled = _books.HandledByAll;
        long next = 1;
        foreach (long seq in present.Append(_books.LastSeq + 1))
        {
            for (; next < seq; next = After(next, seq))
            {
                if (IsLost(next, out bool isEvent))
                {
                    all = all.With(next, isEvent);
                    unread = next > handled ? unread.With(next, isEvent) : unread;
                }
            }

            next = seq + 1;
        }

        return (all, unread);
    }

    // The next number that may be lost: what was dropped by intent can be millions.
    private long After(long seq, long end)
    {
        if (seq >= _books.Floors.Highest)
        {
            return seq + 1;
        }

        long next = Math.Min(end, _books.Floors.Highest + 1);
        foreach ((long first, long last) in _samples.Concat(_events))
        {
            if (last > seq)
            {
                next = Math.Min(next, Math.Max(first, seq + 1));
            }
        }

        return next;
    }

    private bool IsLost(long seq, out bool isEvent)
    {
        bool inEvents = seq > _books.Floors.Events && Holds(_events, seq);
        bool inSamples = seq > _books.Floors.Samples && Holds(_samples, seq);
        isEvent = inEvents || !inSamples;
        return inEvents || inSamples || seq > _books.Floors.Highest;
    }

    private static bool Holds(List<(long First, long Last)> spans, long seq)
    {
        foreach ((long first, long last) in spans)
        {
            if (seq >= first && seq <= last)
            {
                return true;
            }
        }

        return false;
    }
}
