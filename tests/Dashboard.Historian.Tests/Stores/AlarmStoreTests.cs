using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Sql;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>The alarms in the database: each event counts once, and what was asked for is there after every restart.</summary>
/// <param name="database">The database of the test.</param>
public abstract class AlarmStoreTests(StoreUnderTest database) : StoreTests(database)
{
    private static readonly DateTimeOffset Now = Records.Start.AddHours(1);
    private static readonly AlarmAcknowledgement Ana = new("ana", Now, "visto");

    private long _arrival = 1_772_366_400_000_000;

    private SqlAlarmStore Alarms => new(Database.Events);

    [Fact]
    public void A_trip_is_an_alarm_until_it_has_returned_and_is_acknowledged()
    {
        Store(Trip(1, 0));
        Alarm alarm = Assert.Single(Open());
        Assert.Equal((true, false, 1, 1), (alarm.IsActive, alarm.IsAcknowledged, alarm.Raises, alarm.Priority));
        Assert.Equal("LA151_03", alarm.Event.Tag);
        Assert.Equal([AcknowledgeOutcome.Done], Alarms.Acknowledge([new SeenAlarm(alarm.Id, 1)], Ana, "192.0.2.1"));
        Alarm acknowledged = Assert.Single(Open());
        Assert.Equal(Ana, acknowledged.Acknowledgement);
        Store(Trip(2, 5, state: 0));
        Assert.Empty(Open());
        AlarmHistory history = Alarms.Find(alarm.Id)!;
        Assert.Equal(
            [AlarmChangeKind.Raised, AlarmChangeKind.Acknowledged, AlarmChangeKind.Returned],
            history.Changes.Select(change => change.Kind));
        Assert.Equal(("ana", "visto"), (history.Changes[1].Who, history.Changes[1].Comment));
        Assert.Equal(Records.Start.AddSeconds(5), history.Alarm.Returned);

        // The next one is another alarm.
        Store(Trip(3, 9));
        Assert.NotEqual(alarm.Id, Assert.Single(Open()).Id);
    }

    [Fact]
    public void An_event_counts_once_and_a_restart_raises_nothing()
    {
        EventRecord trip = Trip(1, 0);
        Store(trip, trip, Trip(2, 1, state: 0));
        Database.Reopen();
        Store(trip);
        Assert.Equal(0, Alarms.Advance(Now, 100));
        Alarm alarm = Assert.Single(Open());
        Assert.Equal((false, 1), (alarm.IsActive, alarm.Raises));
        Assert.Equal(2, Database.Count("alarm_change"));
        Assert.Equal(0, Database.Count("alarm_due"));
    }

    [Fact]
    public void What_waits_when_the_dashboard_is_killed_is_applied_after_it()
    {
        Assert.Equal([Stored.New], Database.Events.Store([Arrived(Trip(1, 0))]));
        Database.Reopen();
        Assert.Empty(Open());
        Assert.Equal(1, Alarms.Advance(Now, 100));
        Assert.Single(Open());
    }

    [Fact]
    public void An_event_that_came_before_its_announcement_counts_once()
    {
        EventRecord trip = Trip(5, 0, epoch: "b.1");
        Store((EventRecord)trip.Ahead());
        Assert.Single(Open());
        Assert.Single(Database.Events.PlaceAhead("los-alamos", "b.1", 5).Records);
        Alarms.Advance(Now, 100);
        Store(trip);
        Assert.Equal(1, Assert.Single(Open()).Raises);
    }

    [Fact]
    public void The_events_of_a_journal_count_and_those_of_the_topic_again_do_not()
    {
        EventRecord trip = Trip(1, 0);
        Store(trip);
        Assert.Equal(Stored.Known, Database.Events.Store([Arrived(trip)])[0]);
        Assert.Equal(0, Alarms.Advance(Now, 100));
    }

