namespace FirmwareSim.Devices.Tests;

public sealed class TimeTests
{
    [Fact]
    public async Task A_broadcast_sets_the_clock_and_leaves_the_sequence_alone()
    {
        await using Scene scene = await Scene.StartAsync(new() { Comaster = new() { ClockError = TimeSpan.FromDays(-400) } });
        await using RawCentre centre = await scene.ConnectAsync();
        byte[] before = await centre.PollAsync(0x30);
        Assert.Equal(0, new Answer(before).Bits(1) & 0x40);

        await centre.SendAsync("FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48");

        Assert.Equal(before, await centre.PollAsync(0x30));
        scene.Pass(1);
        Answer after = await centre.AskAsync(0x31);
        for (int address = 1; address <= 12; address++)
        {
            Assert.Equal(0x44, after.Bits(address));
        }

        await centre.SendAsync(RawCentre.Request(0x32, 0x1A));
        byte[] time = await centre.ReceiveAsync();
        // 00:55:13 and 0x3D50/32768 s, a second later, in the concentrator's own steps of 1/128 s: 0x3D00.
        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x32, 0x1A, 0x0C, 0x0A, 0x10, 0x00, 0x37, 0x0E, 0x00, 0x3D, 0x02]), time);
    }

    [Fact]
    public async Task Until_it_is_set_the_clock_is_as_wrong_as_asked_and_events_carry_it()
    {
        await using Scene scene = await Scene.StartAsync(new() { Comaster = new() { ClockError = TimeSpan.FromMinutes(-61) } });
        await using RawCentre centre = await scene.ConnectAsync();

        scene.Station.Open("F1");
        scene.Pass(1);

        Assert.Equal(["C139" + "1A030A0B00000000", "0200" + "1A030A0B00000000"], (await centre.AskAsync(0x20)).Events);
    }

    [Fact]
    public async Task Sync_takes_the_clock_to_the_nearest_second()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Pass(20.6);

        await centre.SendAsync(RawCentre.Frame([0xFF, 0x40, 0x80, 0x0C]));
        await centre.SendAsync(RawCentre.Request(0x20, 0x1A));

        byte[] answer = await centre.ReceiveAsync();
        Assert.Equal([26, 3, 10, 12, 1, 21, 0, 0, 2], answer[6..^2]);
    }

    [Theory]
    [InlineData("0C 0D 10 00 37 0D 50 3D 02")]
    [InlineData("0C 02 1E 00 37 0D 50 3D 02")]
    [InlineData("0C 0A 10 18 37 0D 50 3D 02")]
    [InlineData("0C 0A 10 00 3C 0D 50 3D 02")]
    [InlineData("0C 0A 10 00 37 3C 50 3D 02")]
    [InlineData("0C 0A 10 00 37 0D 50 80 02")]
    [InlineData("0C 0A 10 00 37 0D 50")]
    [InlineData("")]
    public async Task A_time_that_is_none_is_not_taken(string nine)
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        await centre.SendAsync(RawCentre.Frame([0xFF, 0x40, 0xBB, 0x12, .. RawCentre.Hex(nine)]));
        await centre.SendAsync(RawCentre.Request(0x20, 0x1A));

        Assert.Equal([26, 3, 10, 12, 1, 0, 0, 0, 2], (await centre.ReceiveAsync())[6..^2]);
        Assert.False(scene.Station.Status.HasTime);
    }

    [Fact]
    public async Task A_restart_by_order_answers_first_and_loses_time_and_events()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.SendAsync("FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48");

        await centre.SendAsync(RawCentre.Request(0x40, 0x05, 0x12, 0x34));
        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x40, 0x05, 0, 0]), await centre.ReceiveAsync());
        await centre.SendAsync(RawCentre.Request(0x41, 0x05, 0xAA, 0x55));
        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x41, 0x05, 0xAA, 0x55]), await centre.ReceiveAsync());
        Assert.True(await centre.IsCutAsync());

        await using RawCentre next = await scene.ConnectAsync();
        Answer answer = await next.AskAsync(0x41);
        Assert.Equal(0x03, answer.Bits(1));
        Assert.Equal(2, answer.System[1]);
        // 00:55:13 and 0x3D50/32768 s, cut to 1/128 s.
        Assert.Equal(["C13C" + "0C0A100037" + "0D003D"], answer.Events);
    }
}
