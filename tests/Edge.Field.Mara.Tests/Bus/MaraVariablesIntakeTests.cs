using Edge.Domain;
using Edge.Field.Mara.Bus;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>What the system variables say is reported once: a clock that is off, an overflow, a lost time (Mara 1.4 §4, §6).</summary>
public sealed class MaraVariablesIntakeTests
{
    private static readonly MaraBusOptions s_options =
        BusRig.Options with { SetTimePeriod = TimeSpan.FromHours(1), SyncPeriod = TimeSpan.FromMinutes(1) };

    [Fact]
    public void The_skew_is_a_statistic_when_it_changes_unless_it_is_unknown()
    {
        var rig = new BusRig(s_options);
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(11, rig.Statistics.Count);
        rig.Statistics.Clear();
        rig.Ied(5).Skew = 0xFFF8; // −8/128 s
        rig.Ied(6).Skew = 0xFFFF;
        rig.Ied(7).Skew = 0x8000;
        rig.Ied(8).Skew = 0x7FFF;
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal([new Pipeline.DeviceStatistic(new("5"), "clockSkewMs", -62.5)], rig.Statistics);
    }

    [Fact]
    public void A_clock_beyond_the_limit_is_one_event_and_its_return_another()
    {
        var rig = new BusRig(s_options);
        rig.Ied(5).Skew = 13; // 101.6 ms
        rig.Run(TimeSpan.FromSeconds(5));
        rig.Crash();
        foreach (ushort skew in (ushort[])[12, 13, 11, 14]) // 93.8 ms and 85.9 ms are within the limit, but not by a fifth
        {
            rig.Ied(5).Skew = skew;
            rig.Run(TimeSpan.FromSeconds(3));
        }

        FieldEvent off = Assert.Single(rig.Journal);
        Assert.Equal((FieldEventKind.Finding, GatewayFinding.ClockOff, 5), (off.Kind, off.Finding, off.IedAddress));
        rig.Ied(5).Skew = 10; // 78.1 ms
        rig.Run(TimeSpan.FromSeconds(3));
        Assert.Equal([GatewayFinding.ClockOff, GatewayFinding.ClockRight], rig.Journal.Select(e => e.Finding));
        Assert.Equal(1, rig.Notes.Count(1154));
    }

    [Theory]
    [InlineData(0x47, 60, 1)]   // 0.47 s: left to Sync
    [InlineData(0x47, 66, 2)]   // 0.52 s
    [InlineData(0x07, 0, 2)]    // never got the time
    public void Only_a_clock_that_is_far_off_or_lost_gets_the_time_at_once(byte status, ushort skew, int setTimes)
    {
        var rig = new BusRig(s_options);
        rig.Run(TimeSpan.FromSeconds(30));
        (rig.Ied(5).Status, rig.Ied(5).Skew) = (status, skew);
        rig.Run(TimeSpan.FromMinutes(4));
        Assert.Equal(setTimes, SetTimes(rig).Length);
        rig.Run(TimeSpan.FromMinutes(4));
        Assert.Equal(setTimes == 1 ? 1 : 3, SetTimes(rig).Length);
    }

    private static (byte[] Frame, DateTimeOffset End)[] SetTimes(BusRig rig) =>
        [.. rig.Bus.Broadcasts.Where(b => b.Frame[5] == Wire.SetTime)];

    [Fact]
    public void Each_overflow_of_the_event_stack_is_one_event()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(1));
        rig.Ied(5).Happen(9);
        rig.Run(TimeSpan.FromSeconds(3));
        FieldEvent lost = Assert.Single(rig.Journal, e => e.Kind == FieldEventKind.Finding);
        Assert.Equal((GatewayFinding.EventsLost, 5, "Alimentador 5"), (lost.Finding, lost.IedAddress, lost.Description));
        Assert.Equal([0, 1, 2, 3, 4], rig.Numbers(5));
        rig.Ied(5).Happen(9);
        rig.Run(TimeSpan.FromSeconds(3));
        Assert.Equal(2, rig.Journal.Count(e => e.Kind == FieldEventKind.Finding));
        Assert.Equal(2, rig.Notes.Count(1152));
    }
}
