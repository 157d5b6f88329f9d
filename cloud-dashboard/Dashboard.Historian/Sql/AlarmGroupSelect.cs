using System.Text;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;

namespace Dashboard.Historian.Sql;

/// <summary>Groups of alarms, within one transaction.</summary>
internal static class AlarmGroupSelect
{
    /// <summary>A group as it is counted.</summary>
    /// <param name="Group">The group, without what stands in other tables.</param>
    /// <param name="Rank">Its place by priority: what nobody has acknowledged comes first.</param>
    /// <param name="Moment">Its place by time or arrival.</param>
    /// <param name="Last">The highest number of its alarms.</param>
    /// <param name="Lead">The number of the alarm that was raised first.</param>
    /// <param name="Total">How many alarms all groups have.</param>
    /// <remarks>Six parameters: the columns of the row.</remarks>
    private sealed record Counted(AlarmGroup Group, int Rank, long Moment, long Last, long? Lead, int Total);

    internal static AlarmGroupPage Page(SqlSession session, AlarmQuery query, AlarmGrouping by)
    {
        (string sql, (string Name, object? Value)[] values) = Of(query, by);
        List<Counted> found = session.Rows(
            row =>
            {
                int count = (int)row.GetInt64(2);
                string site = row.GetString(0);
                AlarmGroupKey key = by == AlarmGrouping.Bay
                    ? new AlarmGroupKey(by, site, row.GetString(1), 0) : new AlarmGroupKey(by, "", "", row.GetInt64(1));
                int rank = row.GetInt32(5);
                return new Counted(
                    new AlarmGroup
                    {
                        Key = key,
                        Site = site,
                        Count = count,
                        Unacknowledged = (int)row.GetInt64(3),
                        Active = (int)row.GetInt64(4),
                        Priority = rank > Lowest ? rank - Lowest : rank,
                        Arrival = row.GetInt64(6),
                    },
                    rank, query.Order == AlarmOrder.Time ? row.GetInt64(7) : row.GetInt64(6), row.GetInt64(8),
                    row.IsDBNull(9) ? null : row.GetInt64(9), (int)row.GetInt64(10));
            },
            sql, values);
        Counted[] shown = [.. found.Take(query.Limit)];
        Dictionary<long, Alarm> leads = Leads(session, shown);
        Dictionary<long, AlarmBurst> bursts = AlarmBursts.Find(
            session, [.. shown.Select(one => one.Group.Key.Number).Where(number => number > 0)]);
        return new AlarmGroupPage(
            [
                .. shown.Select(one => one.Group with
                {
                    Lead = leads.GetValueOrDefault(LeadOf(one) ?? 0),
                    Burst = bursts.GetValueOrDefault(one.Group.Key.Number),
                }),
            ],
            found.Count > query.Limit
                ? new AlarmCursor(query.Order, query.Order == AlarmOrder.Priority ? shown[^1].Rank : 0, shown[^1].Moment, shown[^1].Last)
                : null,
            found.Count == 0 ? 0 : Math.Min(found[0].Total, AlarmGroupPage.MaximumAlarms));
    }

    private const int Lowest = 4;

    private static (string Sql, (string Name, object? Value)[] Values) Of(AlarmQuery query, AlarmGrouping by)
    {
        List<(string Name, object? Value)> values = [("@most", AlarmGroupPage.MaximumAlarms)];
        StringBuilder sql = new(
            $"""
            SELECT * FROM (SELECT g.site, g.what, count(*), sum(1 - g.acknowledged), sum(g.active),
                coalesce(min(CASE WHEN g.acknowledged = 0 THEN g.priority END), min(g.priority) + {Lowest}) AS rank,
                max(g.arrival) AS arrival, max(g.time) AS time, max(g.id) AS last, max(g.led), sum(count(*)) OVER ()
            FROM (SELECT a.site AS site, {(by == AlarmGrouping.Bay ? "coalesce(y.bay, '')" : "coalesce(a.burst, -a.id)")} AS what,
                a.acknowledged AS acknowledged, a.active AS active, a.priority AS priority, a.arrival AS arrival, a.time AS time,
                a.id AS id, CASE WHEN b.first = a.id AND b.alarms > 1 THEN a.id END AS led
            FROM alarm a {AlarmRows.Aside}{AlarmRows.Beside}
            """);
        AlarmSelect.Filter(sql.Append(' '), values, query);

        // Open alarms have a bound of their own: one a source. Of all that ever were the newest count.
        sql.Append(query.State == AlarmFilter.All ? " ORDER BY a.arrival DESC, a.id DESC LIMIT @most" : " LIMIT @most")
            .Append(") g GROUP BY g.site, g.what) h WHERE TRUE");
        string moment = query.Order == AlarmOrder.Time ? "h.time" : "h.arrival";
        if (query.Before is { } before)
        {
            sql.Append(query.Order == AlarmOrder.Priority
                ? $" AND (h.rank > @bp OR h.rank = @bp AND ({moment}, h.last) < (@bm, @bi))"
                : $" AND ({moment}, h.last) < (@bm, @bi)");
            values.AddRange([("@bp", before.Priority), ("@bm", before.Moment), ("@bi", before.Id)]);
        }

        sql.Append(query.Order == AlarmOrder.Priority ? " ORDER BY h.rank, " : " ORDER BY ")
            .Append(moment).Append(" DESC, h.last DESC LIMIT @limit");
        values.Add(("@limit", query.Limit + 1));
        return (sql.ToString(), [.. values]);
    }

    private static long? LeadOf(Counted one) => one.Group.Count == 1 ? one.Last : one.Lead;

    private static Dictionary<long, Alarm> Leads(SqlSession session, Counted[] groups)
    {
        string ids = string.Join(", ", groups.Select(LeadOf).Where(id => id is not null));
        return ids.Length == 0 ? [] : session.Rows(AlarmRows.Read, $"{AlarmRows.Select} WHERE a.id IN ({ids})")
            .ToDictionary(alarm => alarm.Id);
    }
}
