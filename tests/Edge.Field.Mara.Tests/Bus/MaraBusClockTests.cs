using Edge.Field.Bus;
using Edge.Field.Mara.Bus;
using Edge.Field.Time;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>When a broadcast is due, and what it says (Mara 1.4 §3.1, §7); the clock alone, without polls.</summary>
public sealed class MaraBusClockTests : IDisposable
{
    // Mara 1.4 §3.1: Friday 2026-08-14, 17:42:09.25; and Sync.
    private const string SetTimeFrame = "FE11FF01BB121A080E112A09002005F099";
    private const string SyncFrame = "FE08FF01800C82EA";

    private static readonly DateTimeOffset s_said = new(2026, 8, 14, 20, 42, 9, 250, TimeSpan.Zero);
    private static readonly TimeSpan s_byte = TimeSpan.FromTicks(10_417);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(s_said - (17 * s_byte));
    private readonly Notes _notes = new();
    private readonly ScriptedBus _bus;
    private TimeSpan _step;

    public MaraBusClockTests() => _bus = new ScriptedBus(_time) { Added = TimeSpan.Zero };

    private string[] Frames => [.. _bus.Broadcasts.Select(b => Convert.ToHexString(b.Frame))];

    public void Dispose() => _bus.Dispose();

    [Fact]
    public void The_first_broadcast_sets_the_time_at_which_it_ends()
    {
        MaraBusClock clock = Make(s_hour, TimeSpan.Zero);
        Assert.True(clock.TrySend(out BusResult sent));
        Assert.Equal(BusOutcome.Silent, sent.Outcome);
        Assert.Equal([SetTimeFrame], Frames);
        Assert.Equal(s_said, _bus.Broadcasts[0].End);
        Assert.Equal(1, _notes.Count(1002));
        Assert.False(clock.TrySend(out _));
    }

    [Fact]
    public void The_time_is_set_again_when_its_period_is_over()
    {
        MaraBusClock clock = Make(s_hour, TimeSpan.Zero);
        Assert.True(clock.TrySend(out _));
        _time.Advance(s_hour - TimeSpan.FromTicks(1));
        Assert.False(clock.TrySend(out _));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(clock.TrySend(out _));
        Assert.Equal(1, _notes.Count(1002));
    }

    [Fact]
    public void An_IED_that_needs_the_time_gets_it_at_most_every_ten_seconds()
    {
        MaraBusClock clock = Make(s_hour, TimeSpan.Zero);
        Assert.True(clock.TrySend(out _));
        clock.WantTime();
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(clock.TrySend(out _));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(clock.TrySend(out _));
        _time.Advance(s_minute);
        Assert.False(clock.TrySend(out _));
    }

    [Fact]
    public void A_delay_that_was_not_expected_is_measured_and_counted_in()
    {
        MaraBusClock clock = Make(s_hour, TimeSpan.Zero);
        _bus.Added = TimeSpan.FromMilliseconds(9);
        Assert.True(clock.TrySend(out _));
        Assert.Equal(2, Frames.Length);
        (byte[] frame, DateTimeOffset end) = _bus.Broadcasts[1];
        double fraction = (frame[12] | frame[13] << 8) / 32768.0;
        Assert.InRange(end.TimeOfDay.TotalSeconds % 1 - fraction, -0.0001, 0.0001);
    }

    [Fact]
    public void A_delay_that_always_changes_is_followed_three_times_at_most()
    {
        MaraBusClock clock = Make(s_hour, TimeSpan.Zero);
        _bus.Next = _ =>
        {
            _bus.Added = TimeSpan.FromMilliseconds(_bus.Broadcasts.Count % 2 == 0 ? 9 : 0);
            return Fault.None;
        };
        Assert.True(clock.TrySend(out _));
        Assert.Equal(3, Frames.Length);
    }

    [Fact]
    public void Sync_begins_so_that_it_ends_on_the_whole_second()
    {
        MaraBusClock clock = Make(TimeSpan.Zero, s_minute);
        Assert.False(clock.TrySend(out _));
        Assert.Equal(clock.SyncStart, clock.NextCheck);
        AdvanceTo(clock.SyncStart);
        Assert.True(clock.TrySend(out _));
        Assert.Equal([SyncFrame], Frames);
        Assert.Equal(new DateTimeOffset(2026, 8, 14, 20, 42, 10, TimeSpan.Zero), _bus.Broadcasts[0].End);

        // The next one begins after its period, and ends on the first whole second behind it.
        Assert.False(clock.TrySend(out _));
        AdvanceTo(clock.SyncStart);
        Assert.True(clock.TrySend(out _));
        Assert.Equal(new DateTimeOffset(2026, 8, 14, 20, 43, 11, TimeSpan.Zero), _bus.Broadcasts[1].End);
    }

