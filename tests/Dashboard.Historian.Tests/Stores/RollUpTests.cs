using Dashboard.Historian.Journal;
using Dashboard.Historian.Series;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Tests.Journal;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>What is read from steps is what the values themselves say, whenever they came.</summary>
/// <param name="database">The database of the test.</param>
public abstract class RollUpTests(StoreUnderTest database) : StoreTests(database)
{
    private const int Hours = 60;

    private static readonly DateTimeOffset Long = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(20261130);
    private readonly List<(long Seq, SamplePoint Point)> _points = [];
    private readonly List<TimeGap> _gaps = [];
    private long _arrival;
    private long _known;

    [Fact]
    public void Columns_of_steps_are_those_of_the_values()
    {
        Fill();
        foreach ((double from, double to, int columns, int minutes) in ((double, double, int, int)[])
            [(0, Hours, 7, 120), (0.3, 47.9, 100, 15), (5.21, 7.77, 60, 1), (3, 3.5, 300, 0), (0, Hours, 2, 1440)])
        {
            // Before anything is rolled up, while it is, and when it is done.
            SampleQuery query = Ask(from, to, columns);
            Check(query, minutes);
            Assert.True(Database.RollUps.RollSome(Long));
            Check(query, minutes);
        }

        RollAll();
        foreach ((double from, double to, int columns, int minutes) in ((double, double, int, int)[])
            [(0, Hours, 7, 120), (0.3, 47.9, 100, 15), (5.21, 7.77, 60, 1), (3, 3.5, 300, 0), (-30, Hours, 2, 1440)])
        {
            Check(Ask(from, to, columns), minutes);
        }

        Assert.All(RollUpStep.All, step => Assert.True(Database.Count(step.Table) > 0, step.Table));
    }

    [Fact]
    public void Late_values_correct_the_steps()
    {
        Fill();
        RollAll();

        // A backlog of another journal of the site, hours old, one of its values alone in its day.
        Store(0, [.. Enumerable.Range(0, 400).Select(i => 10.5 + (i / 300.0)), 47.01], "e2");
        Check(Ask(0, Hours, 7), 120);
        RollAll();
        Check(Ask(0, Hours, 7), 120);
        Check(Ask(10, 13, 100), 1);
        Check(Ask(0, Hours, 2), 1440);
    }

    [Fact]
    public void Values_of_an_older_database_are_rolled_up()
    {
        Fill();
        Database.ForgetRollUps();
        Database.Reopen();
        Check(Ask(0, Hours, 7), 120);
        RollAll();
        Check(Ask(0, Hours, 7), 120);
        Assert.True(Database.Count("rollup_1d") > 0);
    }

    [Fact]
    public void A_portion_that_a_kill_left_is_made_again()
    {
        Fill();
        RollAll();
        Database.Change("UPDATE rollup_1m SET maximum = 7e7");
        Assert.Equal(7e7, Columns(Ask(5, 7, 60)).Max(column => column.Maximum));
        long from = RollUpStep.All[3].Floor(Batches.TimeOf(-36_000));
        Database.Change(
            "INSERT INTO rollup_due (site, step, time_from, time_to, busy) "
            + $"VALUES ('{Batches.Site}', 0, {from}, {from + 172_800_000_000}, 1)");
        Check(Ask(5, 7, 60), 1);
        Database.Reopen();
        RollAll();
        Check(Ask(5, 7, 60), 1);
        Assert.Equal(0, Database.Number("SELECT count(*) FROM rollup_due WHERE busy = 1"));
    }

