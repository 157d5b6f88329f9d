using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Sqlite;

/// <summary>Deletes what is old of the series, in small steps.</summary>
internal static class OldRows
{
    internal static int Drop(SqlSession session, DateTimeOffset before, int most)
    {
        long limit = Microseconds.Of(before);
        int dropped = OldSeries.Drop(session, "sample", limit, most);
        dropped += OldSeries.Drop(session, "element_change", limit, most - dropped);
        return dropped + OldNotes.Drop(session, limit, most - dropped);
    }
}
