using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Sql;
using Edge.Contracts;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>The alarms of the centre itself: each is there once, whoever says so and how often.</summary>
/// <param name="database">The database of the test.</param>
public abstract class CentreAlarmTests(StoreUnderTest database) : StoreTests(database)
{
    private static readonly string[] s_watched = [.. AlarmCondition.Watched.Select(condition => condition.Word)];

    private long _arrival = 1_772_366_400_000_000;

    private SqlAlarmStore Alarms => new(Database.Events);

    [Fact]
    public void Two_dashboards_that_say_the_same_raise_one_alarm()
    {
        Store(Said(1, "mail", 1), Said(2, "mail", 1), Said(3, "sms", 1));
        Assert.Equal([("mail", 1), ("sms", 1)], Open().Select(alarm => (alarm.Source.Name, alarm.Raises)).Order());
        Alarm mail = Open().Single(alarm => alarm.Source.Name == "mail");
        _ = Alarms.Acknowledge([new SeenAlarm(mail.Id, 1)], new AlarmAcknowledgement("ana", Records.Start, null), null);

        Database.Reopen();
        Store(Said(4, "mail", 1));
        Assert.True(Open().Single(alarm => alarm.Source.Name == "mail").IsAcknowledged);
        Store(Said(5, "mail", 0), Said(6, "mail", 0), Said(7, "sms", 0));
        Assert.Equal(("sms", false), Assert.Single(Open().Select(alarm => (alarm.Source.Name, alarm.IsActive))));
        Assert.Equal(
            [AlarmChangeKind.Raised, AlarmChangeKind.Acknowledged, AlarmChangeKind.Returned],
            Alarms.Find(mail.Id)!.Changes.Select(change => change.Kind));
    }

    [Fact]
    public void What_stands_is_known_also_where_it_calls_nobody()
    {
        Assert.Empty(Alarms.Standing(s_watched));
        Store(Said(1, "mail", 1), Said(2, "sms", 1), Said(3, "sms", 0), Away(4));
        Alarm mail = Assert.Single(Alarms.Standing(s_watched));
        Assert.Equal(new AlarmSource(Centre.Site, "notificationsFail", "mail"), mail.Source);
        _ = Alarms.Shelve(mail.Id, new AlarmShelf("ana", Records.Start, "Pruebas", null), "ana", null, Records.Start);
        Assert.Equal(mail.Id, Assert.Single(Alarms.Standing(s_watched)).Id);
        Assert.Empty(Alarms.Standing(s_watched, "los-alamos"));
        Assert.Equal(["notificationsFail", "otherFinding"], Open().Select(alarm => alarm.Source.Condition).Order());
    }

    [Fact]
    public void An_outage_that_is_recorded_late_has_its_own_times()
    {
        EventRecord begin = Said(1, null, 1, CentreFinding.HistorianDown, -600);
        Store(begin, Said(2, null, 0, CentreFinding.HistorianDown, -60));
        Alarm outage = Assert.Single(Open());
        Assert.Equal((false, false), (outage.IsActive, outage.IsAcknowledged));
        Assert.Equal((Records.Start.AddSeconds(-600), Records.Start.AddSeconds(-60)), (outage.FirstRaised, outage.Returned));
    }

    [Fact]
    public void What_is_gone_ends_though_its_gateway_has_a_clock_of_tomorrow()
    {
        Store(Trip(7, 86_400, 1));
        long id = Assert.Single(Open()).Id;
        Store(Gone(1, "protection"), Gone(2, "protection"));
        Alarm gone = Assert.Single(Open());
        Assert.Equal((false, false), (gone.IsActive, gone.IsAcknowledged));
        Assert.Equal((AlarmChangeKind.Returned, GoneReason.PointGone), (Last(id).Kind, Last(id).Comment));
        Assert.Equal(2, Alarms.Find(id)!.Changes.Length);
        _ = Alarms.Acknowledge([new SeenAlarm(id, 1)], new AlarmAcknowledgement("ana", Records.Start, null), null);
        Assert.Empty(Open());

        // An old event of the point is no news; a new one is, though the clock of the centre is behind.
        Store(Trip(6, 86_300, 1));
        Assert.False(Assert.Single(Open()).IsActive);
        Store(Trip(8, 86_401, 1));
        Assert.True(Assert.Single(Open()).IsActive);
    }

    [Fact]
    public void What_is_gone_ends_the_raising_that_it_names_and_no_later_one()
    {
        AlarmSource source = new("los-alamos", "protection", "LA151_03");
        Assert.Null(Alarms.Last(source));
        Store(Trip(7, 0, 1), Trip(8, 5, 0), Trip(9, 10, 1));
        EventRecord gone = Gone(1, "protection");
        Store(gone with { Event = gone.Event with { LastSeq = 7 } });
        Assert.True(Assert.Single(Open()).IsActive);
        Assert.Equal((9, true), (Alarms.Last(source)!.Value.Position.Seq, Alarms.Last(source)!.Value.IsActive));
        Store(gone with { Event = gone.Event with { Seq = 2, LastSeq = 9 } });
        Assert.False(Assert.Single(Open()).IsActive);
        Assert.Equal((9, false), (Alarms.Last(source)!.Value.Position.Seq, Alarms.Last(source)!.Value.IsActive));
    }

    private AlarmChange Last(long id) => Alarms.Find(id)!.Changes[^1];

    private static EventRecord Trip(long seq, double seconds, int state)
    {
        EventRecord record = Records.Event(seq, seconds, tag: "LA151_03");
        return record with { Event = record.Event with { AlarmKind = 0, State = state } };
    }

    private static EventRecord Gone(long seq, string condition)
    {
        EventRecord record = Said(seq, null, 0, CentreFinding.SourceGone);
        return new EventRecord(
            "los-alamos", record.Event with { Tag = "LA151_03", Condition = condition, Text = GoneReason.PointGone });
    }

    private static EventRecord Away(long seq)
    {
        EventRecord record = Records.Event(seq, 0, tag: null, type: EventType.Gateway);
        return record with { Event = record.Event with { State = null, Finding = "aWordOfTomorrow" } };
    }

    private static EventRecord Said(
        long seq, string? name, int count, string finding = CentreFinding.NotificationsFail, double seconds = 0)
    {
        EventRecord record = Records.Event(seq, seconds, Centre.Site, CentreRecord.Epoch, tag: null, type: EventType.Gateway);
        return record with { Event = record.Event with { State = null, Text = null, Finding = finding, Count = count, Device = name } };
    }

    private void Store(params EventRecord[] records)
    {
        _ = Database.Events.Store([.. records.Select(record => record with { Arrival = _arrival++ })]);
        Alarms.Advance(Records.Start, 1000);
    }

    private ImmutableArray<Alarm> Open() => Alarms.Query(new AlarmQuery()).Alarms;
}
