using Dashboard.Historian.Series;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>Tags of a station over a time, in columns.</summary>
/// <param name="Site">The station.</param>
/// <param name="Edges">
/// Where each column begins, and the end of the last one: microseconds since 1970, UTC. Of values that were rolled up the first column may
/// begin before the time that was asked for, and the last one end after it.
/// </param>
/// <param name="StepSeconds">The length of the steps into which the values were rolled up; absent: each value by itself.</param>
/// <param name="Known">
/// The time of the last record of the station, as the edges: behind it nothing is known yet. 0 where there is none.
/// </param>
/// <param name="Unknown">Those of the tags that neither the catalogue nor the historian has. They have no series.</param>
/// <param name="Series">The others, in the order of the query.</param>
public sealed record TrendView(
    string Site, IReadOnlyList<long> Edges, double? StepSeconds, long Known, IReadOnlyList<string> Unknown,
    IReadOnlyList<TrendSeries> Series)
{
    internal static TrendView Of(string site, SampleAnswer read, CatalogMessage? catalog)
    {
        // A catalogue comes from outside: it may name a tag twice.
        Dictionary<string, CatalogTag> points =
            (catalog?.Tags ?? []).DistinctBy(point => point.Tag).ToDictionary(point => point.Tag, StringComparer.Ordinal);
        bool IsKnown(SampleSeries one) => one.IsStored || points.ContainsKey(one.Tag);
        return new TrendView(
            site, read.Edges, read.Step?.TotalSeconds, read.Known,
            [.. read.Series.Where(one => !IsKnown(one)).Select(one => one.Tag)],
            [.. read.Series.Where(IsKnown).Select(one => TrendSeries.Of(one, points.GetValueOrDefault(one.Tag)))]);
    }
}

/// <summary>
/// A tag, column by column. Only good values count; in a column that has none, all five are null: a gap. The shares are 0 to 1; what they
/// lack to 1 is time of which nothing is known.
/// </summary>
public sealed record TrendSeries
{
    private const int Places = 6;

    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>Digital or analogue; absent where the catalogue does not have it any more.</summary>
    public TagKind? Kind { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Its unit.</summary>
    public string? Unit { get; init; }

    /// <summary>The words for state 0 and 1 of a digital point.</summary>
    public IReadOnlyList<string>? StateTexts { get; init; }

    /// <summary>How many of its values are kept whose time is not known. They are in no column.</summary>
    public long WithoutTime { get; init; }

    /// <summary>The lowest values.</summary>
    public required IReadOnlyList<double?> Minimum { get; init; }

    /// <summary>The highest values.</summary>
    public required IReadOnlyList<double?> Maximum { get; init; }

    /// <summary>The means, weighted by time.</summary>
    public required IReadOnlyList<double?> Mean { get; init; }

    /// <summary>The first values.</summary>
    public required IReadOnlyList<double?> First { get; init; }

    /// <summary>The last values.</summary>
    public required IReadOnlyList<double?> Last { get; init; }

    /// <summary>The shares of the time in which the value was good.</summary>
    public required IReadOnlyList<double> Good { get; init; }

    /// <summary>The shares in which it was stale.</summary>
    public required IReadOnlyList<double> Stale { get; init; }

    /// <summary>The shares in which it was bad.</summary>
    public required IReadOnlyList<double> Bad { get; init; }

    /// <summary>How many values arrived in each column, whatever their quality.</summary>
    public required IReadOnlyList<int> Count { get; init; }

    internal static TrendSeries Of(SampleSeries read, CatalogTag? point) => new()
    {
        Tag = read.Tag,
        Kind = point?.Kind,
        Description = point?.Description,
        Unit = point?.Unit,
        StateTexts = point?.StateTexts,
        WithoutTime = read.WithoutTime,
        Minimum = [.. read.Columns.Select(column => column.Minimum)],
        Maximum = [.. read.Columns.Select(column => column.Maximum)],
        Mean = [.. read.Columns.Select(column => column.Mean)],
        First = [.. read.Columns.Select(column => column.First)],
        Last = [.. read.Columns.Select(column => column.Last)],
        Good = [.. read.Columns.Select(column => Share(column.Good))],
        Stale = [.. read.Columns.Select(column => Share(column.Stale))],
        Bad = [.. read.Columns.Select(column => Share(column.Bad))],
        Count = [.. read.Columns.Select(column => column.Count)],
    };

    // A moment is never rounded away: it is to be seen in a column of days too.
    private static double Share(double share) => share == 0 ? 0 : Math.Max(Math.Round(share, Places), 1e-6);
}
