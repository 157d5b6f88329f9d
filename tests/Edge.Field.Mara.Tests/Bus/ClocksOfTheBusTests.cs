using Edge.Field.Mara.Bus;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>On a busy bus set-time and Sync meet the moment that they say (Mara 1.4 §7).</summary>
public sealed class ClocksOfTheBusTests
{
    private const byte Sync = 0x0C;

    private static readonly TimeSpan s_precision = TimeSpan.FromMicroseconds(100);

    private static readonly MaraBusOptions s_options =
        BusRig.Options with { SetTimePeriod = TimeSpan.FromHours(1), SyncPeriod = TimeSpan.FromMinutes(1) };

    [Fact]
    public void The_time_is_set_before_the_first_poll_and_then_every_hour()
    {
        var rig = new BusRig(s_options);
        rig.Run(TimeSpan.FromMilliseconds(30));
        Assert.Single(rig.Bus.Broadcasts);
        rig.Run(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(10));
        Assert.Equal(3, SetTimes(rig).Length);
        rig.Run(TimeSpan.FromSeconds(20));
        Assert.Equal(4, SetTimes(rig).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(9_000)]
    public void A_set_time_has_the_time_of_its_last_bit_with_any_bus_delay(int microseconds)
    {
        var rig = new BusRig(s_options);
        rig.Bus.Added = TimeSpan.FromMicroseconds(microseconds);
        rig.Run(TimeSpan.FromSeconds(3));

        // Where the bus adds more than 2 ms the first one is off, and the time is sent again with the delay that was measured.
        (byte[] frame, DateTimeOffset end) = SetTimes(rig)[^1];
        Assert.Equal(microseconds > 2_000 ? 2 : 1, SetTimes(rig).Length);
        Assert.Equal([0xFE, 0x11, 0xFF, 0x01, 0xBB, 0x12, 26, 7, 1, 9, 0, 0], frame[..12]);
        Assert.Equal(3, frame[14]); // Wednesday
        TimeSpan said = TimeSpan.FromSeconds((frame[12] | frame[13] << 8) / 32768.0);
        TimeSpan left = end - BusRig.Begin.AddMilliseconds(-123);
        Assert.InRange((said - left).Duration(), TimeSpan.Zero, microseconds == 300 ? TimeSpan.FromMicroseconds(400) : s_precision);
    }

    [Fact]
    public void Sync_ends_on_the_whole_second_once_a_period_and_the_polls_go_on()
    {
        var rig = new BusRig(s_options);
        rig.Run(TimeSpan.FromMinutes(10));
        (byte[] Frame, DateTimeOffset End)[] syncs = [.. rig.Bus.Broadcasts.Where(b => b.Frame[5] == Sync)];
        Assert.Equal(10, syncs.Length);
        Assert.All(syncs, s => Assert.Equal([0xFE, 0x08, 0xFF, 0x01, 0x80, 0x0C, 0x82, 0xEA], s.Frame));
        Assert.All(syncs.Skip(1), s =>
        {
            const long Half = TimeSpan.TicksPerSecond / 2;
            double off = Math.Abs(((s.End.Ticks + Half) % TimeSpan.TicksPerSecond) - Half);
            Assert.InRange(off, 0, s_precision.Ticks);
        });
        Assert.All(syncs.Zip(syncs.Skip(1)), pair =>
            Assert.InRange(pair.Second.End - pair.First.End, TimeSpan.FromSeconds(59.9), TimeSpan.FromSeconds(61.1)));

        // Broadcasts leave the sequence of each IED alone.
        Assert.All(rig.Ieds, ied => Assert.Equal(
            Enumerable.Range(0, ied.Sequences.Count).Select(i => (byte)(i % 2 == 0 ? 0x00 : 0x80)), ied.Sequences));
    }

    [Fact]
    public void No_time_is_sent_until_the_clock_of_the_gateway_can_be_right()
    {
        var rig = new BusRig(s_options, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
        rig.Run(TimeSpan.FromMinutes(2));
        Assert.Empty(rig.Bus.Broadcasts);
        Assert.Equal(1, rig.Notes.Count(1003));
        rig.Clock.SetUtcNow(BusRig.Begin);
        rig.Run(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(SetTimes(rig));
    }

    [Fact]
    public void A_change_of_daylight_saving_sets_the_time()
    {
        // New York, 2026-11-01 02:00 → 01:00 is 06:00 UTC.
        var rig = new BusRig(s_options, new DateTimeOffset(2026, 11, 1, 5, 59, 30, TimeSpan.Zero), "America/New_York");
        rig.Run(TimeSpan.FromMinutes(1));
        Assert.Equal([1, 1], SetTimes(rig).Select(b => (int)b.Frame[9]));
        Assert.InRange(
            SetTimes(rig)[1].End - new DateTimeOffset(2026, 11, 1, 6, 0, 0, TimeSpan.Zero), TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        Assert.Equal(0, SetTimes(rig)[1].Frame[10]);
    }

    [Fact]
    public void A_step_of_the_gateways_clock_sets_the_time()
    {
        var rig = new BusRig(s_options);
        rig.Run(TimeSpan.FromSeconds(5));
        rig.Step = TimeSpan.FromSeconds(30);
        rig.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(2, SetTimes(rig).Length);
    }

    private static (byte[] Frame, DateTimeOffset End)[] SetTimes(BusRig rig) =>
        [.. rig.Bus.Broadcasts.Where(b => b.Frame[5] == Wire.SetTime)];
}
