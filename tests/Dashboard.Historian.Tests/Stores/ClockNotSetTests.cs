using Dashboard.Historian.Journal;
using Dashboard.Historian.Series;
using Dashboard.Historian.Tests.Journal;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>Values of a gateway whose clock was not set are kept, and are in no trend of a time to which they do not belong.</summary>
/// <param name="database">The database of the test.</param>
public abstract class ClockNotSetTests(StoreUnderTest database) : StoreTests(database)
{
    private const double Behind = -240 * 86_400;
    private const double Ahead = 240 * 86_400;

    private static readonly DateTimeOffset s_long = new(1960, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _arrival = Batches.TimeOf(0);

    [Theory]
    [InlineData(Behind)]
    [InlineData(Ahead)]
    [InlineData(-56.0 * 365 * 86_400)]
    public void They_are_kept_apart_and_nothing_holds_over_their_time(double off)
    {
        Store(0, 10, RecordClock.Right);
        Store(10, 15, RecordClock.NotSet, off);
        Store(15, 20, RecordClock.NotSet, off);
        Store(20, 120, RecordClock.Right);

        for (int pass = 0; pass < 2; pass++)
        {
            SampleSeries series = Query(0, 40);
            Assert.Equal(10, series.WithoutTime);
            Assert.Equal(
                [.. Enumerable.Range(1, 10), .. Enumerable.Range(21, 19)],
                Enumerable.Range(0, 40).Where(i => series.Columns[i].Count > 0));
            Assert.Equal([1d, 0, 0, 1], new[] { 9, 11, 20, 21 }.Select(i => series.Columns[i].Good));
            Assert.All(Query(off, off + 40).Columns, column => Assert.Equal(0, column.Count));
            RollAll();
        }

        Assert.Equal((110, 10), (Database.Count("sample"), Database.Count("sample_not_set")));
        (long day, long later) = (Batches.TimeOf(-86_400), Batches.TimeOf(86_400));
        Assert.Equal(0, Database.Number($"SELECT count(*) FROM rollup_due WHERE time_from < {day} OR time_to > {later}"));
        Assert.Equal(0, Database.Number($"SELECT count(*) FROM rollup_1m WHERE time < {day} OR time > {later}"));
        Assert.True(Database.Count("rollup_1m") > 0);
    }

    [Fact]
    public void Runs_that_never_got_the_time_leave_one_gap_that_ends()
    {
        Store(0, 10, RecordClock.Right);
        Store(10, 20, RecordClock.NotSet, Behind, "e2", 11, "e1");
        Store(20, 25, RecordClock.NotSet, Behind, "e3", 21, "e2");
        Store(25, 26, RecordClock.NotSet, Ahead, "e4", 26, "e3");
        Store(26, 60, RecordClock.Right, 0, "e4", 26, "e3");

        IReadOnlyList<SampleColumn> columns = Query(0, 60).Columns;
        Assert.Equal([1d, 0, 0, 1, 1], new[] { 9, 11, 26, 27, 59 }.Select(i => columns[i].Good));
        Assert.Equal(0, Database.Number($"SELECT count(*) FROM journal_gap WHERE time_to > {Batches.TimeOf(1000)}"));
    }

    [Fact]
    public void A_site_that_begins_with_them_has_values_once_it_has_the_time()
    {
        Store(0, 10, RecordClock.NotSet, Behind);
        Assert.Equal(0, Database.Number("SELECT max(time) FROM journal"));
        Store(10, 30, RecordClock.Right);
        IReadOnlyList<SampleColumn> columns = Query(0, 30).Columns;
        Assert.Equal([0d, 1, 1], new[] { 10, 11, 29 }.Select(i => columns[i].Good));
    }

    [Fact]
    public void One_that_is_off_by_seconds_counts_and_has_its_mark()
    {
        Store(0, 10, RecordClock.Right);
        Store(10, 20, RecordClock.Unsynchronised);
        Assert.All(Query(1, 20).Columns, column => Assert.Equal(1, column.Count));
        Assert.Equal(10, Database.Number("SELECT count(*) FROM sample WHERE clock = 1"));
        Assert.Equal(10, Database.Number("SELECT count(*) FROM sample WHERE clock IS NULL"));
    }

    [Fact]
    public void All_of_a_record_is_kept_once_with_the_time_that_came()
    {
        for (int time = 0; time < 2; time++)
        {
            Store(Batches.Of(0, 1, entry: seq => new JournalEntry(seq, Batches.TimeOf(Behind))
            {
                Clock = RecordClock.NotSet,
                Samples =
                [
                    new SampleValue("D", null, "intermediate", new QualityWords("stale", "linkDown", "")),
                    new SampleValue("R", 2.5, 1.5, null),
                ],
                Statistics = [new StatisticValue("4", "clockSkewMs", 7)],
                Elements = [new ElementValue("E", "52", "#ff0000", null, null)],
            }));
        }

        Assert.Equal((3, 1), (Database.Count("sample_not_set"), Database.Count("element_change_not_set")));
        Assert.Equal((0, 0), (Database.Count("sample"), Database.Count("element_change")));
        Assert.Equal(1, Database.Number("SELECT count(*) FROM sample_not_set WHERE raw_text = 'intermediate' AND quality IS NOT NULL"));
        Assert.Equal(1, Database.Number("SELECT count(*) FROM sample_not_set WHERE raw_number = 1.5 AND value = 2.5"));
        Assert.Equal(1, Database.Number("SELECT count(*) FROM element_change_not_set WHERE text = '52' AND fill = '#ff0000'"));
        Assert.Equal(Batches.TimeOf(Behind), Database.Number("SELECT min(time) FROM sample_not_set"));
    }

    [Fact]
    public void They_are_as_old_as_their_arrival()
    {
        Store(0, 10, RecordClock.NotSet, -56.0 * 365 * 86_400);
        _ = Database.Journals.DropOld(Records.Start.AddSeconds(-1), 1000);
        Assert.Equal(10, Database.Count("sample_not_set"));
        Assert.Equal(4, Database.Journals.DropOld(Records.Start.AddDays(1), 4));
        Assert.Equal(6, Database.Journals.DropOld(Records.Start.AddDays(1), 1000));
    }

    private void Store(
        long after, long last, RecordClock clock, double off = 0, string epoch = "e1", long first = 1, string former = "") =>
        Store(Batches.Of(after, last, epoch: epoch, entry: seq => At(seq, clock, off)) with { FirstSeq = first, FormerEpoch = former });

    private static JournalEntry At(long seq, RecordClock clock, double off) =>
        Batches.Sample(seq) with { Time = Batches.TimeOf(seq + off), Clock = clock };

    private void Store(JournalBatch batch) => Database.Journals.Store(batch, () => ++_arrival, Records.Start);

    private void RollAll()
    {
        while (Database.RollUps.RollSome(s_long))
        {
        }
    }

    private SampleSeries Query(double from, double to) => Assert.Single(Database.Samples.Query(new SampleQuery
    {
        Site = Batches.Site,
        Tags = ["AI1"],
        From = Records.Start.AddSeconds(from),
        To = Records.Start.AddSeconds(to),
        Columns = (int)Math.Min(to - from, 4000),
    }).Series);
}
