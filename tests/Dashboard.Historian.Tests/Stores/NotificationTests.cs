using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Notifications;
using Dashboard.Historian.Sql;
using Edge.Contracts;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>Rules, and what they make of trips, for the tests of notifications.</summary>
/// <param name="database">The database of the test.</param>
public abstract class NotificationTests(StoreUnderTest database) : StoreTests(database)
{
    private const string Me = "here";
    protected static NotificationPacing Pacing { get; } = new(TimeSpan.FromSeconds(20));
    protected static NotificationChanger Eva { get; } = new(Records.Start, "eva", "192.0.2.1");

    protected DateTimeOffset Now { get; private set; } = Records.Start;
    private long _arrival = 1_772_366_400_000_000;

    protected SqlAlarmStore Alarms => new(Database.Events);

    protected SqlNotificationQueue Queue => new(Database.Events);

    protected SqlNotificationSettings Settings => new(Database.Events);

    protected SqlNotificationLinks Links => new(Database.Events);

    protected static NotificationMember Ana() => new() { Name = "Ana", Email = "ana@example.org", Zone = "America/Montevideo" };

    protected static NotificationRule ARule(params NotificationStep[] steps) =>
        new() { Name = "regla", LeastPriority = 4, Steps = [.. steps] };

    protected void OneRule(Func<NotificationRule, NotificationRule>? change = null)
    {
        NotificationRule rule = ARule(new NotificationStep(Group("turno", Ana()), 0));
        Assert.Null(Settings.Set(change?.Invoke(rule) ?? rule, Eva).Fault);
    }

    protected void TwoSteps() => Rule(
        new NotificationStep(Group("turno", Ana()), 0),
        new NotificationStep(Group("jefes", Ana() with { Name = "Luis", Email = "luis@example.org" }), 10));

    protected long Rule(params NotificationStep[] steps)
    {
        SettingChange change = Settings.Set(ARule(steps), Eva);
        Assert.Null(change.Fault);
        return change.Id;
    }

    protected long Group(string name, params NotificationMember[] members)
    {
        SettingChange change = Settings.Set(new NotificationGroup { Name = name, Members = [.. members] }, Eva);
        Assert.Null(change.Fault);
        return change.Id;
    }

    protected EventRecord Event(string tag, int kind, int state, string site)
    {
        EventRecord record = Records.Event(_arrival, (Now - Records.Start).TotalSeconds, site, "e1", tag);
        return record with { Event = record.Event with { AlarmKind = kind, State = state }, Arrival = _arrival++ };
    }

    protected void Store(params EventRecord[] records) => Assert.All(Database.Events.Store(records), one => Assert.Equal(Stored.New, one));

    protected void Trip(string tag, int state = 1, int kind = 0, string site = "los-alamos")
    {
        Store(Event(tag, kind, state, site));
        Alarms.Advance(Now, 100);
    }

    /// <summary>A rule of the workbook suppresses the alarms of a point, or no longer.</summary>
    protected void Suppress(string tag, bool isOn)
    {
        EventRecord record = Records.Event(_arrival, (Now - Records.Start).TotalSeconds, tag: tag, type: EventType.Gateway);
        EventMessage message = record.Event with
        {
            Finding = FindingCode.AlarmSuppressed,
            Count = isOn ? 1 : 0,
            State = null,
            Text = "E152B01=0",
        };
        Store(record with { Event = message, Arrival = _arrival++ });
        Alarms.Advance(Now, 100);
    }

    protected void AcknowledgeAll() => _ = Alarms.Acknowledge(
        [.. Alarms.Query(new AlarmQuery()).Alarms.Select(alarm => new SeenAlarm(alarm.Id, alarm.Raises))],
        new AlarmAcknowledgement("ana", Now, null), null);

    protected void Advance(int seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        while (Queue.Advance(Now, Pacing, 100))
        {
            // All of it.
        }
    }

    // What happened before is seen before the time passes.
    protected void Until(int seconds)
    {
        Advance(0);
        Advance(seconds);
    }

    protected NotificationToSend? Claim()
    {
        Advance(0);
        return Queue.Claim(NotificationWay.Mail, Me, Now);
    }

    protected bool Start(NotificationToSend mail) => Queue.Start(mail.Message.Id, Me, Now);

    protected void Finish(NotificationToSend mail, SendOutcome outcome) => Queue.Finish(
        mail.Message.Id, Me,
        outcome == SendOutcome.Sent ? new SendResult(outcome) : new SendResult(outcome, "unreachable", "no route"), Now);

    protected NotificationMessage Send()
    {
        NotificationToSend mail = Claim()!;
        Assert.NotNull(mail);
        Assert.True(Start(mail));
        Finish(mail, SendOutcome.Sent);
        return mail.Message;
    }

    protected ImmutableArray<NotificationMessage> Messages() => Queue.Query(new NotificationQuery()).Messages;
}
