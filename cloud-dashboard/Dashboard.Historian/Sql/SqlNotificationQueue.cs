using System.Collections.Immutable;
using System.Text;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;

namespace Dashboard.Historian.Sql;

/// <summary>The queue of the notifications, in the database of the historian and by its one writer.</summary>
/// <param name="events">The historian. It is not owned.</param>
public sealed class SqlNotificationQueue(SqlEventStore events) : INotificationQueue
{
    /// <summary>How long a message belongs to the dashboard that sends it. A try takes less.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int LongestDetail = 500;

    /// <inheritdoc />
    public bool Advance(DateTimeOffset now, NotificationPacing pacing, int most)
    {
        long at = Microseconds.Of(now);
        return events.Database.Read(session =>
                NotificationCalls.Any(session, at) || NotificationForming.Any(session) || Abandoned(session, at).Count > 0)
            && events.Database.Write(session =>
            {
                NotificationRows.Hold(session);
                foreach ((long id, NotificationWay way, bool isSending) in Abandoned(session, at))
                {
                    if (isSending && way != NotificationWay.Webhook)
                    {
                        Doubt(session, id, "killed", null, now);
                    }
                    else
                    {
                        Set(session, id, NotificationState.Waiting, now, now, "killed", null);
                    }
                }

                NotificationCalls calls = new(session, now);
                bool isMore = calls.Follow(most) == most;
                isMore |= calls.CallDue(most) == most;
                if (!isMore)
                {
                    NotificationForming.Form(session, now, pacing);
                }

                return isMore;
            });
    }

    /// <inheritdoc />
    public NotificationToSend? Claim(NotificationWay way, string owner, DateTimeOffset now)
    {
        // The second word about the state lets the index of what is not over be used.
        const string Next =
            "SELECT id FROM notify_message WHERE way = @way AND state = 1 AND state <= 3 AND due <= @now ORDER BY due, id LIMIT 1";
        (string Name, object? Value)[] values = [("@way", (int)way), ("@now", Microseconds.Of(now))];
        return events.Database.Read(session => session.Number(Next, values)) is null ? null : events.Database.Write(session =>
        {
            while (session.Number(Next + session.SkipLocked, values) is { } id)
            {
                NotificationMessage message = NotificationRows.Find(session, id)!;
                List<(bool Calls, Alarm Alarm)> alarms = AlarmsOf(session, id);
                if (!message.IsTest && !alarms.Exists(one => one.Calls))
                {
                    Set(session, id, NotificationState.Withdrawn, now, now, null, null);
                    continue;
                }

                _ = session.Execute(
                    "UPDATE notify_message SET state = 2, owner = @owner, lease = @lease, tries = tries + 1, changed = @now WHERE id = @id",
                    ("@owner", owner), ("@lease", Microseconds.Of(now + Lease)), ("@now", Microseconds.Of(now)), ("@id", id));
                return new NotificationToSend(NotificationRows.Find(session, id)!, [.. alarms.Select(one => one.Alarm)]);
            }

            return null;
        });
    }

    /// <inheritdoc />
    public bool Start(long id, string owner, DateTimeOffset now) => events.Database.Write(session => session.Execute(
        "UPDATE notify_message SET state = 3, changed = @now, lease = @lease WHERE id = @id AND owner = @owner AND state = 2",
        ("@now", Microseconds.Of(now)), ("@lease", Microseconds.Of(now + Lease)), ("@id", id), ("@owner", owner)) == 1);

