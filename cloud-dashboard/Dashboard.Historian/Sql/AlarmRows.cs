using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Historian.Sql;

/// <summary>The rows of the alarms, within one transaction.</summary>
internal static class AlarmRows
{
    /// <summary>What <see cref="Read"/> reads, with the tables that it is in.</summary>
    internal const string Select =
        "SELECT a.id, a.site, a.condition, a.name, a.priority, a.active, a.acknowledged, a.raises, a.event, a.first_raised, a.returned, "
        + "a.arrival, a.acknowledged_by, a.acknowledged_at, a.comment, a.change, s.who, s.since, s.reason, s.until, d.rule, d.since, "
        + $"b.id, b.first, b.alarms, b.doubtful, y.bay FROM alarm a {Aside}{Beside}";

    /// <summary>What keeps an alarm out of the list of the open ones: s that somebody shelved it, d that a rule suppresses it.</summary>
    internal const string Aside =
        "LEFT JOIN alarm_shelf s ON s.site = a.site AND s.condition = a.condition AND s.name = a.name "
        + "LEFT JOIN alarm_rule d ON d.site = a.site AND d.condition = a.condition AND d.name = a.name AND d.active = 1 ";

    /// <summary>What stands beside an alarm: b its burst, y its bay.</summary>
    internal const string Beside =
        "LEFT JOIN alarm_burst b ON b.id = a.burst LEFT JOIN station_bay y ON y.site = a.site AND y.name = a.name ";

    /// <summary>That nothing keeps it out.</summary>
    internal const string IsNotAside = "s.site IS NULL AND d.site IS NULL";

    private const string OfSource = " WHERE site = @site AND condition = @condition AND name = @name";

    // Nobody but one of several dashboards changes alarms at a time, so that the numbers of the changes are in the order of their commits.
    // No station has this name.
    private const string Everything = "/alarms";

    /// <summary>Until the end of the transaction nobody else changes alarms.</summary>
    internal static void Hold(SqlSession session) => session.Hold(Everything);

    /// <summary>An alarm, from a row of <see cref="Select"/>.</summary>
    internal static Alarm Read(DbDataReader row)
    {
        string site = row.GetString(1);
        return new Alarm
        {
            Id = row.GetInt64(0),
            Source = new AlarmSource(site, row.GetString(2), row.GetString(3)),
            Priority = row.GetInt32(4),
            IsActive = row.GetInt32(5) != 0,
            IsAcknowledged = row.GetInt32(6) != 0,
            Raises = row.GetInt32(7),
            Event = NewerWords.Event(site, OlderShape.Upgrade(Encoding.UTF8.GetBytes(row.GetString(8))), 0).Event,
            FirstRaised = Ticks(row.GetInt64(9)),
            Returned = row.IsDBNull(10) ? null : Ticks(row.GetInt64(10)),
            Arrival = row.GetInt64(11),
            Acknowledgement = row.IsDBNull(12) ? null
                : new AlarmAcknowledgement(row.GetString(12), Microseconds.ToTime(row.GetInt64(13)), Text(row, 14)),
            Change = row.GetInt64(15),
            Shelf = row.IsDBNull(16) ? null
                : new AlarmShelf(
                    row.GetString(16), Microseconds.ToTime(row.GetInt64(17)), row.GetString(18),
                    row.IsDBNull(19) ? null : Microseconds.ToTime(row.GetInt64(19))),
            Burst = row.IsDBNull(22) ? null
                : new AlarmBurstMark(row.GetInt64(22), row.GetInt64(23), row.GetInt32(24), row.GetInt32(25) != 0),
            Bay = Text(row, 26),
            Design = row.IsDBNull(20) ? null : new AlarmDesign(row.GetString(20), Microseconds.ToTime(row.GetInt64(21))),
        };
    }

    /// <summary>A line of the history, from a row of alarm_change.</summary>
    internal static AlarmChange ReadChange(DbDataReader row) => new(
        row.GetInt64(0), (AlarmChangeKind)row.GetInt32(1), Microseconds.ToTime(row.GetInt64(2)),
        row.IsDBNull(3) ? null : Ticks(row.GetInt64(3)), Text(row, 4), Text(row, 5));

