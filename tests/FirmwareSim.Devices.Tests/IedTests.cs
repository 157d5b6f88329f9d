namespace FirmwareSim.Devices.Tests;

public sealed class IedTests
{
    [Fact]
    public async Task A_trip_with_lock_out_gives_its_sequence_of_events_to_the_millisecond()
    {
        await using Scene scene = await Scene.StartAsync(new() { Plant = new() { OperatorLeast = null } });
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Pass(10);

        scene.Station.Trip("F3");
        scene.Pass(30);

        // Address 4, 12:01 and SS FL FH, in steps of 1/128 s. 52 is bit 0, 51 bit 1, 79 bit 3, the spring bit 4.
        string[] expected =
        [
            Scene.Started,
            "0481" + "1A030A0C01" + "0A0000", // 51 picks up
            "0400" + "1A030A0C01" + "0A0007", // 52 opens, 56 ms later
            "0401" + "1A030A0C01" + "0A000E", // 51 drops off, 115 ms
            "0480" + "1A030A0C01" + "0A005B", // 79, first shot, after 0.6 s
            "0404" + "1A030A0C01" + "0A0060", // the spring is spent, 35 ms later
            "0481" + "1A030A0C01" + "0B0001", // still there, 0.3 s after closing
            "0400" + "1A030A0C01" + "0B0009",
            "0401" + "1A030A0C01" + "0B0010",
            "0484" + "1A030A0C01" + "12005B", // the spring is wound, 8 s
            "0480" + "1A030A0C01" + "1A0010", // 79, second shot, after 15 s
            "0404" + "1A030A0C01" + "1A0015",
            "0481" + "1A030A0C01" + "1A0037",
            "0400" + "1A030A0C01" + "1A003E",
            "0401" + "1A030A0C01" + "1A0045",
            "0403" + "1A030A0C01" + "1A005F", // 79 locks out
            "0484" + "1A030A0C01" + "220010",
        ];
        Assert.Equal(expected, await centre.EventsAsync(0x20));
    }

    [Fact]
    public async Task A_fault_that_passes_is_reclosed_at_the_first_shot()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        scene.Station.Trip("F1", Plant.Protection.EarthFault, Plant.FaultLasts.Transient);
        scene.Pass(20);

        Assert.Equal(
            ["C139", "0282", "0200", "0202", "0280", "0204", "0284"],
            (await centre.EventsAsync(0x20)).Select(e => e[..4]));
        Assert.Equal("closed", scene.Station.Status.Breakers!["F1"]);
    }

    [Fact]
    public async Task After_a_lock_out_the_operator_comes_and_puts_the_recloser_back()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Station.Trip("F8");
        scene.Pass(30);
        Assert.Equal("open", scene.Station.Status.Breakers!["F8"]);

        scene.Pass(9 * 60);

        Assert.Equal("closed", scene.Station.Status.Breakers!["F8"]);
        Assert.Equal(0b0111_1001, (await centre.AskAsync(0x20)).Digital(9));
    }

    [Fact]
    public async Task A_transformer_trips_both_sides_and_its_bar_goes_dead()
    {
        await using Scene scene = await Scene.StartAsync(new() { Plant = new() { OperatorLeast = null } });
        await using RawCentre centre = await scene.ConnectAsync();

        scene.Station.Trip("T2");
        scene.Pass(5);

        Answer answer = await centre.AskAsync(0x20);
        Assert.Equal(0, answer.Digital(11));
        Assert.Equal(0, answer.Analogs[2]);
        Assert.Equal(0x4, answer.Digitals[1]);
        Assert.Equal(0x4000, answer.Analog(11, 0));
        Assert.Equal(0x4000, answer.Analog(6, 0));
        Assert.Equal(["0B82", "0B00", "0B07", "0B02"], answer.Events.Select(e => e[..4]).Where(e => e[..2] == "0B"));
        Assert.Contains("0192", answer.Events.Select(e => e[..4]));
    }

    [Fact]
    public async Task An_IED_off_the_bus_is_lost_after_five_polls_and_found_again()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.EventsAsync(0x20);

        scene.Station.KillIed(5);
        scene.Pass(1.7);
        Assert.Equal(0x04, (await centre.AskAsync(0x30)).Bits(5));
        scene.Pass(0.6);
        Answer lost = await centre.AskAsync(0x31);
        scene.Station.ReviveIed(5);
        scene.Pass(2.3);
        Answer back = await centre.AskAsync(0x32);

        Assert.Equal(0x14, lost.Bits(5));
        Assert.Equal(["C520"], lost.Events.Select(e => e[..4]));
        Assert.Equal(0x04, back.Bits(5));
        Assert.Equal(["C521"], back.Events.Select(e => e[..4]));
    }

    [Fact]
    public async Task What_a_lost_IED_showed_last_stays_until_it_is_back()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        Answer before = await centre.AskAsync(0x20);

        scene.Station.KillIed(5);
        scene.Station.Open("F4");
        scene.Pass(10);
        Answer dead = await centre.AskAsync(0x21);
        scene.Station.ReviveIed(5);
        scene.Pass(3);
        Answer back = await centre.AskAsync(0x22);

        Assert.Equal(before.Digital(5), dead.Digital(5));
        Assert.Equal(before.Analog(5, 0), dead.Analog(5, 0));
        Assert.Equal(before.Digital(5) - 1, back.Digital(5));
    }

    [Fact]
    public async Task A_sixth_event_is_dropped_and_a_bit_tells_until_the_stack_is_read()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.EventsAsync(0x20);
        scene.Station.KillIed(4);
        for (int i = 0; i < 4; i++)
        {
            scene.Station.Open("F3");
            scene.Station.Close("F3");
        }

        // The concentrator reads the variables before the events, as the IED answers them: the bit is seen once.
        scene.Station.ReviveIed(4);
        scene.Pass(0.44);
        Answer overflowed = await centre.AskAsync(0x30);
        scene.Pass(0.44);
        Answer after = await centre.AskAsync(0x31);

        Assert.Equal(0x24, overflowed.Bits(4));
        Assert.Equal(["0400", "0480", "0400", "0480", "0400"], overflowed.Events.Select(e => e[..4]));
        Assert.Equal(0x04, after.Bits(4));
    }

    [Fact]
    public async Task A_restarted_IED_says_so_and_has_no_time_until_the_next_set_time()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.SendAsync("FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48");
        await centre.EventsAsync(0x20);

        scene.Station.RestartIed(9);
        scene.Pass(1);
        Answer answer = await centre.AskAsync(0x30);

        Assert.Equal(["C939"], answer.Events.Select(e => e[..4]));
        Assert.Equal(0x0C, answer.Bits(9));
        Assert.Equal(2, answer.System[8 * 6 + 1]);
        scene.Pass(3600);
        Assert.Equal(0x4C, (await centre.AskAsync(0x31)).Bits(9));
    }

    [Fact]
    public async Task A_clock_that_missed_a_set_time_shows_its_skew()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Station.KillIed(6);
        // From 12:01:00 to 12:01:02.
        await centre.SendAsync(RawCentre.Frame([0xFF, 0x40, 0xBB, 0x12, 26, 3, 10, 12, 1, 2, 0, 0, 2]));
        await centre.PollAsync(0x20);
        scene.Station.ReviveIed(6);
        scene.Pass(1);

        Answer answer = await centre.AskAsync(0x21);

        Assert.Equal(0x84, answer.Bits(6));
        // Two seconds slow: -256 of 1/128 s, low byte first.
        Assert.Equal([0x00, 0xFF], answer.System[32..34]);
    }
}