    /// <inheritdoc />
    public void Finish(long id, string owner, SendResult result, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(result);
        _ = events.Database.Write(session =>
        {
            NotificationRows.Hold(session);
            if (session.Number(
                "SELECT 1 FROM notify_message WHERE id = @id AND owner = @owner AND state IN (2, 3)", ("@id", id), ("@owner", owner))
                is null)
            {
                return false;
            }

            NotificationMessage message = NotificationRows.Find(session, id)!;
            DateTimeOffset next = now + NotificationPacing.BackOff(message.Tries);
            bool isOver = result.Outcome == SendOutcome.Refused || message.IsTest || next > message.Created + NotificationPacing.GiveUp;
            switch (result.Outcome)
            {
                case SendOutcome.Sent:
                    Set(session, id, NotificationState.Sent, now, now, null, result.Detail);
                    break;
                case SendOutcome.Uncertain when message.Way != NotificationWay.Webhook && !message.IsTest:
                    Doubt(session, id, result.Fault, result.Detail, now);
                    break;
                case SendOutcome.Uncertain when message.IsTest:
                    Set(session, id, NotificationState.Uncertain, now, now, result.Fault, result.Detail);
                    break;
                default:
                    Set(
                        session, id, isOver ? NotificationState.GaveUp : NotificationState.Waiting, isOver ? now : next, now, result.Fault,
                        result.Detail);
                    if (isOver)
                    {
                        NotificationCalls.Hasten(session, id, Microseconds.Of(now));
                    }

                    break;
            }

            return true;
        });
    }

    /// <inheritdoc />
    public long AddTest(NotificationWay way, NotificationMember member, NotificationGroup group, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(group);
        string address = way switch
        {
            NotificationWay.Mail => member.Email!,
            NotificationWay.Sms => member.Phone!,
            _ => group.Webhook!.Url,
        };
        return events.Database.Write(session => session.Number(
            """
            INSERT INTO notify_message (way, state, address, person, team, team_id, language, zone, alarms, created, due, tries, changed,
                repeat, test)
            VALUES (@way, 1, @address, @person, @team, @teamId, @language, @zone, 0, @now, @now, 0, @now, 0, 1) RETURNING id
            """,
            ("@way", (int)way), ("@address", address), ("@person", member.Name), ("@team", group.Name), ("@teamId", group.Id),
            ("@language", (int)member.Language), ("@zone", member.Zone), ("@now", Microseconds.Of(now)))!.Value);
    }

    /// <inheritdoc />
    public ImmutableArray<FailingWay> Failing(DateTimeOffset now, TimeSpan window, TimeSpan longest)
    {
        // A message is given up some hours after it was made: the index of when it was made bounds what is read.
        List<(NotificationWay Way, string Address, string Group)> found = events.Database.Read(session => session.Rows(
            row => ((NotificationWay)row.GetInt32(0), row.GetString(1), row.GetString(2)),
            """
            SELECT m.way, m.address, m.team FROM notify_message m
            WHERE m.created >= @oldest AND m.test = 0 AND m.way <= 3
                AND ((m.state = 5 AND m.changed >= @from) OR (m.state <= 3 AND m.tries > 0 AND m.created < @stuck))
                AND NOT EXISTS (SELECT 1 FROM notify_message s WHERE s.way = m.way AND s.address = m.address
                    AND s.state = 4 AND s.changed > m.changed AND s.created >= @oldest)
            ORDER BY m.way, m.id LIMIT 1000
            """,
            ("@oldest", Microseconds.Of(now - window - (2 * NotificationPacing.GiveUp))), ("@from", Microseconds.Of(now - window)),
            ("@stuck", Microseconds.Of(now - longest))));
        return
        [
            .. found.GroupBy(one => one.Way).Select(way => new FailingWay(
                way.Key, way.Select(one => one.Address).Distinct().Count(), [.. way.Select(one => one.Group).Distinct().Order()])),
        ];
    }

