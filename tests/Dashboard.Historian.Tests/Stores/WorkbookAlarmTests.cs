using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Sql;
using Edge.Contracts;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>What the workbook says of an alarm: delays, latch, priority, limits and what suppresses it.</summary>
/// <param name="database">The database of the test.</param>
public abstract class WorkbookAlarmTests(StoreUnderTest database) : StoreTests(database)
{
    private const string Tag = "LA1VV_01";

    private static readonly EventAlarm s_delays = new() { OnDelay = 5, OffDelay = 10 };

    private SqlAlarmStore Alarms => new(Database.Events);

    [Theory]
    [InlineData(4, 0)]
    [InlineData(6, 1)]
    public void What_is_gone_within_its_on_delay_was_never_there(int gone, int alarms)
    {
        Store(Input(1, 0, 1, s_delays), Input(2, gone, 0, s_delays));
        AdvanceTo(60);

        Assert.Equal(alarms, All().Length);
        Assert.Equal(0, Database.Count("alarm_due"));
    }

    [Fact]
    public void It_is_raised_when_its_delay_is_over()
    {
        Store(Input(1, 0, 1, s_delays));
        AdvanceTo(4.9);
        Assert.Empty(All());

        Database.Reopen();
        AdvanceTo(5.1);
        Assert.True(Assert.Single(All()).IsActive);
    }

    [Theory]
    [InlineData(9, 1, true)]
    [InlineData(11, 2, true)]
    public void What_is_back_within_its_off_delay_never_left(int back, int raises, bool isActive)
    {
        Store(Input(1, 0, 1, s_delays));
        AdvanceTo(20);
        Store(Input(2, 30, 0, s_delays), Input(3, 30 + back, 1, s_delays));
        AdvanceTo(120);

        Assert.Equal((raises, isActive), (Assert.Single(All()).Raises, Assert.Single(All()).IsActive));
    }

    [Fact]
    public void A_blip_within_the_off_delay_does_not_hold_it()
    {
        Store(Input(1, 0, 1, s_delays));
        AdvanceTo(20);
        Store(Input(2, 30, 0, s_delays), Input(3, 32, 1, s_delays), Input(4, 33, 0, s_delays));
        AdvanceTo(120);

        Alarm alarm = Assert.Single(All());
        Assert.Equal((1, false, Records.Start.AddSeconds(30)), (alarm.Raises, alarm.IsActive, alarm.Returned));
    }

    [Fact]
    public void A_backlog_is_judged_by_the_times_of_its_events()
    {
        // All arrive at once: a minute of alarm, a second of it, and what is live already.
        Store(
            Input(9, 7200, 1, s_delays, "live"), Input(1, 0, 1, s_delays), Input(2, 60, 0, s_delays), Input(3, 100, 1, s_delays),
            Input(4, 101, 0, s_delays));
        AdvanceTo(7300);

        Alarm alarm = Assert.Single(All(), one => one.Event.Tag == Tag);
        Assert.Equal((1, false, false), (alarm.Raises, alarm.IsActive, alarm.IsAcknowledged));
        Assert.Equal(2, All().Length);
    }

    [Fact]
    public void A_return_after_two_raisings_ends_both()
    {
        Store(Input(1, 0, 1, s_delays));
        AdvanceTo(20);
        Store(Input(2, 30, 1, s_delays), Input(3, 31, 0, s_delays));
        AdvanceTo(120);

        Assert.False(Assert.Single(All()).IsActive);
    }

    [Fact]
    public void The_return_of_a_latched_alarm_must_be_seen_too()
    {
        EventAlarm latched = new() { Latched = true };
        Store(Input(1, 0, 1, latched));
        _ = Alarms.Acknowledge([new SeenAlarm(All()[0].Id, 1)], new AlarmAcknowledgement("ana", Records.Start, null), null);
        Store(Input(2, 9, 0, latched));

        Alarm alarm = Assert.Single(Open());
        Assert.Equal((false, false, null), (alarm.IsActive, alarm.IsAcknowledged, alarm.Acknowledgement));
        _ = Alarms.Acknowledge([new SeenAlarm(alarm.Id, 1)], new AlarmAcknowledgement("ana", Records.Start, null), null);
        Assert.Empty(Open());
    }

    [Fact]
    public void A_breaker_is_an_alarm_in_the_state_that_the_workbook_says()
    {
        EventAlarm open = new() { Trigger = AlarmTriggerCode.Off, Priority = 4 };
        Store(Input(1, 0, 1, open, kind: 2));
        Assert.Empty(All());
        Store(Input(2, 1, 0, open, kind: 2));
        Assert.Equal(("input", 4, true), (Open()[0].Source.Condition, Open()[0].Priority, Open()[0].IsActive));
        Store(Input(3, 2, 1, open, kind: 2));
        Assert.False(Open()[0].IsActive);
    }