    [Fact]
    public void A_raising_that_was_not_seen_stays()
    {
        Store(Trip(1, 0));
        long id = Assert.Single(Open()).Id;
        Store(Trip(2, 1, state: 0), Trip(3, 2));
        Assert.Equal(
            [AcknowledgeOutcome.RaisedAgain, AcknowledgeOutcome.Unknown],
            Alarms.Acknowledge([new SeenAlarm(id, 1), new SeenAlarm(id + 1, 1)], Ana, "192.0.2.1"));
        Assert.False(Assert.Single(Open()).IsAcknowledged);
        Assert.Equal([AcknowledgeOutcome.Done], Alarms.Acknowledge([new SeenAlarm(id, 2)], Ana, "192.0.2.1"));
        Assert.Equal([AcknowledgeOutcome.AlreadyDone], Alarms.Acknowledge([new SeenAlarm(id, 2)], Ana, "192.0.2.1"));
    }

    [Fact]
    public void What_happened_in_a_time_is_counted()
    {
        Store(Trip(1, 0), Trip(2, 1, state: 0), Input(3, 2, "A"), Trip(4, 3, tag: "B", site: "otra"));
        DateTimeOffset end = Records.Start.AddSeconds(1);
        Assert.Equal(
            [("LA151_03", true), ("LA151_03", false), ("A", true), ("B", true)],
            Alarms.Moments(Records.Start, end, null, 10).Select(one => (one.Source.Name, one.IsRaised)));
        Assert.Equal(["B"], Alarms.Moments(Records.Start, end, "otra", 10).Select(one => one.Source.Name));
        Assert.Equal(2, Alarms.Moments(Records.Start, end, null, 2).Length);
        Assert.Empty(Alarms.Moments(end, end.AddDays(1), null, 10));
        Assert.Empty(Alarms.Moments(Records.Start.AddDays(-1), Records.Start, null, 10));
    }

    [Fact]
    public void A_gateway_is_to_hear_of_it_until_it_has_answered()
    {
        Store(Trip(1, 0), Input(2, 1, "A"));
        foreach (Alarm alarm in Open())
        {
            _ = Alarms.Acknowledge([new SeenAlarm(alarm.Id, 1)], Ana, null);
        }

        // An alarm input has no mark.
        Database.Reopen();
        PendingMark mark = Assert.Single(Alarms.PendingMarks(10));
        Assert.Equal(new PendingMark("los-alamos", "LA151_03", Records.Start.AddSeconds(1), "ana"), mark);

        // Acknowledged once more before the answer: what was answered is not the last one.
        Store(Trip(3, 10, state: 0), Trip(4, 20));
        _ = Alarms.Acknowledge([new SeenAlarm(Open().Single(one => one.Event.Tag == "LA151_03").Id, 1)], Ana, null);
        Alarms.Settle(mark);
        mark = Assert.Single(Alarms.PendingMarks(10));
        Assert.Equal(Records.Start.AddSeconds(21), mark.Seen);
        Alarms.Settle(mark);
        Assert.Empty(Alarms.PendingMarks(10));
    }

    [Fact]
    public void A_gateway_that_is_back_soon_was_never_away()
    {
        Store(Found(1, 0, CentreFinding.GatewayOffline), Found(2, 10, CentreFinding.GatewayBack));
        Assert.Equal(0, Database.Count("alarm_due"));
        Alarms.Advance(Late(), 100);
        Assert.Empty(Open());
        Assert.Equal(0, Database.Count("alarm_due"));

        Store(Found(3, 60, CentreFinding.GatewayOffline));
        Assert.Empty(Open());
        Alarms.Advance(Late(), 100);
        Assert.Equal("gatewayAway", Assert.Single(Open()).Source.Condition);
    }

    [Fact]
    public void A_shelved_source_calls_nobody_and_comes_back_by_itself()
    {
        Store(Trip(1, 0));
        long id = Assert.Single(Open()).Id;
        AlarmShelf shelf = new("ana", Now, "Pruebas del relé", Now.AddHours(1));
        Assert.Equal(shelf, Alarms.Shelve(id, shelf, "ana", "192.0.2.1", Now)!.Shelf);
        Assert.Empty(Open());
        Assert.Empty(Alarms.Summary().Sites);
        Store(Trip(2, 1, state: 0), Trip(3, 2));
        Assert.Equal(2, Assert.Single(Alarms.Query(new AlarmQuery { State = AlarmFilter.Shelved }).Alarms).Raises);

        Database.Reopen();
        Alarms.Advance(Now.AddMinutes(59), 100);
        Assert.Empty(Open());
        Alarms.Advance(Now.AddMinutes(60), 100);
        Assert.Null(Assert.Single(Open()).Shelf);
        Assert.Equal(AlarmChangeKind.Unshelved, Alarms.Find(id)!.Changes[^1].Kind);
    }

