using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Tests;

public sealed class ComasterServiceTests
{
    private static byte[] Answer(byte sequence, byte command, params byte[] data) => RawCentre.Frame([0x40, 1, sequence, command, .. data]);

    private static async Task<byte[]> AskAsync(RawCentre centre, byte sequence, byte command, params byte[] data)
    {
        await centre.SendAsync(RawCentre.Request(sequence, command, data));
        return await centre.ReceiveAsync();
    }

    [Fact]
    public async Task Memory_is_read_and_written_as_the_table_says()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        Assert.Equal(Answer(0x20, 0x16, 0, 0, 3, 1, 0x04, 1), await AskAsync(centre, 0x20, 0x16, 0, 0, 3));
        Assert.Equal(Answer(0x21, 0x14, 0x10, 0x02, 2), await AskAsync(centre, 0x21, 0x14, 0x10, 0x02, 2, 0xCA, 0xFE));
        Assert.Equal(Answer(0x22, 0x16, 0x10, 0x02, 3, 0xCA, 0xFE, 0), await AskAsync(centre, 0x22, 0x16, 0x10, 0x02, 3));
        Assert.Equal(Answer(0x23, 0x06, 2, 0x11, 1, 0xFE), await AskAsync(centre, 0x23, 0x06, 2, 0x11, 1));
        Assert.Equal(Answer(0x24, 0x14, 0, 0, 0), await AskAsync(centre, 0x24, 0x14, 0, 0, 1, 0xFF));
        Assert.Equal(Answer(0x25, 0x16, 0xFF, 0x03, 1, 0), await AskAsync(centre, 0x25, 0x16, 0xFF, 0x03, 9));
        Assert.Equal(Answer(0x26, 0x19, 0, 0, 0, 2, 0x43, 0x4F), await AskAsync(centre, 0x26, 0x19, 0, 0, 0, 2));
        Assert.Equal(Answer(0x27, 0x19, 1, 0, 0, 0), await AskAsync(centre, 0x27, 0x19, 1, 0, 0, 2));
    }

    [Fact]
    public async Task Control_by_logical_port_operates_the_breaker_behind_its_word()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        // Words 0 to 2 are its own, 3 is IED 2, so 5 is IED 4: feeder 3.
        Assert.Equal(Answer(0x20, 0x13, 5, 0, 0), await AskAsync(centre, 0x20, 0x13, 5, 0, 0));
        Assert.Equal("open", scene.Station.Status.Breakers!["F3"]);
        Assert.Equal(Answer(0x20, 0x13, 5, 0, 0), await AskAsync(centre, 0x20, 0x13, 5, 0, 1)); // the same SEC: nothing new
        Assert.Equal("open", scene.Station.Status.Breakers!["F3"]);
        Assert.Equal(Answer(0x21, 0x13, 5, 0, 1), await AskAsync(centre, 0x21, 0x13, 5, 0, 1));
        Assert.Equal("closed", scene.Station.Status.Breakers!["F3"]);
        Assert.Equal(Answer(0x22, 0x13, 0, 8, 0), await AskAsync(centre, 0x22, 0x13, 0, 8, 0)); // its own: the auxiliary transformer
        Assert.Equal("open", scene.Station.Status.Breakers!["SA"]);
    }

    [Fact]
    public async Task Control_is_refused_with_a_bit_of_FF_and_operates_nothing()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        IReadOnlyDictionary<string, string> before = scene.Station.Status.Breakers!;
        scene.Station.Inspect((plant, _) =>
        {
            plant.Board.Set(StationMap.FeederRemote(1), false);
            return 0;
        });
        scene.Station.KillIed(4);

        Assert.Equal(Answer(0x20, 0x13, 5, 0xFF, 0), await AskAsync(centre, 0x20, 0x13, 5, 0, 0)); // off the bus
        Assert.Equal(Answer(0x21, 0x13, 3, 0xFF, 0), await AskAsync(centre, 0x21, 0x13, 3, 0, 0)); // local
        Assert.Equal(Answer(0x22, 0x13, 4, 0xFF, 0), await AskAsync(centre, 0x22, 0x13, 4, 1, 0)); // 51
        Assert.Equal(Answer(0x23, 0x13, 200, 0xFF, 0), await AskAsync(centre, 0x23, 0x13, 200, 0, 0));
        Assert.Equal(Answer(0x24, 0x13, 4, 0xFF, 2), await AskAsync(centre, 0x24, 0x13, 4, 0, 2));
        Assert.Equal(before, scene.Station.Status.Breakers!);
    }

    [Fact]
    public async Task The_RAM_of_an_IED_is_read_through_it()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        Assert.Equal(Answer(0x20, 0x36, 4, 0x04), await AskAsync(centre, 0x20, 0x36, 4, 0, 0, 2));
        Assert.Equal(Answer(0x21, 0x36, 0x79), await AskAsync(centre, 0x21, 0x36, 4, 8, 0, 1));

        // Nobody at 13, no IED that answers at 5: silence, so the next answer is that to the next question.
        scene.Station.KillIed(5);
        await centre.SendAsync(RawCentre.Request(0x22, 0x36, 13, 0, 0, 1));
        await centre.SendAsync(RawCentre.Request(0x23, 0x36, 5, 0, 0, 1));
        Assert.Equal(Answer(0x24, 0x36, 6), await AskAsync(centre, 0x24, 0x36, 6, 0, 0, 1));
    }

    [Fact]
    public async Task Stopped_it_is_a_bridge_to_the_bus_and_started_it_collects_again()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.EventsAsync(0x20);
        Assert.Equal(Answer(0x30, 0x3F, 1), await AskAsync(centre, 0x30, 0x3F, 1));
        scene.Station.Open("F3");
        scene.Pass(2);
        Assert.Empty((await centre.AskAsync(0x31)).Events);

        // The centre is the master now: address 0x40 asks IED 4 itself, and then its RAM.
        await centre.SendAsync(RawCentre.Frame([4, 0x40, 0x00, 0x10]));
        Answer straight = new(await centre.ReceiveAsync());
        await centre.SendAsync(RawCentre.Frame([4, 0x40, 0x80, 0x06, 0, 0, 1]));
        Assert.Equal(RawCentre.Frame([0x40, 4, 0x80, 0x06, 0, 0, 1, 4]), await centre.ReceiveAsync());
        await centre.SendAsync(RawCentre.Frame([13, 0x40, 0x00, 0x10]));

        Assert.Equal(["0400"], straight.Events.Select(e => e[..4]));
        Assert.True(scene.Station.Inspect((_, comaster) => comaster.Stopped));
        Assert.Equal(Answer(0x32, 0x3F, 0), await AskAsync(centre, 0x32, 0x3F, 0));
        scene.Station.Close("F3");
        scene.Pass(1);
        Assert.Equal(["0480", "0404"], (await centre.AskAsync(0x33)).Events.Select(e => e[..4]));
        await centre.SendAsync(RawCentre.Frame([4, 0x40, 0x00, 0x10]));
        Assert.Equal(Answer(0x34, 0x3A, 1), await AskAsync(centre, 0x34, 0x3A, 1));
    }

    [Fact]
    public async Task The_interval_of_set_time_can_be_changed_and_stopped()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.SendAsync(RawCentre.Frame([0xFF, 0x40, 0xBB, 0x12, 26, 3, 10, 12, 1, 0, 0, 0, 2]));

        Assert.Equal(Answer(0x20, 0x3B, 20), await AskAsync(centre, 0x20, 0x3B, 20));
        scene.Station.Order("jump 4 3");
        scene.Pass(21);
        Assert.Equal(0x44, (await centre.AskAsync(0x21)).Bits(4));

        Assert.Equal(Answer(0x22, 0x3B, 0), await AskAsync(centre, 0x22, 0x3B, 0));
        scene.Station.Order("jump 4 3");
        scene.Pass(7200);
        Assert.Equal(0xC4, (await centre.AskAsync(0x23)).Bits(4));
    }

    [Fact]
    public async Task Simulated_values_stand_for_measured_ones_until_they_are_switched_off()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        Answer measured = await centre.AskAsync(0x20);

        Assert.Equal(Answer(0x21, 0x3C, 1), await AskAsync(centre, 0x21, 0x3C, 1));
        Answer simulated = await centre.AskAsync(0x22);
        Assert.Equal(Answer(0x23, 0x3C, 0), await AskAsync(centre, 0x23, 0x3C, 0));

        Assert.All(simulated.Digitals, word => Assert.Equal(0x5555, word));
        Assert.All(simulated.Analogs, word => Assert.Equal(0x0800, word));
        Assert.Equal(measured.Digitals, (await centre.AskAsync(0x24)).Digitals);
    }

    [Fact]
    public async Task What_is_not_whole_stays_unanswered()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        byte[] first = await centre.PollAsync(0x20);

        await centre.SendAsync(RawCentre.Request(0x21, 0x16, 0, 0));
        await centre.SendAsync(RawCentre.Request(0x22, 0x16, 0, 0, 241));
        await centre.SendAsync(RawCentre.Request(0x23, 0x14, 0, 2, 3, 1));
        await centre.SendAsync(RawCentre.Request(0x24, 0x3F, 2));
        await centre.SendAsync(RawCentre.Request(0x25, 0x3A));
        await centre.SendAsync(RawCentre.Frame([4, 0x40, 0x26, 0x10])); // no bridge: it scans

        Assert.Equal(first, await centre.PollAsync(0x20));
    }
}
