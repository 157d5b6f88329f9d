using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>Which alarm of a burst was first, and alarms by bay and by cause.</summary>
/// <param name="database">The database of the test.</param>
public abstract class AlarmGroupTests(StoreUnderTest database) : StoreTests(database)
{
    private long _arrival = 1_772_366_400_000_000;

    private SqlAlarmStore Alarms => new(Database.Events);

    [Fact]
    public void The_first_of_a_burst_is_marked_and_a_lone_one_is_not()
    {
        Store(Raised(1, 0, "trip"), Raised(2, 3, "bar"), Raised(3, 7, "door"), Raised(4, 60, "alone"), Raised(5, 1, "other", site: "b"));

        Assert.Equal(["trip"], FirstOut());
        Assert.Equal((3, 1), (Of("door").Burst!.Alarms, Of("alone").Burst!.Alarms));
        Assert.Equal(Of("trip").Id, Of("door").Burst!.First);
    }

    [Fact]
    public void An_earlier_one_that_comes_late_takes_the_mark_and_pages_hear_it()
    {
        Store(Raised(5, 2, "bar"), Raised(6, 3, "door"));
        Assert.Equal(["bar"], FirstOut());
        long seen = Alarms.LastChange();

        Store(Raised(2, 0, "trip"));

        Assert.Equal(["trip"], FirstOut());
        Assert.Contains("bar", Alarms.ChangedSince(seen, 10).Select(alarm => alarm.Event.Tag));
    }

    [Fact]
    public void One_in_between_that_comes_late_joins_two_bursts()
    {
        Store(Raised(1, 0, "trip"), Raised(3, 8, "bar"), Raised(4, 9, "door"));
        Assert.Equal(["bar"], FirstOut());
        long seen = Alarms.LastChange();

        Store(Raised(2, 4, "breaker"));

        Assert.Equal(["trip"], FirstOut());
        Assert.Single(Alarms.Query(new AlarmQuery()).Alarms.Select(alarm => alarm.Burst!.Id).Distinct());
        Assert.Equal(4, Alarms.ChangedSince(seen, 10).Length);
        Assert.Equal(1, Database.Count("alarm_burst"));
    }

    [Fact]
    public void What_is_raised_again_later_leaves_the_first_of_before_as_it_was()
    {
        Store(Raised(1, 0, "trip"), Raised(2, 1, "bar"));
        Store(Raised(3, 2, "trip", state: 0), Raised(4, 100, "trip"), Raised(5, 101, "door"));

        Assert.Equal(["trip"], FirstOut());
        Assert.Equal(Of("trip").Id, Of("bar").Burst!.First);
        Assert.NotEqual(Of("trip").Burst!.Id, Of("bar").Burst!.Id);
        AlarmBurst before = Alarms.Find(Of("bar").Id)!.Burst!;
        Assert.Equal(("trip", Records.Start), (before.Cause.Tag, before.Cause.Time));

    }

    [Fact]
    public void What_is_shelved_when_it_is_raised_begins_nothing()
    {
        Store(Raised(1, 0, "door"));
        Alarms.Shelve(Of("door").Id, new AlarmShelf("ana", Records.Start, "obra", null), "ana", null, Records.Start);
        Store(Raised(2, 50, "door", state: 0), Raised(3, 100, "door"), Raised(4, 101, "trip"), Raised(5, 102, "bar"));

        Assert.Equal(["trip"], FirstOut());
    }

    [Fact]
    public void A_group_is_counted_with_what_calls_first_in_front()
    {
        Bays(("trip", "F3"), ("bar", "F3"), ("door", "Sala"));
        Store(
            Raised(1, 0, "trip", kind: 0), Raised(2, 1, "bar"), Raised(3, 90, "door"), Raised(4, 91, "nowhere"),
            Raised(5, 92, "x", site: "b"));
        Alarm trip = Of("trip");
        Alarms.Acknowledge([new SeenAlarm(trip.Id, 1)], new AlarmAcknowledgement("ana", Records.Start, null), null);

        AlarmGroupPage page = Alarms.Groups(new AlarmQuery { Order = AlarmOrder.Priority }, AlarmGrouping.Bay);

        Assert.Equal(["bb/", "blos-alamos/", "blos-alamos/Sala", "blos-alamos/F3"], page.Groups.Select(group => $"{group.Key}"));
        AlarmGroup feeder = page.Groups[3];
        Assert.Equal((2, 1, 2, 2), (feeder.Count, feeder.Unacknowledged, feeder.Active, feeder.Priority));
        Assert.Equal((trip.Id, 5), (feeder.Lead!.Id, page.Total));
        Assert.Equal(["bar", "trip"], Tags(feeder));
        Assert.Equal(["nowhere"], Tags(page.Groups[1]));
        Assert.Equal("F3", Of("bar").Bay);
    }

