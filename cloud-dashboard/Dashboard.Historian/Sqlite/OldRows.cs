using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Sqlite;

/// <summary>Deletes what is old of the series, in small steps.</summary>
internal static class OldRows
{
    internal static int Drop(SqlSession session, DateTimeOffset before, int most)
    {
        long limit = (before - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        int dropped = 0;
        foreach (string table in (ReadOnlySpan<string>)["sample", "element_change"])
        {
            // One seek a series, as the rows of each are in the order of time.
            foreach (long series in Old(session, table, limit))
            {
                if (dropped >= most)
                {
                    return dropped;
                }

                dropped += session.Execute(
                    $"""
                    DELETE FROM {table} WHERE series = @series AND time < min(@limit, coalesce(
                        (SELECT time FROM {table} WHERE series = @series ORDER BY time LIMIT 1 OFFSET @most - 1) + 1, @limit))
                    """,
                    ("@series", series), ("@limit", limit), ("@most", most - dropped));
            }
        }

        return dropped + OldNotes.Drop(session, limit, most - dropped);
    }

    private static List<long> Old(SqlSession session, string table, long limit) => session.Rows(
        reader => reader.GetInt64(0),
        $"SELECT id FROM series WHERE EXISTS (SELECT 1 FROM {table} WHERE series = id AND time < @limit)", ("@limit", limit));
}
