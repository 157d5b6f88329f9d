using Dashboard.Historian.Series;

namespace Dashboard.Historian.Sql;

/// <summary>Reads the samples in the database of the historian: from the longest steps that fit into a column.</summary>
/// <param name="events">The historian. It is not owned.</param>
/// <param name="keep">How long steps are kept; null: indefinitely.</param>
/// <param name="time">The clock.</param>
public sealed class SqlSampleStore(SqlEventStore events, SeriesKeep? keep = null, TimeProvider? time = null) : ISampleStore
{
    /// <summary>Where a query would read more values than about these, it reads minutes.</summary>
    internal const int MostValues = 400_000;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc />
    public SampleAnswer Query(SampleQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        long from = Microseconds.Of(query.From);
        long to = Microseconds.Of(query.To);
        return events.Database.Read(session =>
        {
            long known = SeriesRows.Known(session, query.Site);
            IReadOnlyList<IReadOnlyList<TimeGap>> doubtful = RollUpDue.Doubtful(session, query.Site, known);
            QualityStates qualities = new();
            (string Tag, SeriesRows? Rows)[] tags =
            [
                .. query.Tags.Select(tag => (tag, session.Number(
                    "SELECT id FROM series WHERE site = @site AND kind = 0 AND name = @name AND part = ''",
                    ("@site", query.Site), ("@name", tag)) is { } id ? new SeriesRows(session, id, qualities) : null)),
            ];
            RollUpStep? step = StepOf(from, (to - from) / query.Columns)
                ?? (tags.Sum(tag => tag.Rows?.Count(from, to) ?? 0) > MostValues ? RollUpStep.All[0] : null);
            long[] edges = Edges(from, to, query.Columns, step);
            List<TimeGap> gaps = SeriesRows.Gaps(session, query.Site, edges[^1]);
            SampleSeries[] series =
            [
                .. tags.Select(tag =>
                {
                    ColumnFold fold = new(edges, known, gaps);
                    if (tag.Rows is { } rows)
                    {
                        rows.AddBefore(fold, edges[0]);
                        Read(rows, fold, doubtful, step?.Index ?? -1, edges[0], edges[^1]);
                    }

                    return new SampleSeries(tag.Tag, fold.End())
                    {
                        WithoutTime = tag.Rows?.WithoutTime() ?? 0,
                        IsStored = tag.Rows is not null,
                    };
                }),
            ];
            return new SampleAnswer(edges, step is null ? null : TimeSpan.FromMicroseconds(step.Length), series) { Known = known };
        });
    }

    /// <summary>The steps of a time, and finer ones where they are still to be made; in the end the values.</summary>
    private static void Read(
        SeriesRows rows, ColumnFold fold, IReadOnlyList<IReadOnlyList<TimeGap>> doubtful, int index, long from, long to)
    {
        if (index < 0)
        {
            rows.AddPoints(fold, from, to);
            return;
        }

        RollUpStep step = RollUpStep.All[index];
        long at = from;
        foreach (TimeGap range in doubtful[index].Where(range => range.To > from && range.From < to))
        {
            if (range.To <= at)
            {
                continue;
            }

            // With the step that follows: what held at its beginning may be another value now.
            long begin = Math.Max(range.From, at);
            rows.AddSteps(fold, step, at, begin);
            at = Math.Min(range.To < to && rows.Next(step, range.To) is { } next ? next + step.Length : range.To, to);
            Read(rows, fold, doubtful, index - 1, begin, at);
        }

        rows.AddSteps(fold, step, at, to);
    }

    private RollUpStep? StepOf(long from, long width)
    {
        long now = Microseconds.Of(_time.GetUtcNow());
        RollUpStep? longest = RollUpStep.All.LastOrDefault(step => step.Length <= width);
        if (longest is null && !(keep is { Samples: var samples } && from < now - Length(samples)))
        {
            return null;
        }

        return RollUpStep.All.Skip(longest?.Index ?? 0).First(step => keep?.Of(step) is not { } kept || from >= now - Length(kept));
    }

    private static long Length(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long[] Edges(long from, long to, int columns, RollUpStep? step)
    {
        if (step is null)
        {
            return [.. Enumerable.Range(0, columns + 1).Select(i => Part(from, to, i, columns))];
        }

        long begin = step.Floor(from);
        long end = step.Ceiling(to);
        return (to - from) / columns < step.Length
            ? [.. Enumerable.Range(0, (int)((end - begin) / step.Length) + 1).Select(i => begin + (i * step.Length))]
            : [.. Enumerable.Range(0, columns).Select(i => step.Floor(Part(from, to, i, columns))), end];
    }

    // Their lengths differ by a microsecond where they do not divide.
    private static long Part(long from, long to, int column, int columns) => from + (long)((Int128)(to - from) * column / columns);
}
