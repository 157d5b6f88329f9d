namespace Dashboard.Historian.Sql;

/// <summary>Deletes what is old of a table of series, in small steps.</summary>
internal static class OldSeries
{
    /// <summary>Deletes rows.</summary>
    /// <returns>How many.</returns>
    internal static int Drop(SqlSession session, string table, long limit, int most)
    {
        int dropped = 0;

        // One seek a series, as the rows of each are in the order of time.
        foreach (long series in session.Rows(
            reader => reader.GetInt64(0),
            $"SELECT id FROM series WHERE EXISTS (SELECT 1 FROM {table} WHERE series = id AND time < @limit)", ("@limit", limit)))
        {
            if (dropped >= most)
            {
                break;
            }

            long end = session.Number(
                $"SELECT time FROM {table} WHERE series = @series AND time < @limit ORDER BY time LIMIT 1 OFFSET @most",
                ("@series", series), ("@limit", limit), ("@most", most - dropped)) ?? limit;
            dropped += session.Execute(
                $"DELETE FROM {table} WHERE series = @series AND time < @end", ("@series", series), ("@end", end));
        }

        return dropped;
    }
}
