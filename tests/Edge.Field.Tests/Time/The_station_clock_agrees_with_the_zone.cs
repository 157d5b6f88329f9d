using CsCheck;
using Edge.Domain;
using Edge.Field.Time;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Tests.Time;

/// <summary>The clock's cache of the days of a zone agrees with the zone itself, at each change of daylight saving.</summary>
public sealed class The_station_clock_agrees_with_the_zone
{
    private static readonly DateTime s_first = new(1990, 1, 1);
    private static readonly DateTime s_last = new(2060, 12, 31);
    private static readonly DateTimeOffset s_received = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_threeHours = TimeSpan.FromHours(3);
    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData("America/Argentina/Buenos_Aires", 10)]
    [InlineData("Europe/Madrid", 140)]
    [InlineData("America/Santiago", 140)]

    // Half an hour of daylight saving; two hours; summer time all the year but for Ramadan; a whole day left out; no change at all.
    [InlineData("Australia/Lord_Howe", 140)]
    [InlineData("Antarctica/Troll", 100)]
    [InlineData("Africa/Casablanca", 100)]
    [InlineData("Pacific/Apia", 20)]
    [InlineData("UTC", 0)]
    public void On_each_day_from_1990_to_2060_and_each_quarter_hour_around_a_change(string id, int changes)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var clock = new StationClock(zone, new FakeTimeProvider(s_received));
        int changed = 0;
        int odd = 0;
        for (DateTime day = s_first; day <= s_last; day = day.AddDays(1))
        {
            Check(zone, clock, day);
            Check(zone, clock, day.AddTicks(day.Ticks / TimeSpan.TicksPerDay * 7_919_000_001 % TimeSpan.TicksPerDay));
            if (zone.GetUtcOffset(day) == zone.GetUtcOffset(day.AddDays(1)))
            {
                continue;
            }

            changed++;
            for (DateTime at = day.AddDays(-1); at < day.AddDays(3); at += s_quarter)
            {
                odd += Check(zone, clock, at - s_tick) + Check(zone, clock, at) + Check(zone, clock, at + s_tick);
            }
        }

        // Changes leave times out or bring them twice: had the search missed them the test would prove nothing.
        Assert.InRange(changed, changes, 300);
        Assert.True(odd >= changed / 4, $"{changed} changes, but only {odd} times that do not exist or exist twice");
    }

    [Fact]
    public void In_whatever_order_the_times_come()
    {
        StationClock[] clocks = [.. Zones().Select(z => new StationClock(z, new FakeTimeProvider(s_received)))];
        TimeZoneInfo[] zones = [.. Zones()];
        Gen.Select(Gen.Int[0, zones.Length - 1], Gen.Long[s_first.Ticks, s_last.Ticks], Gen.Bool)
            .Sample((zone, ticks, closes) =>
            {
                DateTime wall = new(ticks);
                Check(zones[zone], clocks[zone], wall);
                DateTime midnight = wall.Date.AddMinutes(-1);
                TimeSpan after = closes ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;
                (DateTimeOffset end, TimeMarks marks) = clocks[zone].PeriodEndToUtc(midnight, after, s_received);
                (DateTimeOffset stamp, TimeMarks plain) = Ask(zones[zone], midnight);
                return (end, marks) == (stamp + after, plain);
            }, iter: 100_000);
    }

    [Fact]
    public void At_the_ends_of_time()
    {
        var clock = new StationClock(Station.Zone, new FakeTimeProvider(s_received));
        Assert.Equal(new DateTimeOffset(9999, 12, 31, 20, 59, 59, TimeSpan.Zero),
            clock.ToUtc(new DateTime(9999, 12, 31, 17, 59, 59), s_received).Time);
        Assert.Equal(1, clock.ToUtc(new DateTime(1, 1, 1, 12, 0, 0), s_received).Time.Year);
    }

    private static IEnumerable<TimeZoneInfo> Zones() =>
        new[] { "America/Argentina/Buenos_Aires", "Europe/Madrid", "America/Santiago", "Australia/Lord_Howe" }.Select(
            TimeZoneInfo.FindSystemTimeZoneById);

    private static int Check(TimeZoneInfo zone, StationClock clock, DateTime wall)
    {
        (DateTimeOffset Time, TimeMarks Marks) expected = Ask(zone, wall);
        (DateTimeOffset Time, TimeMarks Marks) found = clock.ToUtc(wall, s_received);
        if (expected != found || found.Time.Offset != TimeSpan.Zero)
        {
            Assert.Fail($"{zone.Id} at {wall:O}: {found}, but the zone says {expected}.");
        }

        return zone.IsInvalidTime(wall) || zone.IsAmbiguousTime(wall) ? 1 : 0;
    }

    // The zone, asked each time.
    private static (DateTimeOffset Time, TimeMarks Marks) Ask(TimeZoneInfo zone, DateTime wall)
    {
        bool twice = zone.IsAmbiguousTime(wall);
        TimeSpan offset = twice ? zone.GetAmbiguousTimeOffsets(wall).Min() : zone.GetUtcOffset(wall);
        TimeMarks marks = twice ? TimeMarks.Ambiguous : TimeMarks.None;
        if (zone.IsInvalidTime(wall))
        {
            // The offset of before. Within the last hours the zone itself is in doubt, where the day behind it does not exist.
            marks = zone.IsInvalidTime(wall - s_tick) ? TimeMarks.Unsynchronised : TimeMarks.None;
            DateTime before = wall - s_threeHours;
            while (zone.IsInvalidTime(before))
            {
                before -= s_threeHours;
            }

            offset = zone.GetUtcOffset(before);
        }

        DateTimeOffset time = new DateTimeOffset(wall, offset).ToUniversalTime();
        return (time, time - s_received > TimeSpan.FromMinutes(5) ? marks | TimeMarks.Unsynchronised : marks);
    }
}
