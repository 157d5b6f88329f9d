namespace Dashboard.Historian.Sql;

/// <summary>Deletes what is old beside the values: records that were set aside, and gaps.</summary>
internal static class OldNotes
{
    internal static int Drop(SqlSession session, long limit, int most)
    {
        if (most <= 0)
        {
            return 0;
        }

        int dropped = session.Execute(
            "DELETE FROM journal_aside WHERE (site, epoch, seq) IN "
            + "(SELECT site, epoch, seq FROM journal_aside WHERE arrival < @limit ORDER BY arrival LIMIT @most)",
            ("@limit", limit), ("@most", most));
        return dropped + session.Execute(
            "DELETE FROM journal_gap WHERE (site, epoch, first_seq) IN "
            + "(SELECT site, epoch, first_seq FROM journal_gap WHERE time_to < @limit LIMIT @most)",
            ("@limit", limit), ("@most", most - dropped));
    }
}
