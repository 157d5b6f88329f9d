using System.Data.Common;
using Dashboard.Historian.Series;

namespace Dashboard.Historian.Sql;

/// <summary>Reads the rows of one series into columns.</summary>
/// <param name="session">The transaction, or query.</param>
/// <param name="series">The series.</param>
/// <param name="qualities">What the numbers of qualities mean.</param>
internal sealed class SeriesRows(SqlSession session, long series, QualityStates qualities)
{
    private const string Columns = "time, minimum, maximum, mean, first, last, good, stale, bad, count, ending";

    /// <summary>The series of the tags of a site.</summary>
    internal static List<long> Tags(SqlSession session, string site) => session.Rows(
        reader => reader.GetInt64(0), "SELECT id FROM series WHERE site = @site AND kind = 0 ORDER BY id", ("@site", site));

    /// <summary>The times in which nothing is known, in order, those that touch as one.</summary>
    internal static List<TimeGap> Gaps(SqlSession session, string site, long to) => RollUpDue.Merge(session.Rows(
        reader => new TimeGap(reader.GetInt64(0), reader.GetInt64(1)),
        "SELECT time_from, time_to FROM journal_gap WHERE site = @site AND time_from < @to", ("@site", site), ("@to", to)));

    /// <summary>The time of the last record of a site; 0 without one.</summary>
    internal static long Known(SqlSession session, string site) =>
        session.Number("SELECT coalesce(max(time), 0) FROM journal WHERE site = @site", ("@site", site))!.Value;

    /// <summary>What holds at a time: the last value before it, or, where values are not kept any more, the last step.</summary>
    internal void AddBefore(ColumnFold fold, long time)
    {
        if (session.Number("SELECT max(time) FROM sample WHERE series = @series AND time < @time", ("@series", series), ("@time", time))
            is { } last)
        {
            AddPoints(fold, last, last + 1);
            return;
        }

        RollUp? latest = null;
        foreach (RollUpStep step in RollUpStep.All)
        {
            if (session.Number(
                $"SELECT max(time) FROM {step.Table} WHERE series = @series AND time <= @time", ("@series", series),
                ("@time", time - step.Length)) is { } begin
                && !(latest is { } found && found.Time + found.Length >= begin + step.Length))
            {
                latest = Steps(step, begin, begin + 1)[0];
            }
        }

        if (latest is { } holds)
        {
            fold.Add(holds);
        }
    }

    /// <summary>Adds the values of a time.</summary>
    internal void AddPoints(ColumnFold fold, long from, long to)
    {
        foreach ((long time, double? value, long? quality) in Points(from, to))
        {
            PointState state = quality is { } id ? qualities.Of(session, id) : PointState.Good;
            bool isGood = state == PointState.Good && value is { } number && double.IsFinite(number);
            fold.Add(new SamplePoint(time, isGood ? value : null, state == PointState.Stale));
        }
    }

    /// <summary>Adds the steps of a time.</summary>
    internal void AddSteps(ColumnFold fold, RollUpStep step, long from, long to)
    {
        foreach (RollUp row in Steps(step, from, to))
        {
            fold.Add(row);
        }
    }

    /// <summary>How many values there are in a time, as far as they are rolled up.</summary>
    internal long Count(long from, long to) => session.Number(
        "SELECT sum(count) FROM rollup_1m WHERE series = @series AND time >= @from AND time < @to",
        ("@series", series), ("@from", from), ("@to", to)) ?? 0;

    /// <summary>How many values have no time that is known.</summary>
    internal long WithoutTime() => session.Number("SELECT count(*) FROM sample_not_set WHERE series = @series", ("@series", series)) ?? 0;

    /// <summary>The beginning of the next step, from a time on.</summary>
    internal long? Next(RollUpStep step, long from) => session.Number(
        $"SELECT min(time) FROM {step.Table} WHERE series = @series AND time >= @from", ("@series", series), ("@from", from));

    /// <summary>The steps that begin in a time, in its order.</summary>
    internal List<RollUp> Steps(RollUpStep step, long from, long to) => from >= to ? [] : session.Rows(
        reader => new RollUp(
            reader.GetInt64(0), step.Length, Number(reader, 1), Number(reader, 2), Number(reader, 3), Number(reader, 4), Number(reader, 5),
            reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt32(9), (PointState)reader.GetInt32(10)),
        $"SELECT {Columns} FROM {step.Table} WHERE series = @series AND time >= @from AND time < @to ORDER BY time",
        ("@series", series), ("@from", from), ("@to", to));

    private List<(long Time, double? Value, long? Quality)> Points(long from, long to) => session.Rows(
        reader => (reader.GetInt64(0), Number(reader, 1), reader.IsDBNull(2) ? (long?)null : reader.GetInt64(2)),
        "SELECT time, value, quality FROM sample WHERE series = @series AND time >= @from AND time < @to ORDER BY time, seq",
        ("@series", series), ("@from", from), ("@to", to));

    private static double? Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
}
