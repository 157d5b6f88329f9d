namespace Edge.Mqtt;

/// <summary>How fast a historian acknowledges, and when it will have everything: over the last minute. No clock of its own.</summary>
internal sealed class FeedRate
{
    /// <summary>The time that is looked back on.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    /// <summary>A smaller backlog is the traffic of a moment: no end is estimated.</summary>
    public const long SmallestBacklog = JournalBatches.MaximumRecords;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    // An estimate beyond it says nothing.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly Queue<Mark> _marks = new();
    private Mark _now;

    /// <summary>Records in a second.</summary>
    public double PerSecond => Over(mark => _now.Acknowledged - mark.Acknowledged);

    /// <summary>How long the backlog takes at this pace, what comes meanwhile included; null: not known.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            double pace = Over(mark => mark.Backlog - _now.Backlog);
            return _now.Backlog >= SmallestBacklog && pace > 0 && _now.Backlog / pace < Longest.TotalSeconds
                ? TimeSpan.FromSeconds(_now.Backlog / pace)
                : null;
        }
    }

    /// <summary>Takes down how things are.</summary>
    /// <param name="now">The time.</param>
    /// <param name="acknowledged">The acknowledged seq.</param>
    /// <param name="backlog">How many records wait.</param>
    public void Observe(TimeSpan now, long acknowledged, long backlog)
    {
        if (acknowledged < _now.Acknowledged)
        {
            // Rewound: what was acknowledged before says nothing about the way from here.
            _marks.Clear();
        }

        _now = new Mark(now, acknowledged, backlog);
        if (_marks.Count == 0 || now - _marks.Last().At >= Step)
        {
            _marks.Enqueue(_now);
        }

        while (_marks.Count > 1 && now - _marks.Peek().At > Span)
        {
            _ = _marks.Dequeue();
        }
    }

    private double Over(Func<Mark, long> progress)
    {
        if (!_marks.TryPeek(out Mark first) || _now.At - first.At < Step)
        {
            return 0;
        }

        return Math.Max(0, progress(first) / (_now.At - first.At).TotalSeconds);
    }

    private readonly record struct Mark(TimeSpan At, long Acknowledged, long Backlog);
}
