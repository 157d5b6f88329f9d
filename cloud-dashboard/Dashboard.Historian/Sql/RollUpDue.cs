using Dashboard.Historian.Series;

namespace Dashboard.Historian.Sql;

/// <summary>
/// What must be rolled up, by site and step, within one transaction. A portion that is being worked on is <c>busy</c>: what arrives in it
/// meanwhile is noted beside it, and one that a kill left is taken again.
/// </summary>
internal static class RollUpDue
{
    // A site with more is one whose clock jumps about: then everything between them is due.
    private const int MostRanges = 100;

    /// <summary>Notes ranges; their ends are those of steps.</summary>
    internal static void Note(SqlSession session, string site, int step, IEnumerable<TimeGap> ranges)
    {
        List<TimeGap> noted = Read(session, site, step, busy: 0);
        List<TimeGap> all = Merge([.. noted, .. ranges]);
        if (all.Count > MostRanges)
        {
            all = [new TimeGap(all[0].From, all[^1].To)];
        }

        foreach (TimeGap gone in noted.Except(all))
        {
            Remove(session, site, step, gone, busy: 0);
        }

        foreach (TimeGap one in all.Except(noted))
        {
            Add(session, site, step, one, busy: 0);
        }
    }

    /// <summary>What is due of a step, in the order of time.</summary>
    internal static List<TimeGap> Read(SqlSession session, string site, int step, int busy) => session.Rows(
        reader => new TimeGap(reader.GetInt64(0), reader.GetInt64(1)),
        "SELECT time_from, time_to FROM rollup_due WHERE site = @site AND step = @step AND busy = @busy ORDER BY time_from",
        ("@site", site), ("@step", step), ("@busy", busy));

    internal static void Add(SqlSession session, string site, int step, TimeGap range, int busy) => _ = session.Execute(
        "INSERT INTO rollup_due (site, step, time_from, time_to, busy) VALUES (@site, @step, @from, @to, @busy)",
        ("@site", site), ("@step", step), ("@from", range.From), ("@to", range.To), ("@busy", busy));

    internal static void Remove(SqlSession session, string site, int step, TimeGap range, int busy) => _ = session.Execute(
        "DELETE FROM rollup_due WHERE site = @site AND step = @step AND time_from = @from AND busy = @busy",
        ("@site", site), ("@step", step), ("@from", range.From), ("@busy", busy));

    /// <summary>For each step the ranges whose rows are not to be believed: what is due of it or of a finer one, in whole steps.</summary>
    internal static IReadOnlyList<IReadOnlyList<TimeGap>> Doubtful(SqlSession session, string site, long known)
    {
        List<(int Step, TimeGap Range)> due = session.Rows(
            reader => (reader.GetInt32(0), new TimeGap(reader.GetInt64(1), reader.GetInt64(2))),
            "SELECT step, time_from, time_to FROM rollup_due WHERE site = @site", ("@site", site));
        return
        [
            .. RollUpStep.All.Select(step => Merge(
            [
                .. due.Where(one => one.Step <= step.Index)
                    .Select(one => new TimeGap(step.Floor(one.Range.From), step.Ceiling(one.Range.To))),
                new TimeGap(step.Floor(known), long.MaxValue),
            ])),
        ];
    }

    /// <summary>Puts ranges in order, those that touch as one.</summary>
    internal static List<TimeGap> Merge(List<TimeGap> ranges)
    {
        List<TimeGap> merged = [];
        foreach (TimeGap range in ranges.Where(range => range.To > range.From).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To)
            {
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, range.To) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }
}

/// <summary>Collects what a batch makes due.</summary>
internal sealed class RollUpMarks
{
    private static readonly RollUpStep s_finest = RollUpStep.All[0];
    private static readonly RollUpStep s_rounded = RollUpStep.All[1];

    private readonly List<TimeGap> _ranges = [];

    /// <summary>The times between two records, those included.</summary>
    internal void Add(long from, long to)
    {
        // Rounded up, so that the row of a site that sends each second changes four times an hour.
        TimeGap range = new(s_finest.Floor(from), s_rounded.Ceiling(to + 1));
        if (_ranges.Count > 0 && _ranges[^1] is var last && range.From <= last.To && range.To >= last.From)
        {
            _ranges[^1] = new TimeGap(Math.Min(last.From, range.From), Math.Max(last.To, range.To));
        }
        else
        {
            _ranges.Add(range);
        }
    }

    internal void Write(SqlSession session, string site)
    {
        if (_ranges.Count > 0)
        {
            RollUpDue.Note(session, site, s_finest.Index, _ranges);
        }
    }
}
