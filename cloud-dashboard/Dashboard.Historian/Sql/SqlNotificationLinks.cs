using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Notifications;

namespace Dashboard.Historian.Sql;

/// <summary>The links in mails, in the database of the historian and by its one writer.</summary>
/// <param name="events">The historian. It is not owned.</param>
public sealed class SqlNotificationLinks(SqlEventStore events) : INotificationLinks
{
    /// <inheritdoc />
    public ReadOnlyMemory<byte> Key() => events.Database.Read(session =>
        session.Rows(row => row.GetFieldValue<byte[]>(0), "SELECT secret FROM notify_state").Single());

    /// <inheritdoc />
    public LinkedAlarms? Find(long message) => events.Database.Read(session =>
        NotificationRows.Find(session, message) is not { } found ? null
            : new LinkedAlarms(
                found,
                [.. Seen(session, message).Select(one => new LinkedAlarm(AlarmRows.Find(session, one.Id)!, one.Raises))],
                session.Number("SELECT used FROM notify_message WHERE id = @id", ("@id", message)) is { } used
                    ? Microseconds.ToTime(used) : null));

    /// <inheritdoc />
    public ImmutableArray<AcknowledgeOutcome> Acknowledge(long message, string? from, DateTimeOffset now) =>
        events.Database.Write(session =>
        {
            // Of two presses at once one is too late, whichever dashboard it reaches.
            bool isFirst = session.Execute(
                "UPDATE notify_message SET used = @now WHERE id = @id AND used IS NULL",
                ("@now", Microseconds.Of(now)), ("@id", message)) == 1;
            if (!isFirst || NotificationRows.Find(session, message) is not { } found)
            {
                return ImmutableArray<AcknowledgeOutcome>.Empty;
            }

            AlarmAcknowledgement by = new($"{found.Person} (mail)", now, null);
            return [.. SqlAlarmStore.Acknowledge(session, Seen(session, message), by, from)];
        });

    private static List<SeenAlarm> Seen(SqlSession session, long message) => session.Rows(
        row => new SeenAlarm(row.GetInt64(0), row.GetInt32(1)),
        "SELECT alarm, raises FROM notify_item WHERE message = @message AND place IS NOT NULL ORDER BY place", ("@message", message));
}