    /// <inheritdoc />
    public NotificationPage Query(NotificationQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, NotificationQuery.MaximumLimit);
        List<(string Name, object? Value)> values = [];
        StringBuilder sql = new(NotificationRows.SelectMessage + "WHERE TRUE");
        Add(" AND state = @state", "@state", query.State is { } state ? (int)state : null);
        Add(" AND way = @way", "@way", query.Way is { } way ? (int)way : null);
        Add(" AND created >= @from", "@from", query.From is { } from ? Microseconds.Of(from) : null);
        Add(" AND created < @to", "@to", query.To is { } to ? Microseconds.Of(to) : null);
        Add(" AND id < @before", "@before", query.Before);
        sql.Append(" ORDER BY id DESC LIMIT @limit");
        values.Add(("@limit", query.Limit + 1));
        List<NotificationMessage> found =
            events.Database.Read(session => session.Rows(NotificationRows.ReadMessage, sql.ToString(), [.. values]));
        return found.Count <= query.Limit
            ? new NotificationPage([.. found], null)
            : new NotificationPage([.. found.Take(query.Limit)], found[query.Limit - 1].Id);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                sql.Append(condition);
                values.Add((name, value));
            }
        }
    }

    /// <inheritdoc />
    public int DropOld(DateTimeOffset before, int most) => events.Database.Write(session =>
    {
        List<long> old = session.Rows(
            row => row.GetInt64(0), "SELECT id FROM notify_message WHERE created < @before AND state > 3 ORDER BY created LIMIT @most",
            ("@before", Microseconds.Of(before)), ("@most", most));
        session.Each("DELETE FROM notify_item WHERE message = @id", old.Count, i => [("@id", old[i])]);
        session.Each("DELETE FROM notify_message WHERE id = @id", old.Count, i => [("@id", old[i])]);
        return old.Count;
    });

    // Claimed by a dashboard that is gone: nothing of it was sent unless it was being handed over.
    private static List<(long Id, NotificationWay Way, bool IsSending)> Abandoned(SqlSession session, long now) => session.Rows(
        row => (row.GetInt64(0), (NotificationWay)row.GetInt32(1), row.GetInt32(2) == (int)NotificationState.Sending),
        "SELECT id, way, state FROM notify_message WHERE state <= 3 AND state >= 2 AND lease < @now", ("@now", now));

    /// <summary>
    /// Nobody knows whether it was sent (ADR 0031). Somebody else is called at once; where there is nobody else, it is sent once more.
    /// </summary>
    private static void Doubt(SqlSession session, long id, string? fault, string? detail, DateTimeOffset now)
    {
        bool isAgain = session.Number("SELECT 1 FROM notify_message WHERE id = @id AND repeat = 0", ("@id", id)) is not null
            && NotificationCalls.IsLast(session, id);
        NotificationCalls.Hasten(session, id, Microseconds.Of(now));
        Set(session, id, isAgain ? NotificationState.Waiting : NotificationState.Uncertain, now, now, fault, detail);
        if (isAgain)
        {
            _ = session.Execute("UPDATE notify_message SET repeat = 1 WHERE id = @id", ("@id", id));
        }
    }

    private static void Set(
        SqlSession session, long id, NotificationState state, DateTimeOffset due, DateTimeOffset now, string? fault, string? detail) =>
        _ = session.Execute(
            """
            UPDATE notify_message SET state = @state, due = @due, changed = @now, fault = @fault, detail = @detail, owner = NULL,
                lease = NULL
            WHERE id = @id
            """,
            ("@state", (int)state), ("@due", Microseconds.Of(due)), ("@now", Microseconds.Of(now)), ("@fault", fault),
            ("@detail", detail is { Length: > LongestDetail } ? detail[..LongestDetail] : detail), ("@id", id));

    private static List<(bool Calls, Alarm Alarm)> AlarmsOf(SqlSession session, long message)
    {
        List<(bool Calls, long Alarm)> found = session.Rows(
            row => (row.GetInt32(0) != 0, row.GetInt64(1)),
            $"SELECT CASE WHEN {NotificationForming.Calls} THEN 1 ELSE 0 END, i.alarm FROM {NotificationForming.WithAlarm}"
                + "WHERE i.message = @message AND i.place IS NOT NULL ORDER BY i.place",
            ("@message", message));
        return [.. found.Select(one => (one.Calls, AlarmRows.Find(session, one.Alarm)!))];
    }
}
