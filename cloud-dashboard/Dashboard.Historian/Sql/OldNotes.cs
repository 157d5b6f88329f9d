namespace Dashboard.Historian.Sql;

/// <summary>
/// Deletes what is old beside the values: records that were set aside. Gaps stay, because between the steps of the values, which are kept
/// longer, a value must not hold over them.
/// </summary>
internal static class OldNotes
{
    internal static int Drop(SqlSession session, long limit, int most) => most <= 0 ? 0 : session.Execute(
        "DELETE FROM journal_aside WHERE (site, epoch, seq) IN "
        + "(SELECT site, epoch, seq FROM journal_aside WHERE arrival < @limit ORDER BY arrival LIMIT @most)",
        ("@limit", limit), ("@most", most));
}