    [Fact]
    public void A_limit_has_the_priority_of_its_row()
    {
        Store(Limit(1, 0, 1, FindingCode.AboveMaximum, new EventAlarm { Priority = 1 }), Limit(2, 1, 1, FindingCode.BelowMinimum, null));

        Assert.Equal(
            [("belowMinimum", 3), ("aboveMaximum", 1)], Open().Select(alarm => (alarm.Source.Condition, alarm.Priority)));
        Store(Limit(3, 9, 0, FindingCode.AboveMaximum, null));
        Assert.Equal([true, false], Open().Select(alarm => alarm.IsActive));
    }

    [Fact]
    public void What_a_rule_suppresses_is_in_a_list_of_its_own()
    {
        Store(Rule(1, 0, 1), Limit(2, 1, 1, FindingCode.BelowMinimum, null));
        Assert.Empty(Open());
        Assert.Empty(Alarms.Summary().Sites);
        Assert.Null(Alarms.Summary().First);
        Alarm suppressed = Assert.Single(Alarms.Query(new AlarmQuery { State = AlarmFilter.Suppressed }).Alarms);
        Assert.Equal(("LA152B01=0", true), (suppressed.Design?.Rule, suppressed.IsActive));

        // An older event of a backlog changes nothing, and the same once more neither.
        Store(Rule(1, 0, 1), Rule(4, 5, 1));
        Assert.Equal(1, Database.Count("alarm_change"));
        Database.Reopen();
        Store(Rule(5, 9, 0), Rule(3, 2, 1));

        Alarm back = Assert.Single(Open());
        Assert.Null(back.Design);
        Assert.True(back.Arrival > suppressed.Arrival);
        Assert.Equal(AlarmChangeKind.Unsuppressed, Alarms.Find(back.Id)!.Changes[^1].Kind);
        Assert.Equal("belowMinimum", Alarms.Summary().First!.Source.Condition);
    }

    [Fact]
    public void A_rule_of_one_limit_leaves_the_other()
    {
        Store(
            Rule(1, 0, 1, FindingCode.BelowMinimumSuppressed), Limit(2, 1, 1, FindingCode.BelowMinimum, null),
            Limit(3, 2, 1, FindingCode.AboveMaximum, null));
        Assert.Equal("aboveMaximum", Assert.Single(Open()).Source.Condition);

        // One of the point is of both, and ends both.
        Store(Rule(4, 3, 1));
        Assert.Empty(Open());
        Assert.Equal(2, Alarms.Query(new AlarmQuery { State = AlarmFilter.Suppressed }).Alarms.Length);
        Store(Rule(5, 4, 0));
        Assert.Equal(2, Open().Length);
    }

    [Fact]
    public void A_rule_suppresses_no_alarm_of_another_kind()
    {
        EventRecord lost = Records.Event(2, 1, tag: null, type: EventType.Comms);
        Store(Rule(1, 0, 1), lost with { Event = lost.Event with { Device = Tag, Condition = ConditionCode.LinkLost } });

        Assert.Equal("deviceLost", Assert.Single(Open()).Source.Condition);
    }

    private ImmutableArray<Alarm> Open() => Alarms.Query(new AlarmQuery()).Alarms;

    private ImmutableArray<Alarm> All() => Alarms.Query(new AlarmQuery { State = AlarmFilter.All }).Alarms;

    // Each arrives a second after it happened, but for those of a backlog.
    private void Store(params EventRecord[] records)
    {
        long arrival = records.Max(record => ArrivalOf(record.Event.Time));
        _ = Database.Events.Store([.. records.Select((record, i) => record with { Arrival = arrival + i })]);
        _ = Alarms.Advance(records.Max(record => record.Event.Time).AddSeconds(1), 1000);
    }

    private void AdvanceTo(double seconds)
    {
        int applied;
        do
        {
            applied = Alarms.Advance(Records.Start.AddSeconds(seconds), 1000);
        }
        while (applied > 0);
    }

    private static long ArrivalOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static EventRecord Input(long seq, double seconds, int state, EventAlarm alarm, string tag = Tag, int kind = 1)
    {
        EventRecord record = Records.Event(seq, seconds, tag: tag);
        return record with { Event = record.Event with { AlarmKind = kind, State = state, Alarm = alarm } };
    }

    private static EventRecord Limit(long seq, double seconds, int count, string finding, EventAlarm? alarm) =>
        Found(seq, seconds, message => message with { Finding = finding, Count = count, Value = 14.4, Unit = "kV", Alarm = alarm });

    private static EventRecord Rule(long seq, double seconds, int count, string finding = FindingCode.AlarmSuppressed) => Found(
        seq, seconds, message => message with { Finding = finding, Count = count, Text = "LA152B01=0" });

    private static EventRecord Found(long seq, double seconds, Func<EventMessage, EventMessage> change)
    {
        EventRecord record = Records.Event(seq, seconds, tag: Tag, type: EventType.Gateway);
        return record with { Event = change(record.Event with { State = null, Text = null }) };
    }
}
