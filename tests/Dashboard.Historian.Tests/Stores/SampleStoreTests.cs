using Dashboard.Historian.Journal;
using Dashboard.Historian.Series;
using Dashboard.Historian.Tests.Journal;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>The values of tags, column by column, from the database.</summary>
/// <param name="database">The database of the test.</param>
public abstract class SampleStoreTests(StoreUnderTest database) : StoreTests(database)
{
    private long _arrival;

    [Fact]
    public void A_value_holds_until_the_next_and_not_beyond_the_last_record()
    {
        // Seconds 1 to 10: the values 1 to 10.
        Store(Batches.Of(0, 10));
        SampleColumn[] columns = Query(0, 20, 5);
        Assert.Equal(new SampleColumn(1, 3, 2, 1, 3, 0.75, 0, 0, 3), columns[0]);
        Assert.Equal(new SampleColumn(4, 7, 5.5, 4, 7, 1, 0, 0, 4), columns[1]);
        Assert.Equal(new SampleColumn(8, 10, 8.5, 8, 10, 0.5, 0, 0, 3), columns[2]);
        Assert.Equal(new SampleColumn(null, null, null, null, null, 0, 0, 0, 0), columns[3]);
        Assert.Equal(columns[3], columns[4]);

        // The beginning is between two values.
        Assert.Equal(new SampleColumn(3, 4, 3.5, 3, 4, 1, 0, 0, 1), Query(3.5, 4.5, 1)[0]);
    }

    [Fact]
    public void A_value_that_is_not_good_is_none()
    {
        Store(Batches.Of(0, 8, entry: seq => Batches.Sample(
            seq, quality: seq is >= 3 and <= 6 ? new QualityWords(seq == 5 ? "bad" : "stale", "linkDown", "") : null)));
        SampleColumn[] columns = Query(1, 9, 4);
        Assert.Equal([1d, 0d, 0d, 0.5], columns.Select(column => column.Good));
        Assert.Equal([0d, 1d, 0.5, 0d], columns.Select(column => column.Stale));
        Assert.Equal([0d, 0d, 0.5, 0d], columns.Select(column => column.Bad));
        Assert.Equal([1d, null, null, 7d], columns.Select(column => column.Minimum));
        Assert.Equal([2, 2, 2, 2], columns.Select(column => column.Count));
    }

    [Fact]
    public void Flags_alone_do_not_make_a_value_bad()
    {
        Store(Batches.Of(0, 3, entry: seq => Batches.Sample(seq, quality: new QualityWords("", "", "substituted"))));
        Assert.Equal(1, Query(1, 3, 1)[0].Good);
    }

    [Fact]
    public void What_is_missing_is_a_gap()
    {
        Store(Batches.Of(0, 4));
        Store(Batches.Of(4, 20, oldest: 11));
        Assert.Equal([1d, 0.5, 0d, 0d, 0d, 1d, 1d], Query(1, 15, 7).Select(column => column.Good));
    }

    [Fact]
    public void Each_tag_has_its_columns_and_an_unknown_one_none()
    {
        Store(Batches.Of(0, 10, entry: seq => Batches.Sample(seq, seq % 2 == 0 ? "A" : "B")));
        IReadOnlyList<SampleSeries> series = Database.Samples.Query(Ask(0, 10, 1) with { Tags = ["B", "C", "A"] }).Series;
        Assert.Equal(["B", "C", "A"], series.Select(one => one.Tag));
        Assert.Equal([9d, null, 8d], series.Select(one => one.Columns[0].Maximum));
    }

    [Fact]
    public void A_query_has_bounds()
    {
        SampleQuery good = Ask(0, 10, 10);
        _ = Database.Samples.Query(
            good with { Columns = SampleQuery.MaximumColumns, Tags = [.. Enumerable.Range(0, 8).Select(i => $"T{i}")] });
        Assert.All(
            (SampleQuery[])
            [
                good with { Columns = 0 }, good with { Columns = SampleQuery.MaximumColumns + 1 }, good with { Tags = [] },
                good with { Tags = [.. Enumerable.Range(0, 9).Select(i => $"T{i}")] }, good with { To = good.From },
                good with { To = good.From.AddMicroseconds(9) },
            ],
            bad => Assert.Throws<ArgumentException>(() => Database.Samples.Query(bad)));
    }

    [Fact]
    public void A_query_that_takes_too_long_is_cancelled()
    {
        Store(Batches.Of(0, 20_000));
        Database.Reopen(TimeSpan.FromMilliseconds(-1));
        HistorianException refused = Assert.Throws<HistorianException>(() => Database.Samples.Query(Ask(0, 20_000, 10)));
        Assert.Contains("cancelled", refused.Message, StringComparison.Ordinal);
    }

    private void Store(JournalBatch batch) => Database.Journals.Store(batch, () => ++_arrival, Records.Start);

    private SampleColumn[] Query(double from, double to, int columns) =>
        [.. Assert.Single(Database.Samples.Query(Ask(from, to, columns)).Series).Columns];

    private static SampleQuery Ask(double from, double to, int columns) => new()
    {
        Site = Batches.Site,
        Tags = ["AI1"],
        From = Records.Start.AddSeconds(from),
        To = Records.Start.AddSeconds(to),
        Columns = columns,
    };
}