    [Fact]
    public void What_is_out_of_service_is_back_when_somebody_says_so()
    {
        Store(Trip(1, 0));
        long id = Assert.Single(Open()).Id;
        _ = Alarms.Shelve(id, new AlarmShelf("berta", Now, "En obra", null), "berta", null, Now);
        Alarms.Advance(Now.AddYears(1), 100);
        Assert.Empty(Open());
        Assert.Equal(id, Assert.Single(Alarms.Query(new AlarmQuery { State = AlarmFilter.OutOfService }).Alarms).Id);
        Assert.Null(Alarms.Shelve(id, null, "carla", null, Now)!.Shelf);
        Assert.Equal("carla", Alarms.Find(id)!.Changes[^1].Who);
        Assert.Null(Alarms.Shelve(id + 1, null, "carla", null, Now));
    }

    [Fact]
    public void The_first_is_the_last_to_arrive_of_the_highest_priority()
    {
        // A clock that is a year ahead, and one a year behind.
        Store(Input(1, 0, "A"), Trip(2, 365 * 86_400, tag: "B"), Trip(3, -365 * 86_400, tag: "C"), Input(4, 9, "D", site: "otra"));
        AlarmSummary summary = Alarms.Summary();
        Assert.Equal("C", summary.First!.Event.Tag);
        Assert.Equal(["los-alamos", "otra"], summary.Sites.Select(site => site.Site));
        Assert.Equal([2, 1, 0, 0], summary.Sites[0].Unacknowledged);
        Assert.Equal([0, 1, 0, 0], summary.Sites[1].Unacknowledged);
        Assert.Equal([3, 1], summary.Sites.Select(site => site.Recent.Length));
        Assert.Equal(
            ["C", "B", "D", "A"],
            Alarms.Query(new AlarmQuery { Order = AlarmOrder.Priority }).Alarms.Select(alarm => alarm.Event.Tag));
    }

