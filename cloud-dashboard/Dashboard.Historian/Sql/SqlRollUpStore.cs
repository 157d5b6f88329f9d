using Dashboard.Historian.Journal;
using Dashboard.Historian.Series;

namespace Dashboard.Historian.Sql;

/// <summary>
/// Rolls up in the database of the historian. It reads outside of the transaction that writes: what arrives meanwhile is due anew.
/// </summary>
/// <param name="events">The historian. It is not owned.</param>
/// <param name="leases">Where several dashboards share the sites; null: this one has all.</param>
public sealed class SqlRollUpStore(SqlEventStore events, ISiteLeases? leases = null) : IRollUpStore
{
    private const int RowsAtOnce = 2000;

    // A user waits for a query, and nobody for this. On a disk that is busy it must come to an end, or it would begin anew each time.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public bool RollSome(DateTimeOffset oldest)
    {
        bool more = false;
        foreach (string site in events.Database.Read(session => session.Rows(
            reader => reader.GetString(0), "SELECT DISTINCT site FROM rollup_due ORDER BY site"), s_longest))
        {
            more |= leases?.Holds(site) != false && RollSome(site, Microseconds.Of(oldest));
        }

        return more;
    }

    /// <inheritdoc />
    public int DropOld(RollUpStep step, DateTimeOffset before, int most)
    {
        ArgumentNullException.ThrowIfNull(step);
        return events.Database.Write(session => OldSeries.Drop(session, step.Table, Microseconds.Of(before), most));
    }

    private bool RollSome(string site, long oldest)
    {
        foreach (RollUpStep step in RollUpStep.All)
        {
            if (events.Database.Write(session => Take(session, site, step, step.Floor(oldest))) is { } portion)
            {
                Roll(site, step, portion);
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the next portion of whole steps in which something arrived.</summary>
    private static TimeGap? Take(SqlSession session, string site, RollUpStep step, long oldest)
    {
        if (RollUpDue.Read(session, site, step.Index, busy: 1) is { Count: > 0 } left)
        {
            return left[0];
        }

        long known = step.Floor(SeriesRows.Known(session, site));
        foreach (TimeGap due in RollUpDue.Read(session, site, step.Index, busy: 0))
        {
            long end = Math.Min(step.Floor(due.To), known);
            long from = step.Floor(due.From);
            long begin = Math.Max(from, oldest);
            if (end <= from)
            {
                continue;
            }

            TimeGap? portion = begin < end && First(session, site, step, begin, end) is { } first
                ? new TimeGap(step.Floor(first), Math.Min(step.Floor(first) + step.Portion, end)) : null;
            RollUpDue.Remove(session, site, step.Index, due, busy: 0);
            if ((portion?.To ?? end) is var rest && rest < due.To)
            {
                RollUpDue.Note(session, site, step.Index, [due with { From = rest }]);
            }

            if (portion is { } taken)
            {
                RollUpDue.Add(session, site, step.Index, taken, busy: 1);
                return taken;
            }
        }

        return null;
    }

    private static long? First(SqlSession session, string site, RollUpStep step, long from, long to) => session.Number(
        $"""
        SELECT min((SELECT min(time) FROM {Source(step)} WHERE series = s.id AND time >= @from AND time < @to))
        FROM series s WHERE s.site = @site AND s.kind = 0
        """,
        ("@site", site), ("@from", from), ("@to", to));

    private static string Source(RollUpStep step) => step.Index == 0 ? "sample" : RollUpStep.All[step.Index - 1].Table;

    private void Roll(string site, RollUpStep step, TimeGap portion)
    {
        (List<long> series, List<TimeGap> gaps) = events.Database.Read(
            session => (SeriesRows.Tags(session, site), SeriesRows.Gaps(session, site, long.MaxValue)), s_longest);
        QualityStates qualities = new();
        List<(long Series, RollUp Row)> made = [];
        List<TimeGap> corrected = [];
        foreach (long one in series)
        {
            events.Database.Read(
                session =>
                {
                    SeriesRows rows = new(session, one, qualities);
                    made.AddRange(Make(rows, step, gaps, portion.From, portion.To).Select(row => (one, row)));

                    // The value that held at the beginning of the next one may be another now.
                    if (rows.Next(step, portion.To) is { } next)
                    {
                        RollUp before = rows.Steps(step, next, next + 1)[0];
                        foreach (RollUp row in Make(rows, step, gaps, next, next + step.Length).Where(row => row != before))
                        {
                            made.Add((one, row));
                            corrected.Add(new TimeGap(next, next + step.Length));
                        }
                    }

                    return true;
                },
                s_longest);
            if (made.Count >= RowsAtOnce)
            {
                events.Database.Write(session => Write(session, step, made));
                made.Clear();
            }
        }

        events.Database.Write(session =>
        {
            Write(session, step, made);
            RollUpDue.Remove(session, site, step.Index, portion, busy: 1);
            if (step.Index + 1 < RollUpStep.All.Count)
            {
                RollUpStep above = RollUpStep.All[step.Index + 1];
                RollUpDue.Note(
                    session, site, above.Index,
                    [.. corrected.Append(portion).Select(range => new TimeGap(above.Floor(range.From), above.Ceiling(range.To)))]);
            }

            return true;
        });
    }

    private static List<RollUp> Make(SeriesRows rows, RollUpStep step, List<TimeGap> gaps, long from, long to)
    {
        long[] edges = [.. Enumerable.Range(0, (int)((to - from) / step.Length) + 1).Select(i => from + (i * step.Length))];
        ColumnFold fold = new(edges, long.MaxValue, gaps);
        rows.AddBefore(fold, from);
        if (step.Index == 0)
        {
            rows.AddPoints(fold, from, to);
        }
        else
        {
            rows.AddSteps(fold, RollUpStep.All[step.Index - 1], from, to);
        }

        return [.. fold.EndSteps()];
    }

    private static bool Write(SqlSession session, RollUpStep step, List<(long Series, RollUp Row)> rows)
    {
        session.Each(
            $"""
            INSERT INTO {step.Table} (series, time, minimum, maximum, mean, first, last, good, stale, bad, count, ending)
            VALUES (@series, @time, @minimum, @maximum, @mean, @first, @last, @good, @stale, @bad, @count, @ending)
            ON CONFLICT (series, time) DO UPDATE SET minimum = excluded.minimum, maximum = excluded.maximum, mean = excluded.mean,
                first = excluded.first, last = excluded.last, good = excluded.good, stale = excluded.stale, bad = excluded.bad,
                count = excluded.count, ending = excluded.ending
            """,
            rows.Count,
            i => rows[i] is var (series, row)
                ?
                [
                    ("@series", series), ("@time", row.Time), ("@minimum", row.Minimum), ("@maximum", row.Maximum), ("@mean", row.Mean),
                    ("@first", row.First), ("@last", row.Last), ("@good", row.Good), ("@stale", row.Stale), ("@bad", row.Bad),
                    ("@count", row.Count), ("@ending", (int)row.End),
                ]
                : []);
        return true;
    }
}