    [Fact]
    public void A_Sync_that_came_too_late_for_its_second_takes_the_next()
    {
        MaraBusClock clock = Make(TimeSpan.Zero, s_minute);
        Assert.False(clock.TrySend(out _));
        AdvanceTo(clock.SyncStart + (3 * TimeSpan.TicksPerMillisecond));
        Assert.False(clock.TrySend(out _));
        AdvanceTo(clock.SyncStart);
        Assert.True(clock.TrySend(out _));
        Assert.Equal(new DateTimeOffset(2026, 8, 14, 20, 42, 11, TimeSpan.Zero), _bus.Broadcasts[0].End);
    }

    [Fact]
    public void A_clock_that_was_never_set_sends_nothing_and_is_logged_once()
    {
        _step = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) - _time.GetUtcNow();
        MaraBusClock clock = Make(s_hour, s_minute);
        for (int i = 0; i < 5; i++)
        {
            Assert.False(clock.TrySend(out _));
            Assert.Equal((_time.GetTimestamp() + (10 * TimeSpan.TicksPerSecond), long.MaxValue), (clock.NextCheck, clock.SyncStart));
            AdvanceTo(clock.NextCheck);
        }

        Assert.Empty(Frames);
        Assert.Equal(1, _notes.Count(1003));
        _step = TimeSpan.Zero;
        Assert.True(clock.TrySend(out _));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(-400, false)]
    [InlineData(600, true)]
    [InlineData(-600, true)]
    public void A_step_of_half_a_second_of_the_wall_time_sets_the_time(int milliseconds, bool sets)
    {
        MaraBusClock clock = Make(s_hour, TimeSpan.Zero);
        Assert.True(clock.TrySend(out _));
        _step = TimeSpan.FromMilliseconds(milliseconds);
        Assert.Equal(sets, clock.TrySend(out _));
    }

    [Fact]
    public void A_step_cancels_the_planned_Sync()
    {
        MaraBusClock clock = Make(TimeSpan.Zero, s_minute);
        Assert.False(clock.TrySend(out _));
        _step = TimeSpan.FromMilliseconds(700);
        Assert.False(clock.TrySend(out _));
        AdvanceTo(clock.SyncStart);
        Assert.True(clock.TrySend(out _));
        Assert.Equal(300, _bus.Broadcasts[0].End.Millisecond);
    }

    [Fact]
    public void The_end_of_daylight_saving_sets_the_time_once_slow_clocks_are_there()
    {
        // New York, 2026-11-01 02:00 → 01:00 is 06:00 UTC.
        var change = new DateTimeOffset(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);
        _time.SetUtcNow(change.AddSeconds(-30));
        MaraBusClock clock = Make(s_hour, TimeSpan.Zero, "America/New_York");
        Assert.True(clock.TrySend(out _));
        _time.SetUtcNow(change.AddMilliseconds(99));
        Assert.False(clock.TrySend(out _));
        _time.SetUtcNow(change.AddMilliseconds(101));
        Assert.True(clock.TrySend(out _));
        Assert.Equal([1, 1], _bus.Broadcasts.Select(b => (int)b.Frame[9]));
        Assert.Equal([59, 0], _bus.Broadcasts.Select(b => (int)b.Frame[10]));
    }

    [Fact]
    public void The_time_of_a_control_centre_counts_in_how_long_it_waited()
    {
        MaraBusClock clock = Make(TimeSpan.Zero, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(7));
        long at = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        DateTime local = new DateTime(2026, 8, 14, 17, 42, 9, 250) - (17 * s_byte) - TimeSpan.FromMilliseconds(300);
        Assert.Equal(BusOutcome.Silent, clock.SendTime(local, at).Outcome);
        Assert.Equal([SetTimeFrame], Frames);
    }

    [Fact]
    public void A_set_time_that_the_port_did_not_send_is_due_again()
    {
        MaraBusClock clock = Make(s_hour, s_minute);
        _bus.Next = _ => Fault.PortFails;
        Assert.True(clock.TrySend(out BusResult sent));
        Assert.Equal(BusOutcome.PortFailed, sent.Outcome);
        Assert.Equal(0, _notes.Count(1002));
        _bus.Next = _ => Fault.None;
        Assert.True(clock.TrySend(out sent));
        Assert.Equal(BusOutcome.Silent, sent.Outcome);
        Assert.Single(Frames);
    }

    [Fact]
    public void Without_periods_nothing_is_sent()
    {
        MaraBusClock clock = Make(TimeSpan.Zero, TimeSpan.Zero);
        clock.WantTime();
        Assert.False(clock.TrySend(out _));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(clock.TrySend(out _));
        Assert.Empty(Frames);
    }

    private MaraBusClock Make(TimeSpan setTime, TimeSpan sync, string? zone = null)
    {
        var clock = new SteppedClock(_time, () => _step);
        var station = new StationClock(zone is null ? Station.Zone : TimeZoneInfo.FindSystemTimeZoneById(zone), clock);
        MaraBusOptions options = BusRig.Options with { SetTimePeriod = setTime, SyncPeriod = sync };
        return new MaraBusClock(options, _bus, station, clock, _notes);
    }

    private void AdvanceTo(long timestamp) => _time.Advance(TimeSpan.FromTicks(timestamp - _time.GetTimestamp()));
}
