using System.Data.Common;
using Dashboard.Historian.Series;

namespace Dashboard.Historian.Sql;

/// <summary>Reads the samples in the database of the historian.</summary>
/// <param name="events">The historian. It is not owned.</param>
public sealed class SqlSampleStore(SqlEventStore events) : ISampleStore
{
    /// <inheritdoc />
    public IReadOnlyList<SampleSeries> Query(SampleQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Check();
        long from = Microseconds(query.From);
        long to = Microseconds(query.To);
        return events.Database.Read<IReadOnlyList<SampleSeries>>(session =>
        {
            long known = Known(session, query.Site);
            List<TimeGap> gaps = Gaps(session, query.Site, to);
            return
            [
                .. query.Tags.Select(tag =>
                {
                    ColumnFold fold = new(from, to, query.Columns, known, gaps);
                    Fold(session, fold, query.Site, tag, from, to);
                    return new SampleSeries(tag, fold.End());
                }),
            ];
        });
    }

    private static void Fold(SqlSession session, ColumnFold fold, string site, string tag, long from, long to)
    {
        if (session.Number(
            "SELECT id FROM series WHERE site = @site AND kind = 0 AND name = @name AND part = ''", ("@site", site), ("@name", tag))
            is not { } series)
        {
            return;
        }

        // Of those before the beginning, the last one: it holds. A quality without a word is good, whatever the device says of it.
        using DbCommand command = session.Command(
            """
            SELECT time, CASE WHEN q.quality IS NULL OR q.quality = '' THEN value END
            FROM sample s LEFT JOIN quality q ON q.id = s.quality
            WHERE series = @series AND time < @to
                AND time >= coalesce((SELECT max(time) FROM sample WHERE series = @series AND time < @from), @from)
            ORDER BY time, seq
            """,
            ("@series", series), ("@from", from), ("@to", to));
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            double? value = reader.IsDBNull(1) ? null : reader.GetDouble(1);
            fold.Add(new SamplePoint(reader.GetInt64(0), value is { } number && double.IsFinite(number) ? number : null));
        }
    }

    private static long Known(SqlSession session, string site) =>
        session.Number("SELECT coalesce(max(time), 0) FROM journal WHERE site = @site", ("@site", site))!.Value;

    private static List<TimeGap> Gaps(SqlSession session, string site, long to)
    {
        List<TimeGap> gaps = [];
        foreach (TimeGap gap in session.Rows(
            reader => new TimeGap(reader.GetInt64(0), reader.GetInt64(1)),
            "SELECT time_from, time_to FROM journal_gap WHERE site = @site AND time_from < @to ORDER BY time_from",
            ("@site", site), ("@to", to)))
        {
            if (gaps.Count > 0 && gap.From <= gaps[^1].To)
            {
                gaps[^1] = gaps[^1] with { To = Math.Max(gaps[^1].To, gap.To) };
            }
            else if (gap.To > gap.From)
            {
                gaps.Add(gap);
            }
        }

        return gaps;
    }

    private static long Microseconds(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
