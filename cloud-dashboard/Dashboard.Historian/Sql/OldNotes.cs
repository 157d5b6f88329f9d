namespace Dashboard.Historian.Sql;

/// <summary>
/// Deletes what is old beside the values, by its arrival: records that were set aside, and values whose time is not known. Gaps stay,
/// because between the steps of the values, which are kept longer, a value must not hold over them.
/// </summary>
internal static class OldNotes
{
    internal static int Drop(SqlSession session, long limit, int most)
    {
        int dropped = Drop(session, "journal_aside", "site, epoch, seq", limit, most);
        foreach (string table in (ReadOnlySpan<string>)["sample_not_set", "element_change_not_set"])
        {
            dropped += Drop(session, table, "series, journal, seq", limit, most - dropped);
        }

        return dropped;
    }

    private static int Drop(SqlSession session, string table, string key, long limit, int most) => most <= 0 ? 0 : session.Execute(
        $"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE arrival < @limit ORDER BY arrival LIMIT @most)",
        ("@limit", limit), ("@most", most));
}