    [Fact]
    public void Where_values_are_dropped_the_steps_answer()
    {
        Fill();
        RollAll();
        SampleColumn[] before = Columns(Ask(2, 40, 500));
        Database.Change("DELETE FROM sample");
        Assert.Equal(before, Columns(Ask(2, 40, 500)));

        // A query that is finer than what is kept gets fewer columns, and what held before is known from a step.
        SqlSampleStore kept = new(
            Database.Events, new SeriesKeep(TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(1000)),
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Records.Start.AddHours(Hours)));
        SampleAnswer minutes = kept.Query(Ask(40, 40.5, 1000));
        Assert.Equal((TimeSpan.FromMinutes(1), 31), (minutes.Step, minutes.Edges.Count));
        SampleAnswer quarters = kept.Query(Ask(30, 32, 1000));
        Assert.Equal((TimeSpan.FromMinutes(15), 9), (quarters.Step, quarters.Edges.Count));
        Assert.True(quarters.Series[0].Columns[0].Good + quarters.Series[0].Columns[0].Stale + quarters.Series[0].Columns[0].Bad > 0);
    }

    [Fact]
    public void A_value_holds_over_no_gap_that_is_old()
    {
        static JournalEntry At(long seq, double hour, string tag) => Batches.Sample(seq, tag) with { Time = Batches.TimeOf(hour * 3600) };
        Database.Journals.Store(
            Batches.Of(0, 2, entry: seq => seq == 1 ? At(1, 0, "AI1") : At(2, 5, "B")), () => ++_arrival, Records.Start);
        Database.Journals.Store(
            Batches.Of(10, 12, oldest: 11, entry: seq => seq == 11 ? At(11, 10, "B") : At(12, 13, "AI1")), () => ++_arrival, Records.Start);
        RollAll();
        while (Database.Journals.DropOld(Records.Start.AddDays(1), 5000) > 0)
        {
            // Until nothing old is left.
        }

        Database.Change("DELETE FROM sample");
        Assert.Equal([1d, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], Columns(Ask(0, 12, 12)).Select(column => column.Good));
    }

    [Fact]
    public void More_values_than_are_read_at_once_come_by_the_minute()
    {
        Fill();
        RollAll();
        Assert.Null(Database.Samples.Query(Ask(0, 10, 4000)).Step);
        Database.Change($"UPDATE rollup_1m SET count = count + {SqlSampleStore.MostValues} WHERE time < {Batches.TimeOf(5 * 3600)}");
        SampleAnswer answer = Database.Samples.Query(Ask(0, 10, 4000));
        Assert.Equal((TimeSpan.FromMinutes(1), 601), (answer.Step, answer.Edges.Count));
        Assert.Null(Database.Samples.Query(Ask(5.1, 10, 4000)).Step);
    }

    [Fact]
    public void Old_steps_go_a_few_at_a_time()
    {
        Fill();
        RollAll();
        RollUpStep minutes = RollUpStep.All[0];
        long all = Database.Count(minutes.Table);
        long old = Database.Number($"SELECT count(*) FROM rollup_1m WHERE time < {Batches.TimeOf(20 * 3600)}");
        int dropped = 0;
        while (Database.RollUps.DropOld(minutes, Records.Start.AddHours(20), 50) is > 0 and <= 50 and var some)
        {
            dropped += some;
        }

        Assert.Equal(old, dropped);
        Assert.Equal(all - old, Database.Count(minutes.Table));
    }

    [Fact]
    public void A_clock_that_jumps_about_does_not_fill_the_notes()
    {
        for (int i = 0; i < 300; i++)
        {
            int day = i;
            Database.Journals.Store(
                Batches.Of(i, i + 1, entry: seq => Batches.Sample(seq) with { Time = DayOf(day) }), () => ++_arrival, Records.Start);
        }

        Assert.InRange(Database.Count("rollup_due"), 1, 100);
        RollAll();
        Assert.Equal(300, Database.Number("SELECT sum(count) FROM rollup_1m") + Database.Number(
            $"SELECT count(*) FROM sample WHERE time >= {RollUpStep.All[0].Floor(DayOf(299))}"));
    }

    // Sixty hours: a few values an hour, some seconds apart, some not good, and a time of which records are missing.
    private void Fill()
    {
        double hour = -20;
        List<double> hours = [];
        while (hour < Hours)
        {
            hour += _random.Next(3) switch { 0 => _random.NextDouble() / 500, 1 => _random.NextDouble() / 10, _ => _random.NextDouble() };
            hours.Add(hour);
        }

        Store(0, [.. hours.Where(at => at < 20)]);
        Store(_points.Count + 5, [.. hours.Where(at => at is >= 20 and < 21)]);
        Store(_points[^1].Seq, [.. hours.Where(at => at >= 21)]);
        _gaps.Add(new TimeGap(_points.Last(one => one.Point.Time < Batches.TimeOf(20 * 3600)).Point.Time, _points.First(
            one => one.Point.Time >= Batches.TimeOf(20 * 3600)).Point.Time));
    }

    private void Store(long after, List<double> hours, string epoch = "e1")
    {
        (long, SamplePoint)[] points =
        [
            .. hours.Select((at, i) => (
                after + i + 1,
                new SamplePoint(Batches.TimeOf(at * 3600), _random.Next(9) == 0 ? null : _random.Next(-50, 50), _random.Next(2) == 0))),
        ];
        foreach ((long, SamplePoint)[] part in points.Chunk(300))
        {
            JournalBatch batch = Batches.Of(part[0].Item1 - 1, part[^1].Item1, oldest: after + 1, epoch: epoch, entry: seq =>
            {
                SamplePoint point = part[(int)(seq - part[0].Item1)].Item2;
                return new JournalEntry(seq, point.Time)
                {
                    Samples =
                    [
                        new SampleValue(
                            "AI1", point.Value ?? 5, 1L,
                            point.Value is null ? new QualityWords(point.IsStale ? "stale" : "bad", "", "") : null),
                    ],
                };
            });
            Database.Journals.Store(batch, () => ++_arrival, Records.Start);
        }

        _points.AddRange(points);
        _known = Math.Max(_known, points[^1].Item2.Time);
    }

    private void RollAll()
    {
        for (int i = 0; Database.RollUps.RollSome(Long); i++)
        {
            Assert.True(i < 5000, "It has no end.");
        }
    }

    private void Check(SampleQuery query, int minutes)
    {
        SampleAnswer answer = Database.Samples.Query(query);
        Assert.Equal(minutes == 0 ? null : TimeSpan.FromMinutes(minutes), answer.Step);
        Assert.True(answer.Edges.Zip(answer.Edges.Skip(1)).All(pair => pair.First < pair.Second));
        Assert.InRange(answer.Edges[0], long.MinValue, Microseconds(query.From));
        Assert.InRange(answer.Edges[^1], Microseconds(query.To), long.MaxValue);
        ColumnFold fold = new(answer.Edges, _known, _gaps);
        foreach ((long _, SamplePoint point) in _points.OrderBy(one => one.Point.Time).ThenBy(one => one.Seq))
        {
            fold.Add(point);
        }

        IReadOnlyList<SampleColumn> expected = fold.End();
        IReadOnlyList<SampleColumn> actual = Assert.Single(answer.Series).Columns;
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Mean ?? 0, actual[i].Mean ?? 0, 9);
            Assert.Equal(expected[i] with { Mean = 0 }, actual[i] with { Mean = 0 });
        }
    }

    private SampleColumn[] Columns(SampleQuery query) => [.. Assert.Single(Database.Samples.Query(query).Series).Columns];

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long DayOf(int day) => Batches.TimeOf((day % 2 == 0 ? -day : day) * 86_400.0);

    private static SampleQuery Ask(double from, double to, int columns) => new()
    {
        Site = Batches.Site,
        Tags = ["AI1"],
        From = Records.Start.AddHours(from),
        To = Records.Start.AddHours(to),
        Columns = columns,
    };
}