    [Theory]
    [InlineData(AlarmOrder.Arrival)]
    [InlineData(AlarmOrder.Priority)]
    [InlineData(AlarmOrder.Time)]
    public void Pages_follow_each_other_without_a_gap(AlarmOrder order)
    {
        Store([.. Enumerable.Range(1, 23).Select(i => i % 3 == 0 ? Trip(i, 100 - i, tag: $"T{i}") : Input(i, 100 - i, $"T{i}"))]);
        List<string?> seen = [];
        AlarmCursor? next = null;
        do
        {
            AlarmPage page = Alarms.Query(new AlarmQuery { Order = order, Before = next, Limit = 5 });
            Assert.True(page.Alarms.Length <= 5);
            seen.AddRange(page.Alarms.Select(alarm => alarm.Event.Tag));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(23, seen.Distinct().Count());
        Assert.Equal(Alarms.Query(new AlarmQuery { Order = order }).Alarms.Select(alarm => alarm.Event.Tag), seen);
    }

    [Fact]
    public void Filters_hold_together()
    {
        Store(
            Trip(1, 0, tag: "A"), Input(2, 1, "B"), Trip(3, 2, tag: "C", site: "otra"), Trip(4, 3, tag: "D"),
            Trip(5, 4, tag: "D", state: 0));
        Assert.Equal(["D", "A"], Tags(new AlarmQuery { Site = "los-alamos", Priorities = [1] }));
        Assert.Equal(["D", "A"], Tags(new AlarmQuery { Sites = ["los-alamos", "nowhere"], Priorities = [1] }));
        Assert.Empty(Tags(new AlarmQuery { Sites = [] }));
        Assert.Equal(["D"], Tags(new AlarmQuery { State = AlarmFilter.Returned }));
        Assert.Equal(["C", "B", "A"], Tags(new AlarmQuery { State = AlarmFilter.Active }));
        Assert.Equal(["B"], Tags(new AlarmQuery { Tag = "B" }));
        Assert.Equal(["C", "B"], Tags(new AlarmQuery { From = Records.Start.AddSeconds(1), To = Records.Start.AddSeconds(3) }));
        Assert.Equal(["C"], Tags(new AlarmQuery { Text = "PROTECCIÓN c" }));
        Assert.Empty(Tags(new AlarmQuery { Text = "%" }));
        _ = Alarms.Acknowledge([new SeenAlarm(Alarms.Query(new AlarmQuery { Tag = "D" }).Alarms[0].Id, 1)], Ana, "192.0.2.1");
        Assert.Equal(["C", "B", "A"], Tags(new AlarmQuery { State = AlarmFilter.Unacknowledged }));
        Assert.Equal(["D", "C", "B", "A"], Tags(new AlarmQuery { State = AlarmFilter.All }));
    }

    [Fact]
    public void The_loop_tells_what_changed_and_what_another_one_changed()
    {
        Store(Trip(1, 0, tag: "A"));
        using AlarmLoop loop = new(Alarms, new FakeTimeProvider(Now), NullLogger<AlarmLoop>.Instance);
        List<AlarmNews> told = [];
        loop.Changed += told.Add;
        loop.Advance();
        Assert.Empty(told);

        Database.Events.Store([Arrived(Trip(2, 60, tag: "B"))]);
        loop.Advance();
        AlarmNews news = Assert.Single(told);
        Assert.Equal(("B", true), (Assert.Single(news.Changed).Event.Tag, news.IsAll));
        Assert.Equal([2, 0, 0, 0], news.Summary.Sites[0].Unacknowledged);

        _ = Alarms.Acknowledge([new SeenAlarm(news.Changed[0].Id, 1)], Ana, "192.0.2.1");
        loop.Advance();
        loop.Advance();
        Assert.Equal(2, told.Count);
        Assert.True(told[1].Changed[0].IsAcknowledged);
    }

    [Fact]
    public void A_storm_is_told_in_one_piece_that_says_that_it_is_not_all()
    {
        using AlarmLoop loop = new(Alarms, new FakeTimeProvider(Now), NullLogger<AlarmLoop>.Instance);
        loop.Advance();
        Database.Events.Store([.. Enumerable.Range(1, 150).Select(i => Arrived(Trip(i, 10 * i, tag: $"T{i}")))]);
        List<AlarmNews> told = [];
        loop.Changed += told.Add;
        loop.Advance();
        Assert.True(Assert.Single(told).IsAll);
        Assert.Equal(150, told[0].Changed.Length);

        Database.Events.Store([.. Enumerable.Range(201, 450).Select(i => Arrived(Trip(i, 10 * i, tag: $"T{i}")))]);
        loop.Advance();
        Assert.Equal(600, told.Sum(news => news.Changed.Length));
        Assert.Equal(600, told[^1].Summary.Sites[0].Unacknowledged[0]);
    }

    private EventRecord Arrived(EventRecord record) => record with { Arrival = _arrival++ };

    private void Store(params EventRecord[] records)
    {
        _ = Database.Events.Store([.. records.Select(Arrived)]);
        Alarms.Advance(Records.Start, 1000);
    }

    private static DateTimeOffset Late() => DateTimeOffset.UnixEpoch.AddTicks(1_772_366_400_000_000 * 10).AddMinutes(1);

    private ImmutableArray<Alarm> Open() => Alarms.Query(new AlarmQuery()).Alarms;

    private IEnumerable<string?> Tags(AlarmQuery query) => Alarms.Query(query).Alarms.Select(alarm => alarm.Event.Tag);

    private static EventRecord Trip(
        long seq, double seconds, int state = 1, string tag = "LA151_03", string site = "los-alamos", string epoch = "e1") =>
        Digital(seq, seconds, 0, state, tag, site, epoch);

    private static EventRecord Input(long seq, double seconds, string tag, string site = "los-alamos") =>
        Digital(seq, seconds, 1, 1, tag, site, "e1");

    private static EventRecord Digital(long seq, double seconds, int kind, int state, string tag, string site, string epoch)
    {
        EventRecord record = Records.Event(seq, seconds, site, epoch, tag);
        return record with { Event = record.Event with { AlarmKind = kind, State = state, Description = $"Protección {tag}" } };
    }

    private static EventRecord Found(long seq, double seconds, string finding)
    {
        EventRecord record = Records.Event(seq, seconds, epoch: CentreRecord.Epoch, tag: null, type: EventType.Gateway);
        return record with { Event = record.Event with { State = null, Text = null, Finding = finding } };
    }
}
