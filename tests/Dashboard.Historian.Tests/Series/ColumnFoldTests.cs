using CsCheck;
using Dashboard.Historian.Series;

namespace Dashboard.Historian.Tests.Series;

/// <summary>Columns are compared with what is worked out for each microsecond by itself.</summary>
public sealed class ColumnFoldTests
{
    private static readonly Gen<SamplePoint[]> Points =
        Gen.Select(Gen.Long[-20, 120], Gen.OneOf(Gen.Int[-9, 9].Select(i => (double?)i), Gen.Const((double?)null)))
            .Select(point => new SamplePoint(point.Item1, point.Item2)).Array[0, 30]
            .Select(points => points.OrderBy(point => point.Time).ToArray());

    private static readonly Gen<TimeGap[]> Gaps = Gen.Long[-20, 120].Array[0, 6].Select(ends =>
        ends.Distinct().Order().Chunk(2).Where(pair => pair.Length == 2).Select(pair => new TimeGap(pair[0], pair[1])).ToArray());

    [Fact]
    public void Columns_are_what_each_microsecond_says() =>
        Gen.Select(Points, Gaps, Gen.Int[1, 40], Gen.Long[-10, 130]).Sample((points, gaps, columns, known) =>
        {
            ColumnFold fold = new(0, 100, columns, known, gaps);
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
                Assert.Equal(expected with { Mean = 0, Good = 0 }, actual with { Mean = 0, Good = 0 });
            }
        });

    [Fact]
    public void A_spike_within_a_column_is_its_maximum()
    {
        ColumnFold fold = new(0, 1000, 1, 1000, []);
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
        for (long t = from; t < to; t++)
        {
            SamplePoint[] before = [.. points.Where(point => point.Time <= t)];
            double? now = before.Length > 0 && t < known && !gaps.Any(gap => gap.To > before[^1].Time && gap.From <= t)
                ? before[^1].Value : null;
            double[] arrived = [.. points.Where(point => point.Time == t && point.Value is not null).Select(point => point.Value!.Value)];
            seen.AddRange(arrived);
            if (now is { } value)
            {
                held.Add(value);
                if (arrived.Length == 0)
                {
                    seen.Add(value);
                }
            }
        }

        int count = points.Count(point => point.Time >= from && point.Time < to);
        return seen.Count == 0 ? new SampleColumn(null, null, null, null, null, 0, count) : new SampleColumn(
            seen.Min(), seen.Max(), held.Count == 0 ? seen[^1] : held.Average(), seen[0], seen[^1], (double)held.Count / (to - from),
            count);
    }
}
