using System.Collections.Immutable;
using System.Text;

namespace Dashboard.Historian.Sql;

/// <summary>The condition that a row is of one of some sites.</summary>
internal static class SiteList
{
    /// <summary>Adds it to a query that has conditions already.</summary>
    /// <param name="sql">The text of the query.</param>
    /// <param name="values">Its values.</param>
    /// <param name="column">The column with the site.</param>
    /// <param name="sites">The sites; null: all, without a condition. Of none there is no row.</param>
    internal static void Append(
        StringBuilder sql, List<(string Name, object? Value)> values, string column, ImmutableArray<string>? sites)
    {
        if (sites is not { } some)
        {
            return;
        }

        string[] names = [.. some.Select((_, i) => $"@site{i}")];
        sql.Append(names.Length == 0 ? " AND FALSE" : $" AND {column} IN ({string.Join(", ", names)})");
        values.AddRange(some.Select((site, i) => (names[i], (object?)site)));
    }
}