    /// <summary>The alarm of a number.</summary>
    internal static Alarm? Find(SqlSession session, long id) =>
        session.Rows(Read, Select + "WHERE a.id = @id", ("@id", id)).SingleOrDefault();

    /// <summary>The open alarm of a source.</summary>
    internal static Alarm? Open(SqlSession session, AlarmSource source) => session.Rows(
        Read, Select + "WHERE a.open = 1 AND a.site = @site AND a.condition = @condition AND a.name = @name", Of(source)).SingleOrDefault();

    /// <summary>Alarms of a source, the last one first.</summary>
    internal static List<long> OfSourceNewest(SqlSession session, AlarmSource source) => session.Rows(
        row => row.GetInt64(0), $"SELECT id FROM alarm{OfSource} ORDER BY id DESC LIMIT 1", Of(source));

    /// <summary>The last signal of a source.</summary>
    internal static AlarmLast? Last(SqlSession session, AlarmSource source)
    {
        List<AlarmLast> found = session.Rows(
            row => new AlarmLast(
                new AlarmPosition(row.GetString(0), row.GetInt64(1), Ticks(row.GetInt64(2))), row.GetInt32(3) != 0),
            $"SELECT epoch, seq, received, active FROM alarm_source{OfSource}", Of(source));
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Whether an event has changed an alarm already.</summary>
    internal static bool IsKnown(SqlSession session, string site, string epoch, long seq) => session.Number(
        "SELECT 1 FROM alarm_change WHERE site = @site AND epoch = @epoch AND seq = @seq LIMIT 1",
        ("@site", site), ("@epoch", epoch), ("@seq", seq)) is not null;

    /// <summary>Notes the last signal of a source.</summary>
    internal static void Move(SqlSession session, AlarmSource source, in AlarmPosition position, bool isActive) => _ = session.Execute(
        """
        INSERT INTO alarm_source (site, condition, name, epoch, seq, received, active)
        VALUES (@site, @condition, @name, @epoch, @seq, @received, @active)
        ON CONFLICT (site, condition, name) DO UPDATE SET epoch = @epoch, seq = @seq, received = @received, active = @active
        """,
        [
            .. Of(source), ("@epoch", position.Epoch), ("@seq", position.Seq), ("@received", position.Received.UtcTicks),
            ("@active", isActive ? 1 : 0),
        ]);

    /// <summary>Notes that a rule suppresses an alarm of a point, or does not any more.</summary>
    /// <returns>Whether that is new: an event that is older than what is known, or says the same, changes nothing.</returns>
    internal static bool Design(
        SqlSession session, AlarmSource source, in AlarmPosition position, AlarmSuppression suppression, DateTimeOffset now)
    {
        List<AlarmLast> found = session.Rows(
            row => new AlarmLast(
                new AlarmPosition(row.GetString(0), row.GetInt64(1), Ticks(row.GetInt64(2))), row.GetInt32(3) != 0),
            "SELECT epoch, seq, received, active FROM alarm_rule WHERE site = @site AND condition = @condition AND name = @name",
            Of(source));
        if (found.Count == 1 && !found[0].Position.IsBefore(position))
        {
            return false;
        }

        bool isNew = suppression.IsActive != (found.Count == 1 && found[0].IsActive);
        _ = session.Execute(
            """
            INSERT INTO alarm_rule (site, condition, name, epoch, seq, received, active, since, rule)
            VALUES (@site, @condition, @name, @epoch, @seq, @received, @active, @since, @rule)
            ON CONFLICT (site, condition, name) DO UPDATE
            SET epoch = @epoch, seq = @seq, received = @received, active = @active, since = @since, rule = @rule
            """,
            [
                .. Of(source), ("@epoch", position.Epoch), ("@seq", position.Seq), ("@received", position.Received.UtcTicks),
                ("@active", suppression.IsActive ? 1 : 0), ("@since", Microseconds.Of(now)), ("@rule", suppression.Rule),
            ]);
        return isNew;
    }

    /// <summary>Writes an alarm and what happened to it.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="alarm">The alarm as it is now.</param>
    /// <param name="changes">What happened.</param>
    /// <param name="note">By what, by whom and when.</param>
    /// <returns>The alarm with its number, and that of its last change.</returns>
    internal static Alarm Write(SqlSession session, Alarm alarm, IReadOnlyList<AlarmChangeKind> changes, in ChangeNote note)
    {
        long id = alarm.Id != 0 ? alarm.Id : session.Number(
            """
            INSERT INTO alarm (site, condition, name, priority, active, acknowledged, open, raises, event, searched, tag, time,
                first_raised, returned, arrival, acknowledged_by, acknowledged_at, comment, change)
            VALUES (@site, @condition, @name, @priority, 1, 0, 1, 1, '', '', @tag, 0, @first, NULL, 0, NULL, NULL, NULL, 0) RETURNING id
            """,
            [
                .. Of(alarm.Source), ("@priority", alarm.Priority), ("@tag", SqlSession.Searched(alarm.Event.Tag)),
                ("@first", alarm.FirstRaised.UtcTicks),
            ])!.Value;
        long last = 0;
        foreach (AlarmChangeKind kind in changes)
        {
            last = session.Number(
                """
                INSERT INTO alarm_change (alarm, kind, at, time, site, epoch, seq, who, comment)
                VALUES (@alarm, @kind, @at, @time, @site, @epoch, @seq, @who, @comment) RETURNING id
                """,
                ("@alarm", id), ("@kind", (int)kind), ("@at", Microseconds.Of(note.At)), ("@time", note.Time?.UtcTicks),
                ("@site", alarm.Source.Site), ("@epoch", note.Epoch), ("@seq", note.Seq), ("@who", note.Who),
                ("@comment", note.Comment))!.Value;
        }

        Alarm written = alarm with { Id = id, Change = last };
        Update(session, written);
        return written;
    }

    /// <summary>A source in a query.</summary>
    internal static (string Name, object? Value)[] Of(AlarmSource source) =>
        [("@site", source.Site), ("@condition", source.Condition), ("@name", source.Name)];

    private static void Update(SqlSession session, Alarm alarm) => _ = session.Execute(
        """
        UPDATE alarm SET active = @active, acknowledged = @acknowledged, open = @open, raises = @raises, event = @event,
            searched = @searched, time = @time, first_raised = @first, returned = @returned, arrival = @arrival,
            acknowledged_by = @by, acknowledged_at = @at, comment = @comment, change = @change, priority = @priority
        WHERE id = @id
        """,
        ("@id", alarm.Id), ("@active", alarm.IsActive ? 1 : 0), ("@acknowledged", alarm.IsAcknowledged ? 1 : 0),
        ("@open", alarm.IsOpen ? 1 : 0), ("@raises", alarm.Raises),
        ("@event", JsonSerializer.Serialize(alarm.Event, ContractJson.Default.EventMessage)), ("@searched", SearchedText(alarm)),
        ("@time", alarm.Event.Time.UtcTicks), ("@first", alarm.FirstRaised.UtcTicks), ("@returned", alarm.Returned?.UtcTicks),
        ("@arrival", alarm.Arrival), ("@by", alarm.Acknowledgement?.Who),
        ("@at", alarm.Acknowledgement is { } by ? Microseconds.Of(by.At) : null), ("@comment", alarm.Acknowledgement?.Comment),
        ("@change", alarm.Change), ("@priority", alarm.Priority));

    private static string SearchedText(Alarm alarm)
    {
        EventMessage message = alarm.Event;
        string text = string.Join(' ', message.Tag, message.Description, message.Text, message.Device).ToLowerInvariant();
        return SqlSession.Searched(text)!;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Ticks(long ticks) => new(ticks, TimeSpan.Zero);
}

/// <summary>What made a change of an alarm.</summary>
/// <param name="At">When the centre noted it.</param>
/// <param name="Time">When it happened, by the clock of the event.</param>
/// <param name="Epoch">Of the event.</param>
/// <param name="Seq">Of the event.</param>
/// <param name="Who">The user.</param>
/// <param name="Comment">What the user wrote with it.</param>
internal readonly record struct ChangeNote(
    DateTimeOffset At, DateTimeOffset? Time = null, string? Epoch = null, long? Seq = null, string? Who = null, string? Comment = null);
