using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;

namespace Dashboard.Historian.Sql;

/// <summary>
/// Which rules call for which alarms, and their next steps, within one transaction. It follows the lines of alarm_change, whose numbers are
/// in the order of their commits: each is seen once.
/// </summary>
/// <param name="session">The transaction.</param>
/// <param name="now">The time.</param>
internal sealed class NotificationCalls(SqlSession session, DateTimeOffset now)
{
    private readonly Lazy<ImmutableArray<NotificationRule>> _rules = new(() => NotificationRows.Rules(session));
    private readonly Lazy<Dictionary<long, NotificationGroup>> _groups =
        new(() => NotificationRows.Groups(session).ToDictionary(group => group.Id));

    private long At { get; } = Microseconds.Of(now);

    /// <summary>Whether there is something to do.</summary>
    internal static bool Any(SqlSession session, long now) => session.Number(
        """
        SELECT 1 WHERE EXISTS (SELECT 1 FROM alarm_change WHERE id > (SELECT change FROM notify_state))
            OR EXISTS (SELECT 1 FROM notify_call WHERE due IS NOT NULL AND due <= @now)
        """,
        ("@now", now)) is not null;

    /// <summary>Applies what happened to the alarms.</summary>
    /// <returns>How many changes.</returns>
    internal int Follow(int most)
    {
        List<(long Id, long Alarm, AlarmChangeKind Kind)> changes = session.Rows(
            row => (row.GetInt64(0), row.GetInt64(1), (AlarmChangeKind)row.GetInt32(2)),
            "SELECT id, alarm, kind FROM alarm_change WHERE id > (SELECT change FROM notify_state) ORDER BY id LIMIT @most",
            ("@most", most));
        if (changes.Count == 0)
        {
            return 0;
        }

        foreach ((long _, long id, AlarmChangeKind kind) in changes)
        {
            if (kind is AlarmChangeKind.Raised or AlarmChangeKind.Unshelved or AlarmChangeKind.Unsuppressed)
            {
                Raise(id, isRaised: kind == AlarmChangeKind.Raised);
            }
            else if (kind is AlarmChangeKind.Acknowledged or AlarmChangeKind.Shelved or AlarmChangeKind.Suppressed)
            {
                _ = session.Execute("DELETE FROM notify_call WHERE alarm = @alarm", ("@alarm", id));
            }
        }

        _ = session.Execute("UPDATE notify_state SET change = @change", ("@change", changes[^1].Id));
        return changes.Count;
    }

    /// <summary>Calls the groups whose steps are due.</summary>
    /// <returns>How many steps.</returns>
    internal int CallDue(int most)
    {
        List<Call> due = session.Rows(
            row => new Call(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt64(3)),
            "SELECT alarm, rule, step, since FROM notify_call WHERE due IS NOT NULL AND due <= @now ORDER BY due, alarm, rule LIMIT @most",
            ("@now", At), ("@most", most));
        foreach (Call call in due)
        {
            NotificationRule? rule = _rules.Value.FirstOrDefault(one => one.Id == call.Rule && one.Enabled);
            if (rule is null || AlarmRows.Find(session, call.Alarm) is not { } alarm || !Calls(alarm))
            {
                _ = session.Execute(
                    "DELETE FROM notify_call WHERE alarm = @alarm AND rule = @rule", ("@alarm", call.Alarm), ("@rule", call.Rule));
                continue;
            }

            // Where nobody of a group is on duty, the next one is called at once.
            int step = call.Step;
            bool isAnybody = false;
            while (!isAnybody && step < rule.Steps.Length)
            {
                isAnybody = Enqueue(alarm, rule, step++);
            }

            DateTimeOffset? next = rule.DueAt(step, Microseconds.ToTime(call.Since));
            _ = session.Execute(
                "UPDATE notify_call SET step = @step, due = @due, told = @now WHERE alarm = @alarm AND rule = @rule",
                ("@step", step), ("@due", next is { } at ? Microseconds.Of(at) : null), ("@now", At), ("@alarm", call.Alarm),
                ("@rule", call.Rule));
        }

        return due.Count;
    }

    /// <summary>Calls the next step of what a message was about, at once: the message did not reach anybody for certain.</summary>
    internal static void Hasten(SqlSession session, long message, long now) => _ = session.Execute(
        """
        UPDATE notify_call SET due = @now WHERE due IS NOT NULL AND due > @now AND EXISTS (
            SELECT 1 FROM notify_item i WHERE i.message = @message AND i.alarm = notify_call.alarm AND i.rule = notify_call.rule
                AND i.step = notify_call.step - 1)
        """,
        ("@now", now), ("@message", message));

