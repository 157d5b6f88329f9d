using CsCheck;
using Dashboard.Historian.Series;

namespace Dashboard.Historian.Tests.Series;

/// <summary>Columns are compared with what is worked out for each microsecond by itself.</summary>
public sealed class ColumnFoldTests
{
    private static readonly Gen<SamplePoint[]> Points =
        Gen.Select(Gen.Long[-20, 120], Gen.OneOf(Gen.Int[-9, 9].Select(i => (double?)i), Gen.Const((double?)null)), Gen.Bool)
            .Select(point => new SamplePoint(point.Item1, point.Item2, point.Item3)).Array[0, 30]
            .Select(points => points.OrderBy(point => point.Time).ToArray());

    private static readonly Gen<TimeGap[]> Gaps = Gen.Long[-20, 120].Array[0, 6].Select(ends =>
        ends.Distinct().Order().Chunk(2).Where(pair => pair.Length == 2).Select(pair => new TimeGap(pair[0], pair[1])).ToArray());

    [Fact]
    public void Columns_are_what_each_microsecond_says() =>
        Gen.Select(Points, Gaps, Gen.Int[1, 40], Gen.Long[-10, 130]).Sample((points, gaps, columns, known) =>
        {
            ColumnFold fold = new([.. Enumerable.Range(0, columns + 1).Select(i => 100L * i / columns)], known, gaps);
            foreach (SamplePoint point in points)
            {
                fold.Add(point);
            }

            IReadOnlyList<SampleColumn> folded = fold.End();
            Assert.Equal(columns, folded.Count);
            for (int i = 0; i < columns; i++)
            {
                SampleColumn expected = Naive(points, gaps, known, 100L * i / columns, 100L * (i + 1) / columns);
                SampleColumn actual = folded[i];
                Assert.Equal(expected.Mean is null, actual.Mean is null);
                Assert.Equal(expected.Mean ?? 0, actual.Mean ?? 0, 9);
                Assert.Equal(expected.Good, actual.Good, 9);
                Assert.Equal(expected.Stale, actual.Stale, 9);
                Assert.Equal(expected.Bad, actual.Bad, 9);
                Assert.Equal(Exact(expected), Exact(actual));
            }
        });

    [Fact]
    public void Steps_make_the_same_columns_as_the_values_of_which_they_are() =>
        Gen.Select(Points, Gaps, Gen.Bool, Gen.Int[1, 10], Gen.Int[0, 4]).Sample((points, gaps, isLong, columns, finer) =>
        {
            long length = isLong ? 10 : 5;

            // Some of the time is read value by value, as where steps are still to be made.
            long[] edges = [.. Enumerable.Range(0, columns + 1).Select(i => (100L * i / columns) - (100L * i / columns % length))];
            RollUp[] steps = Steps(points, gaps, length);
            Assert.Equal(steps.Length, steps.DistinctBy(step => step.Time).Count());
            ColumnFold whole = new(edges, 100, gaps);
            ColumnFold rolled = new(edges, 100, gaps);
            foreach (SamplePoint point in points)
            {
                whole.Add(point);
            }

            for (long at = -20; at < 120; at += length)
            {
                SamplePoint[] within = [.. points.Where(point => point.Time >= at && point.Time < at + length)];
                if (at / length % 5 < finer)
                {
                    Array.ForEach(within, rolled.Add);
                }
                else if (within.Length > 0)
                {
                    rolled.Add(steps.Single(step => step.Time == at));
                }
            }

            foreach ((SampleColumn expected, SampleColumn actual) in whole.End().Zip(rolled.End()))
            {
                Assert.Equal(expected.Mean ?? 0, actual.Mean ?? 0, 9);
                Assert.Equal(Exact(expected), Exact(actual));
                Assert.Equal((expected.Good, expected.Stale, expected.Bad), (actual.Good, actual.Stale, actual.Bad));
            }
        });

    [Fact]
    public void A_spike_within_a_column_is_its_maximum()
    {
        ColumnFold fold = new([0, 1000], 1000, []);
        foreach (SamplePoint point in (SamplePoint[])[new(0, 1), new(500, 100), new(501, 1)])
        {
            fold.Add(point);
        }

        SampleColumn column = Assert.Single(fold.End());
        Assert.Equal((1d, 100d, 1d, 1d, 3, 1d), (column.Minimum, column.Maximum, column.First, column.Last, column.Count, column.Good));
        Assert.Equal(1.099, column.Mean!.Value, 9);
    }

    private static SampleColumn Naive(SamplePoint[] points, TimeGap[] gaps, long known, long from, long to)
    {
        List<double> seen = [];
        List<double> held = [];
        int stale = 0;
        int bad = 0;
        for (long t = from; t < to; t++)
        {
            SamplePoint[] before = [.. points.Where(point => point.Time <= t)];
            bool holds = before.Length > 0 && t < known && !gaps.Any(gap => gap.To > before[^1].Time && gap.From <= t);
            stale += holds && before[^1].State == PointState.Stale ? 1 : 0;
            bad += holds && before[^1].State == PointState.Bad ? 1 : 0;
            double[] arrived = [.. points.Where(point => point.Time == t && point.Value is not null).Select(point => point.Value!.Value)];
            seen.AddRange(arrived);
            if (holds && before[^1].Value is { } value)
            {
                held.Add(value);
                if (arrived.Length == 0)
                {
                    seen.Add(value);
                }
            }
        }

        int count = points.Count(point => point.Time >= from && point.Time < to);
        double length = to - from;
        return seen.Count == 0 ? new SampleColumn(null, null, null, null, null, 0, stale / length, bad / length, count) : new SampleColumn(
            seen.Min(), seen.Max(), held.Count == 0 ? seen[^1] : held.Average(), seen[0], seen[^1], held.Count / length, stale / length,
            bad / length, count);
    }

    private static SampleColumn Exact(SampleColumn column) => column with { Mean = 0, Good = 0, Stale = 0, Bad = 0 };

    private static RollUp[] Steps(SamplePoint[] points, TimeGap[] gaps, long length)
    {
        ColumnFold fold = new([.. Enumerable.Range(0, (int)(140 / length) + 1).Select(i => -20 + (i * length))], long.MaxValue, gaps);
        Array.ForEach(points, fold.Add);
        return [.. fold.EndSteps()];
    }
}