    [Fact]
    public void By_cause_a_burst_is_a_group_with_the_event_that_began_it()
    {
        Store(Raised(1, 0, "trip"), Raised(2, 1, "bar"), Raised(3, 90, "door"));

        AlarmGroupPage page = Alarms.Groups(new AlarmQuery(), AlarmGrouping.Cause);

        Assert.Equal([1, 2], page.Groups.Select(group => group.Count));
        Assert.Equal("door", page.Groups[0].Lead!.Event.Tag);
        Assert.Equal(("trip", "trip"), (page.Groups[1].Burst!.Cause.Tag, page.Groups[1].Lead!.Event.Tag));
        Assert.Equal(["bar", "trip"], Tags(page.Groups[1]));

        // What began it is over: the rest of the burst still says so.
        Store(Raised(4, 95, "trip", state: 0));
        Alarms.Acknowledge([new SeenAlarm(Of("trip").Id, 1)], new AlarmAcknowledgement("ana", Records.Start, null), null);
        AlarmGroup rest = Alarms.Groups(new AlarmQuery(), AlarmGrouping.Cause).Groups[1];
        Assert.Equal((1, "bar", "trip"), (rest.Count, rest.Lead!.Event.Tag, rest.Burst!.Cause.Tag));
    }

    [Fact]
    public void Filters_and_pages_count_for_groups_too()
    {
        Store([.. Enumerable.Range(1, 7).Select(seq => Raised(seq, 60 * seq, $"t{seq}", kind: seq % 2))]);
        foreach (AlarmOrder order in Enum.GetValues<AlarmOrder>())
        {
            List<string> seen = [];
            AlarmCursor? next = null;
            do
            {
                AlarmGroupPage page = Alarms.Groups(
                    new AlarmQuery { Order = order, Limit = 2, Before = next, Site = "los-alamos" }, AlarmGrouping.Cause);
                seen.AddRange(page.Groups.Select(group => group.Lead!.Event.Tag!));
                next = page.Next;
            }
            while (next is not null);

            Assert.Equal(Alarms.Query(new AlarmQuery { Order = order }).Alarms.Select(alarm => alarm.Event.Tag), seen);
        }

        AlarmGroupPage some = Alarms.Groups(new AlarmQuery { State = AlarmFilter.All, Priorities = [1] }, AlarmGrouping.Bay);
        Assert.Equal((3, 3), (some.Total, Assert.Single(some.Groups).Count));
        Assert.Empty(Alarms.Groups(new AlarmQuery { Sites = [] }, AlarmGrouping.Bay).Groups);
    }

    [Fact]
    public void Alarms_of_before_bursts_are_each_their_own_cause()
    {
        Store(Raised(1, 0, "trip"), Raised(2, 1, "bar"));
        Database.Change("UPDATE alarm SET burst = NULL");

        AlarmGroupPage page = Alarms.Groups(new AlarmQuery(), AlarmGrouping.Cause);

        Assert.Equal([1, 1], page.Groups.Select(group => group.Count));
        Assert.Equal(["bar"], Tags(page.Groups[0]));
        Assert.Empty(FirstOut());
    }

    [Fact]
    public void A_catalogue_replaces_the_bays_of_its_station()
    {
        Bays(("trip", "F3"), ("bar", "F3"));
        Bays(("trip", "F4"));
        Store(Raised(1, 0, "trip"), Raised(2, 1, "bar"));

        Assert.Equal(("F4", null), (Of("trip").Bay, Of("bar").Bay));
        Database.Stations.Save([new StationChange("los-alamos") { Removed = true }]);
        Assert.Equal(0, Database.Count("station_bay"));
    }

    [Theory]
    [InlineData("c12")]
    [InlineData("c-7")]
    [InlineData("blos-alamos/Línea 1/2")]
    [InlineData("blos-alamos/")]
    [InlineData("b$centre/")]
    public void A_key_is_read_as_it_was_written(string text)
    {
        Assert.True(AlarmGroupKey.TryParse(text, out AlarmGroupKey key));
        Assert.Equal(text, key.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("cx")]
    [InlineData("b/F3")]
    [InlineData("blos alamos/F3")]
    [InlineData("d4")]
    public void What_is_no_key_is_none(string text) => Assert.False(AlarmGroupKey.TryParse(text, out _));

    private void Bays(params (string Name, string Bay)[] bays) => Database.Stations.Save(
        [new StationChange("los-alamos") { FirstSeen = Records.Start, Bays = bays.ToDictionary(one => one.Name, one => one.Bay) }]);

    private ImmutableArray<Alarm> All() => Alarms.Query(new AlarmQuery { State = AlarmFilter.All }).Alarms;

    private Alarm Of(string tag) => All().First(alarm => alarm.Event.Tag == tag);

    private IEnumerable<string?> FirstOut() => All().Where(alarm => alarm.IsFirstOut).Select(alarm => alarm.Event.Tag);

    private IEnumerable<string?> Tags(AlarmGroup group) =>
        Alarms.Query(new AlarmQuery { Group = group.Key }).Alarms.Select(alarm => alarm.Event.Tag);

    private void Store(params EventRecord[] records)
    {
        _ = Database.Events.Store([.. records.Select(record => record with { Arrival = ++_arrival })]);
        _ = Alarms.Advance(Records.Start, 1000);
    }

    private static EventRecord Raised(long seq, double seconds, string tag, int state = 1, int kind = 1, string site = "los-alamos")
    {
        EventRecord record = Records.Event(seq, seconds, site, tag: tag);
        return record with { Event = record.Event with { AlarmKind = kind, State = state } };
    }
}
