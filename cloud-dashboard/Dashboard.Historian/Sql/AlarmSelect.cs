using System.Text;
using Dashboard.Historian.Alarms;

namespace Dashboard.Historian.Sql;

/// <summary>The text of a query for a page of alarms.</summary>
internal static class AlarmSelect
{
    private const string IsNewestOfSource =
        "a.id = (SELECT max(id) FROM alarm n WHERE n.site = a.site AND n.condition = a.condition AND n.name = a.name)";

    internal static (string Sql, (string Name, object? Value)[] Values) Of(AlarmQuery query)
    {
        List<(string Name, object? Value)> values = [];
        StringBuilder sql = new(AlarmRows.Select);
        Filter(sql, values, query);
        string moment = query.Order == AlarmOrder.Time ? "a.time" : "a.arrival";
        if (query.Before is { } before)
        {
            sql.Append(query.Order == AlarmOrder.Priority
                ? $" AND a.priority >= @bp AND (a.priority > @bp OR ({moment}, a.id) < (@bm, @bi))"
                : $" AND ({moment}, a.id) < (@bm, @bi)");
            values.AddRange([("@bp", before.Priority), ("@bm", before.Moment), ("@bi", before.Id)]);
        }

        // One more than requested shows whether another page follows.
        sql.Append(query.Order == AlarmOrder.Priority ? " ORDER BY a.priority, " : " ORDER BY ")
            .Append(moment).Append(" DESC, a.id DESC LIMIT @limit");
        values.Add(("@limit", query.Limit + 1));
        return (sql.ToString(), [.. values]);
    }

    /// <summary>Adds the conditions of the filters to a query of the tables of <see cref="AlarmRows.Select"/>.</summary>
    internal static void Filter(StringBuilder sql, List<(string Name, object? Value)> values, AlarmQuery query)
    {
        sql.Append("WHERE ").Append(query.State switch
        {
            AlarmFilter.Open => $"a.open = 1 AND {AlarmRows.IsNotAside}",
            AlarmFilter.Unacknowledged => $"a.open = 1 AND a.acknowledged = 0 AND {AlarmRows.IsNotAside}",
            AlarmFilter.Active => $"a.open = 1 AND a.active = 1 AND {AlarmRows.IsNotAside}",
            AlarmFilter.Returned => $"a.open = 1 AND a.active = 0 AND {AlarmRows.IsNotAside}",
            AlarmFilter.Suppressed => "a.open = 1 AND d.site IS NOT NULL",
            AlarmFilter.Shelved => $"s.until IS NOT NULL AND {IsNewestOfSource}",
            AlarmFilter.OutOfService => $"s.site IS NOT NULL AND s.until IS NULL AND {IsNewestOfSource}",
            _ => "TRUE",
        });
        Add(" AND a.site = @site", "@site", query.Site);
        SiteList.Append(sql, values, "a.site", query.Sites);
        Add(" AND a.tag = @tag", "@tag", SqlSession.Searched(query.Tag));
        Add(" AND a.time >= @from", "@from", query.From?.UtcTicks);
        Add(" AND a.time < @to", "@to", query.To?.UtcTicks);
        Add(" AND a.searched LIKE @text ESCAPE '!'", "@text", query.Text is { } text ? $"%{Escaped(text.ToLowerInvariant())}%" : null);
        if (!query.Priorities.IsDefaultOrEmpty)
        {
            sql.Append(" AND a.priority IN (").AppendJoin(", ", query.Priorities.Order().Distinct()).Append(')');
        }

        if (query.Group is { Grouping: AlarmGrouping.Bay } bay)
        {
            Add(" AND a.site = @baySite", "@baySite", bay.Site);
            sql.Append(bay.Bay.Length == 0 ? " AND y.bay IS NULL" : "");
            Add(" AND y.bay = @bay", "@bay", bay.Bay.Length == 0 ? null : bay.Bay);
        }
        else if (query.Group is { } cause)
        {
            Add(" AND a.burst = @burst", "@burst", cause.Number >= 0 ? cause.Number : null);
            Add(" AND a.burst IS NULL AND a.id = @alone", "@alone", cause.Number < 0 ? -cause.Number : null);
        }

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                sql.Append(condition);
                values.Add((name, value));
            }
        }
    }

    private static string Escaped(string text) => text.Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
