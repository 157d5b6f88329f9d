using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;

namespace Dashboard.Historian.Sql;

/// <summary>Makes messages of what waits for each receiver, within one transaction.</summary>
internal static class NotificationForming
{
    /// <summary>The most alarms that a message lists; it says how many there are.</summary>
    internal const int MostListed = 50;

    /// <summary>An alarm that calls, in a query with <see cref="WithAlarm"/>.</summary>
    internal const string Calls = $"a.open = 1 AND a.acknowledged = 0 AND {AlarmRows.IsNotAside}";

    /// <summary>The alarms of items, with what shelves or suppresses them.</summary>
    internal const string WithAlarm = $"notify_item i JOIN alarm a ON a.id = i.alarm {AlarmRows.Aside}";

    /// <summary>Whether anything waits.</summary>
    internal static bool Any(SqlSession session) =>
        session.Number("SELECT 1 FROM notify_item WHERE message IS NULL LIMIT 1") is not null;

    /// <summary>Makes the messages that are due.</summary>
    internal static void Form(SqlSession session, DateTimeOffset now, NotificationPacing pacing)
    {
        List<(int Way, string Address, long Oldest)> receivers = session.Rows(
            row => (row.GetInt32(0), row.GetString(1), row.GetInt64(2)),
            "SELECT way, address, min(at) FROM notify_item WHERE message IS NULL GROUP BY way, address ORDER BY min(at)");
        foreach ((int way, string address, long oldest) in receivers)
        {
            (long recent, long? last) = session.Rows(
                row => (row.GetInt64(0), row.IsDBNull(1) ? (long?)null : row.GetInt64(1)),
                "SELECT CAST(coalesce(sum(alarms), 0) AS bigint), max(created) FROM notify_message WHERE way = @way AND address = @address "
                    + "AND created > @since AND test = 0",
                ("@way", way), ("@address", address), ("@since", Microseconds.Of(now - NotificationPacing.FloodTime))).Single();
            if (pacing.IsDue(
                Microseconds.ToTime(oldest), recent, last is { } made ? Microseconds.ToTime(made) : null, now))
            {
                Form(session, way, address, now);
            }
        }
    }

    private static void Form(SqlSession session, int way, string address, DateTimeOffset now)
    {
        (string Name, object? Value)[] receiver = [("@way", way), ("@address", address)];

        // What was acknowledged, shelved or over in the meantime calls nobody.
        _ = session.Execute(
            $"DELETE FROM notify_item WHERE message IS NULL AND way = @way AND address = @address AND id NOT IN ("
                + $"SELECT i.id FROM {WithAlarm}WHERE i.message IS NULL AND i.way = @way AND i.address = @address AND {Calls})",
            receiver);
        List<(long Item, int Raises)> first = session.Rows(
            row => (row.GetInt64(0), row.GetInt32(1)),
            $"SELECT i.id, a.raises FROM {WithAlarm}WHERE i.message IS NULL AND i.way = @way AND i.address = @address "
                + "ORDER BY a.priority, a.arrival, a.id LIMIT @most",
            [.. receiver, ("@most", MostListed)]);
        if (first.Count == 0)
        {
            return;
        }

        long count = session.Number(
            "SELECT count(*) FROM notify_item WHERE message IS NULL AND way = @way AND address = @address", receiver)!.Value;
        long message = session.Number(
            """
            INSERT INTO notify_message (way, state, address, person, team, team_id, language, zone, alarms, created, due, tries, changed,
                repeat, test)
            SELECT way, @state, address, person, team, team_id, language, zone, @count, @now, @now, 0, @now, 0, 0
            FROM notify_item WHERE id = @first RETURNING id
            """,
            ("@state", (int)(way == (int)NotificationWay.Nobody ? NotificationState.Nobody : NotificationState.Waiting)),
            ("@count", count), ("@now", Microseconds.Of(now)), ("@first", first[0].Item))!.Value;
        session.Each(
            "UPDATE notify_item SET place = @place, raises = @raises WHERE id = @id",
            first.Count, i => [("@place", i + 1), ("@raises", first[i].Raises), ("@id", first[i].Item)]);
        _ = session.Execute(
            "UPDATE notify_item SET message = @message WHERE message IS NULL AND way = @way AND address = @address",
            [("@message", message), .. receiver]);
    }
}
