namespace FirmwareSim.Devices.Tests.Bus;

public sealed class ClockOnTheBusTests
{
    [Fact]
    public void A_set_time_is_taken_at_the_end_of_its_frame()
    {
        BusScene scene = new();

        // 2012-10-16 00:55:13 and 0x3D50 of 32 768: the example of the specification.
        Assert.Empty(scene.Send(RawCentre.Hex("FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48")));
        byte[] answer = scene.Ask(4, 0x00, 0x06, 0, 14, 9);

        // Read after 100 ms of silence and a question of 11 bytes (11.5 ms): .479 + .1115 = .5905 s, which is 75 of 128.
        Assert.Equal(BusScene.Answer(4, 0x00, 0x06, 0, 14, 9, 12, 10, 16, 0, 55, 13, 0x00, 0x4B, 2), answer);
    }

    [Fact]
    public void The_skew_is_unknown_until_a_set_time_and_then_against_it()
    {
        BusScene scene = new();
        Assert.Equal([0x00, 0x80], scene.Poll(4, 0x00).System[2..4]);

        scene.Tell(0xFF, 1, 0xBB, 0x12, 26, 3, 10, 12, 1, 30, 0, 0, 2);
        Answer set = scene.Poll(4, 0x80);
        scene[4].Ied.JumpClock(TimeSpan.FromSeconds(2));
        Answer fast = scene.Poll(4, 0x00);
        scene[4].Ied.JumpClock(TimeSpan.FromSeconds(-3));
        Answer slow = scene.Poll(4, 0x80);

        Assert.Equal([0x44, 1, 0, 0], set.System[..4]);
        Assert.Equal([0xC4, 1, 0x00, 0x01], fast.System[..4]); // +256 of 1/128 s
        Assert.Equal([0xC4, 1, 0x80, 0xFF], slow.System[..4]); // -128
    }

    [Fact]
    public void Sync_brings_a_clock_to_the_nearest_second_and_leaves_whole_seconds()
    {
        BusScene scene = new();
        scene.Tell(0xFF, 1, 0xBB, 0x12, 26, 3, 10, 12, 1, 30, 0, 0, 2);
        scene[4].Ied.JumpClock(TimeSpan.FromSeconds(0.25));
        scene[5].Ied.JumpClock(TimeSpan.FromSeconds(5.25));
        Assert.Equal([32, 0], scene.Poll(4, 0x00).System[2..4]);
        scene.Pass(60 - 0.05 - scene.Bus.Now.TotalSeconds % 1);

        scene.Send(RawCentre.Hex("FE 08 FF 01 80 0C 82 EA"));

        Assert.Equal([0, 0], scene.Poll(4, 0x80).System[2..4]);
        Assert.Equal([0x80, 0x02], scene.Poll(5, 0x00).System[2..4]); // 640: the five seconds are still there
        Assert.Equal(0x44, scene.Poll(4, 0x00).System[0]);
        Assert.Equal(0xC4, scene.Poll(5, 0x80).System[0]);
    }

    [Fact]
    public void A_crystal_drifts_as_it_was_told_to()
    {
        BusScene scene = new(new() { Ieds = [new() { Address = 4, DriftPpm = 100 }, new() { Address = 5, DriftPpm = -50 }] });
        scene.Tell(0xFF, 1, 0xBB, 0x12, 26, 3, 10, 12, 1, 30, 0, 0, 2);

        scene.Pass(3600);

        // 100 ppm of an hour are 360 ms: 46 of 1/128 s; -50 ppm are -180 ms: -23. Both clocks step, so one more or less may show.
        Assert.InRange((short)(scene.Poll(4, 0x00).System[2] | scene.Poll(4, 0x00).System[3] << 8), 45, 47);
        Assert.InRange((short)(scene.Poll(5, 0x00).System[2] | scene.Poll(5, 0x00).System[3] << 8), -24, -22);
    }

    [Fact]
    public void Events_carry_the_time_of_the_IED_s_own_clock()
    {
        BusScene scene = new();
        scene[4].Ied.JumpClock(TimeSpan.FromMinutes(-30));
        scene.Plant.Bays["F3"].Open();

        Assert.Equal(["04001A030A0B1F000000"], scene.Poll(4, 0x00).Events);
    }

    [Fact]
    public void A_day_of_periods_adds_up_to_its_total_and_a_restart_loses_no_count()
    {
        // From 23:50 of the ninth on the wall to the midnight that ends the tenth.
        BusScene scene = new(BusScene.Exact(4), start: new DateTimeOffset(2026, 3, 10, 2, 50, 0, TimeSpan.Zero));
        scene.Tell(0xFF, 1, 0xBB, 0x12, 26, 3, 9, 23, 50, 0, 0, 0, 1);
        List<string> events = [];
        byte sequence = 0x80;
        for (int poll = 0; poll < 24 * 60 + 15; poll++)
        {
            scene.Pass(60);
            if (poll == 617)
            {
                scene[4].Restart(Firmware.RestartCause.Watchdog, uartOnly: false, scene.Bus.Now);
                scene.Pass(1);
            }

            events.AddRange(scene.Poll(4, sequence ^= 0x80).Events);
        }

        // Energy of IED 4: 44; code in bits 5–3: 00 period, 08 last of the day, 18 total; channel in bits 2–0. Of the tenth: 1A030A.
        foreach (int channel in new[] { 0, 1 })
        {
            string[] periods = [.. Of(events, $"440{channel}1A030A").Where(e => e[10..14] != "0000"),
                .. Of(events, $"440{8 + channel:X}1A030A173B")];
            string[] midnights = [.. Of(events, $"44{0x18 + channel:X2}1A030A173B")];
            Assert.Equal(96, periods.Length);
            Assert.Equal(periods.Sum(Count), Count(Assert.Single(midnights)));
            Assert.True(periods.Sum(Count) > 0);
        }

        Assert.Single(events, e => e.StartsWith("C43C", StringComparison.Ordinal));
        Assert.Equal(scene.Bus.Log.Latest.Select(e => Convert.ToHexString(e.Bytes)), events);

        static IEnumerable<string> Of(List<string> all, string prefix) => all.Where(e => e.StartsWith(prefix, StringComparison.Ordinal));

        // High, low, middle.
        static int Count(string e) => Convert.ToInt32(e[14..16] + e[18..20] + e[16..18], 16);
    }
}
