using System.Globalization;
using Edge.Domain;
using Edge.Field.Time;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Tests.Time;

public sealed class StationClockTests
{
    private static readonly DateTimeOffset s_received = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    // Argentina has stood at −3 all the year since 2009; in its summer of 2008 it stood at −2.
    [InlineData("America/Argentina/Buenos_Aires", "2026-07-01T08:59:00", "2026-07-01T11:59:00Z", TimeMarks.None)]
    [InlineData("America/Argentina/Buenos_Aires", "2008-12-01T10:00:00", "2008-12-01T12:00:00Z", TimeMarks.None)]
    [InlineData("America/Argentina/Buenos_Aires", "2009-03-14T23:30:00", "2009-03-15T02:30:00Z", TimeMarks.Ambiguous)]
    // Spain goes from +2 to +1 on 2026-10-25 at 03:00, and from +1 to +2 on 2026-03-29 at 02:00.
    [InlineData("Europe/Madrid", "2026-07-01T08:59:00", "2026-07-01T06:59:00Z", TimeMarks.None)]
    [InlineData("Europe/Madrid", "2026-10-25T01:59:59", "2026-10-24T23:59:59Z", TimeMarks.None)]
    [InlineData("Europe/Madrid", "2026-10-25T02:30:00", "2026-10-25T01:30:00Z", TimeMarks.Ambiguous)]
    [InlineData("Europe/Madrid", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z", TimeMarks.None)]
    [InlineData("Europe/Madrid", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z", TimeMarks.None)]
    [InlineData("Europe/Madrid", "2026-03-29T02:00:00", "2026-03-29T01:00:00Z", TimeMarks.None)]
    [InlineData("Europe/Madrid", "2026-03-29T02:00:00.0078125", "2026-03-29T01:00:00.0078125Z", TimeMarks.Unsynchronised)]
    [InlineData("Europe/Madrid", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z", TimeMarks.Unsynchronised)]
    [InlineData("Europe/Madrid", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z", TimeMarks.None)]
    [InlineData("Europe/Madrid", "2027-01-01T01:05:00", "2027-01-01T00:05:00Z", TimeMarks.None)]
    [InlineData("Europe/Madrid", "2027-01-01T01:05:01", "2027-01-01T00:05:01Z", TimeMarks.Unsynchronised)]
    [InlineData("Europe/Madrid", "2027-01-02T01:00:01", "2027-01-02T00:00:01Z", TimeMarks.Unsynchronised)]
    public void A_wall_clock_becomes_utc_with_its_marks(string zone, string local, string utc, TimeMarks marks)
    {
        var clock = new StationClock(TimeZoneInfo.FindSystemTimeZoneById(zone), new FakeTimeProvider(s_received));
        (DateTimeOffset time, TimeMarks found) = clock.ToUtc(DateTime.Parse(local, CultureInfo.InvariantCulture), s_received);
        Assert.Equal(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), time);
        Assert.Equal(TimeSpan.Zero, time.Offset);
        Assert.Equal(marks, found);
    }

    [Theory]
    // Spain sets its clocks back at 01:00 UTC. What arrives at once can only be the first 02:15.
    [InlineData("2026-10-25T02:15:00", "2026-10-25T00:15:02Z", "2026-10-25T00:15:00Z", TimeMarks.None)]
    [InlineData("2026-10-25T02:00:00", "2026-10-25T00:00:00Z", "2026-10-25T00:00:00Z", TimeMarks.None)]
    // An hour later it may be either: old news, or new.
    [InlineData("2026-10-25T02:15:00", "2026-10-25T01:15:02Z", "2026-10-25T01:15:00Z", TimeMarks.Ambiguous)]
    // A clock two minutes fast is no reason for doubt, nor one that is a minute fast in the second hour.
    [InlineData("2026-10-25T02:15:00", "2026-10-25T00:13:00Z", "2026-10-25T00:15:00Z", TimeMarks.None)]
    [InlineData("2026-10-25T02:15:00", "2026-10-25T01:14:00Z", "2026-10-25T01:15:00Z", TimeMarks.Ambiguous)]
    // Set back a second ago, and the clock goes on as before.
    [InlineData("2026-10-25T03:00:01", "2026-10-25T01:00:02Z", "2026-10-25T01:00:01Z", TimeMarks.Unsynchronised)]
    [InlineData("2026-10-25T03:00:01", "2026-10-25T02:00:02Z", "2026-10-25T02:00:01Z", TimeMarks.None)]
    // A clock that is wrong by hours is no matter of daylight saving.
    [InlineData("2026-10-25T02:15:00", "2026-10-24T20:00:00Z", "2026-10-25T01:15:00Z", TimeMarks.Ambiguous | TimeMarks.Unsynchronised)]
    [InlineData("2026-10-26T02:15:00", "2026-10-26T00:15:00Z", "2026-10-26T01:15:00Z", TimeMarks.Unsynchronised)]
    public void An_hour_that_comes_twice_is_resolved_by_the_arrival_if_possible(
        string local, string received, string utc, TimeMarks marks)
    {
        var clock = new StationClock(TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"), TimeProvider.System);
        (DateTimeOffset Time, TimeMarks Marks) found = clock.ToUtc(
            DateTime.Parse(local, CultureInfo.InvariantCulture), DateTimeOffset.Parse(received, CultureInfo.InvariantCulture));
        Assert.Equal((DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), marks), found);
    }

    [Theory]
    // The quarter that ends with the hour: 03:00 by every clock, which is set back only then; an hour later 03:00 again.
    [InlineData("2026-10-25T03:00:00", "2026-10-25T01:00:02Z", "2026-10-25T01:00:00Z", TimeMarks.None)]
    [InlineData("2026-10-25T03:00:00", "2026-10-25T02:00:02Z", "2026-10-25T02:00:00Z", TimeMarks.None)]
    [InlineData("2026-10-25T03:15:00", "2026-10-25T01:15:02Z", "2026-10-25T01:15:00Z", TimeMarks.Unsynchronised)]
    public void The_end_of_a_period_is_resolved_in_the_same_way(string local, string received, string utc, TimeMarks marks)
    {
        var clock = new StationClock(TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"), TimeProvider.System);
        (DateTimeOffset Time, TimeMarks Marks) found = clock.PeriodEndToUtc(
            DateTime.Parse(local, CultureInfo.InvariantCulture),
            TimeSpan.Zero,
            DateTimeOffset.Parse(received, CultureInfo.InvariantCulture));
        Assert.Equal((DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), marks), found);
    }

    [Theory]
    // A year ahead: Santiago goes from −3 to −4 at the end of 2028-04-01, so 23:59 comes twice; Madrid's hour that comes twice ends on
    // 2028-10-29 at 03:00.
    [InlineData("America/Santiago", "2028-04-01T23:59:00", "2028-04-02T03:59:00Z", TimeMarks.Ambiguous | TimeMarks.Unsynchronised)]
    [InlineData("Europe/Madrid", "2028-10-29T03:00:00", "2028-10-29T02:00:00Z", TimeMarks.Unsynchronised)]
    public void The_end_of_a_period_far_ahead_is_marked_near_a_clock_change(string zone, string local, string utc, TimeMarks marks)
    {
        var clock = new StationClock(TimeZoneInfo.FindSystemTimeZoneById(zone), new FakeTimeProvider(s_received));
        (DateTimeOffset time, TimeMarks found) = clock.PeriodEndToUtc(
            DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.Zero, s_received);
        Assert.Equal((DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), marks), (time, found));
    }

    [Fact]
    public void No_date_at_all_becomes_the_time_of_arrival()
    {
        var clock = new StationClock(Station.Zone, TimeProvider.System);
        Assert.Equal((s_received, TimeMarks.Invalid | TimeMarks.Gateway), clock.ToUtc(null, s_received));
    }
}