    /// <summary>Whether a message is about an alarm for which nobody else will be called.</summary>
    internal static bool IsLast(SqlSession session, long message) => session.Number(
        """
        SELECT 1 FROM notify_item i JOIN notify_call c ON c.alarm = i.alarm AND c.rule = i.rule
        WHERE i.message = @message AND c.due IS NULL LIMIT 1
        """,
        ("@message", message)) is not null;

    private static bool Calls(Alarm alarm) => alarm is { IsOpen: true, IsAcknowledged: false, Shelf: null, Design: null };

    private void Raise(long id, bool isRaised)
    {
        if (AlarmRows.Find(session, id) is not { } alarm || !Calls(alarm))
        {
            return;
        }

        foreach (NotificationRule rule in _rules.Value.Where(rule => rule.Matches(alarm)))
        {
            List<(int Step, long Told)> known = session.Rows(
                row => (row.GetInt32(0), row.GetInt64(1)),
                "SELECT step, told FROM notify_call WHERE alarm = @alarm AND rule = @rule", ("@alarm", id), ("@rule", rule.Id));
            if (known.Count == 0)
            {
                _ = session.Execute(
                    "INSERT INTO notify_call (alarm, rule, step, due, since, told) VALUES (@alarm, @rule, 0, @due, @since, 0)",
                    ("@alarm", id), ("@rule", rule.Id), ("@due", Microseconds.Of(rule.DueAt(0, now)!.Value)), ("@since", At));
            }
            else if (isRaised && known[0].Step > 0 && now >= Microseconds.ToTime(known[0].Told) + NotificationPacing.Repeat)
            {
                // Those who were called hear of it again; whom to call next, and when, stays as it is.
                for (int step = 0; step < Math.Min(known[0].Step, rule.Steps.Length); step++)
                {
                    _ = Enqueue(alarm, rule, step);
                }

                _ = session.Execute(
                    "UPDATE notify_call SET told = @now WHERE alarm = @alarm AND rule = @rule",
                    ("@now", At), ("@alarm", id), ("@rule", rule.Id));
            }
        }
    }

    // Whether anybody of the group is called.
    private bool Enqueue(Alarm alarm, NotificationRule rule, int step)
    {
        if (!_groups.Value.TryGetValue(rule.Steps[step].Group, out NotificationGroup? group))
        {
            return false;
        }

        List<Receiver> receivers = [];
        foreach (NotificationMember member in group.Members.Where(member => member.IsOnDuty(now)))
        {
            if (member.Email is { } mail)
            {
                receivers.Add(new Receiver(NotificationWay.Mail, mail, member.Name, member.Language, member.Zone));
            }

            if (member.Phone is { } phone)
            {
                receivers.Add(new Receiver(NotificationWay.Sms, phone, member.Name, member.Language, member.Zone));
            }
        }

        if (group.Webhook is { } webhook)
        {
            receivers.Add(new Receiver(NotificationWay.Webhook, webhook.Url, group.Name, NotificationLanguage.En, "UTC"));
        }

        bool isAnybody = receivers.Count > 0;
        if (!isAnybody)
        {
            receivers.Add(new Receiver(NotificationWay.Nobody, group.Name, group.Name, NotificationLanguage.En, "UTC"));
        }

        session.Each(
            """
            INSERT INTO notify_item (alarm, raises, rule, step, way, address, person, team, team_id, language, zone, at)
            VALUES (@alarm, @raises, @rule, @step, @way, @address, @person, @team, @teamId, @language, @zone, @at) ON CONFLICT DO NOTHING
            """,
            receivers.Count,
            i =>
            [
                ("@alarm", alarm.Id), ("@raises", alarm.Raises), ("@rule", rule.Id), ("@step", step), ("@way", (int)receivers[i].Way),
                ("@address", receivers[i].Address), ("@person", receivers[i].Person), ("@team", group.Name), ("@teamId", group.Id),
                ("@language", (int)receivers[i].Language), ("@zone", receivers[i].Zone), ("@at", At),
            ]);
        return isAnybody;
    }

    private readonly record struct Call(long Alarm, long Rule, int Step, long Since);

    private readonly record struct Receiver(
        NotificationWay Way, string Address, string Person, NotificationLanguage Language, string Zone);
}
