namespace Dashboard.Historian.Series;

/// <summary>How good a value is.</summary>
public enum PointState
{
    /// <summary>It is good.</summary>
    Good,

    /// <summary>It was good, and is old.</summary>
    Stale,

    /// <summary>It is wrong, or was never read.</summary>
    Bad,

    /// <summary>Nothing is known: records are missing, or there is no value yet.</summary>
    Nothing,
}

/// <summary>A value of a tag.</summary>
/// <param name="Time">Since when: microseconds since 1970, UTC.</param>
/// <param name="Value">The value; null: it is not good.</param>
/// <param name="IsStale">Whether one that is not good is only old.</param>
public readonly record struct SamplePoint(long Time, double? Value, bool IsStale = false)
{
    /// <summary>How good it is.</summary>
    public PointState State => Value is not null ? PointState.Good : IsStale ? PointState.Stale : PointState.Bad;
}

/// <summary>A time in which nothing is known, because records are missing.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
public readonly record struct TimeGap(long From, long To);
