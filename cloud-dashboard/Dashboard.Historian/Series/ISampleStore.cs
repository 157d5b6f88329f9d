namespace Dashboard.Historian.Series;

/// <summary>Reads the values that tags had.</summary>
public interface ISampleStore
{
    /// <summary>Summarises tags in columns.</summary>
    /// <param name="query">Which tags, from when to when, how many columns.</param>
    /// <returns>The tags in the order of the query. One that is not known has columns without values.</returns>
    /// <exception cref="ArgumentException">The query is beyond its bounds.</exception>
    /// <exception cref="HistorianException">It could not be read, or took too long.</exception>
    SampleAnswer Query(SampleQuery query);
}

/// <summary>Asks for the values of tags.</summary>
public sealed record SampleQuery
{
    /// <summary>The most tags.</summary>
    public const int MaximumTags = 8;

    /// <summary>The most columns.</summary>
    public const int MaximumColumns = 4000;

    /// <summary>Whose tags.</summary>
    public required string Site { get; init; }

    /// <summary>1 to <see cref="MaximumTags"/> tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The beginning.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The end, which does not belong to it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>1 to <see cref="MaximumColumns"/> columns; each has at least a microsecond.</summary>
    public required int Columns { get; init; }

    /// <summary>Checks the bounds.</summary>
    /// <exception cref="ArgumentException">It is beyond them; the message says how.</exception>
    public void Check()
    {
        if (Tags.Count is 0 or > MaximumTags)
        {
            throw new ArgumentException($"{Tags.Count} tags: 1 to {MaximumTags} can be asked for.");
        }

        if (Columns is < 1 or > MaximumColumns)
        {
            throw new ArgumentException($"{Columns} columns: 1 to {MaximumColumns} can be asked for.");
        }

        if ((To - From).Ticks < Columns * TimeSpan.TicksPerMicrosecond)
        {
            throw new ArgumentException("The end must be after the beginning, and each column have a microsecond.");
        }
    }
}

/// <summary>The columns of a query.</summary>
/// <param name="Edges">
/// Where each column begins, and the end of the last one: microseconds since 1970. They divide the time of the query equally; those of
/// rolled up values are at the beginnings of <paramref name="Step"/>, so the first column may begin before the query and the last one end
/// after it. There are fewer columns than were asked for where only longer steps are kept, or there are too many values to be read at once.
/// </param>
/// <param name="Step">The length of the steps into which the values were rolled up; null: each value by itself.</param>
/// <param name="Series">The tags in the order of the query.</param>
public sealed record SampleAnswer(IReadOnlyList<long> Edges, TimeSpan? Step, IReadOnlyList<SampleSeries> Series)
{
    /// <summary>
    /// The time of the last record of the site, microseconds since 1970: behind it nothing is known yet. 0 where there is none.
    /// </summary>
    public long Known { get; init; }
}

/// <summary>What a tag was, column by column.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Columns">The columns.</param>
public sealed record SampleSeries(string Tag, IReadOnlyList<SampleColumn> Columns)
{
    /// <summary>
    /// How many values of the tag are kept, of whatever time, whose time is not known, because the clock of the gateway was not set. They
    /// are in no column.
    /// </summary>
    public long WithoutTime { get; init; }

    /// <summary>Whether the historian has ever stored a value of it.</summary>
    public bool IsStored { get; init; }
}

/// <summary>
/// A column of time. Only good values count. A value holds until the next one of its tag, but not over a gap in the records of its site,
/// and not beyond the last record of the site. In a column that is a gap, the values are null. The shares are 0 to 1; what they lack to 1
/// is time of which nothing is known.
/// </summary>
/// <param name="Minimum">The lowest value.</param>
/// <param name="Maximum">The highest value.</param>
/// <param name="Mean">The mean, weighted by time.</param>
/// <param name="First">The first value.</param>
/// <param name="Last">The last value.</param>
/// <param name="Good">The share of the time in which the value was good.</param>
/// <param name="Stale">The share in which it was stale.</param>
/// <param name="Bad">The share in which it was bad.</param>
/// <param name="Count">How many values arrived in it, whatever their quality.</param>
public readonly record struct SampleColumn(
    double? Minimum, double? Maximum, double? Mean, double? First, double? Last, double Good, double Stale, double Bad, int Count);
