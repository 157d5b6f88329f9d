using System.Net.Sockets;
using CsCheck;
using FirmwareSim.Devices.Simulation;

namespace FirmwareSim.Devices.Tests;

/// <summary>The line and whoever is at its other end.</summary>
public sealed class LineTests
{
    [Fact]
    public async Task A_second_centre_is_turned_away_and_the_first_goes_on()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre first = await scene.ConnectAsync();
        await first.PollAsync(0x20);

        await using RawCentre second = await scene.ConnectAsync();

        Assert.True(await second.IsCutAsync());
        await first.PollAsync(0x21);
    }

    [Fact]
    public async Task Or_it_takes_the_place_of_the_first()
    {
        await using Scene scene = await Scene.StartAsync(new() { Server = new() { Newcomer = Server.NewcomerPolicy.Replace } });
        await using RawCentre first = await scene.ConnectAsync();
        await first.PollAsync(0x20);

        await using RawCentre second = await scene.ConnectAsync();

        await second.PollAsync(0x21);
        Assert.True(await first.IsCutAsync());
    }

    [Fact]
    public async Task The_place_is_free_as_soon_as_the_first_has_gone()
    {
        await using Scene scene = await Scene.StartAsync();
        for (int i = 0; i < 50; i++)
        {
            await using RawCentre centre = await scene.ConnectAsync();
            await centre.PollAsync(i);
        }
    }

    [Fact]
    public async Task A_corrupted_answer_is_right_when_it_is_asked_for_again()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Station.CorruptNext(1);

        byte[] bad = await centre.PollAsync(0x20);
        byte[] good = await centre.PollAsync(0x20);

        Assert.NotEqual(RawCentre.Frame(bad[2..^2]), bad);
        Assert.Equal(RawCentre.Frame(good[2..^2]), good);
        Assert.Equal(bad[..^2], good[..^2]);
    }

    [Fact]
    public async Task A_lost_answer_can_be_asked_for_again()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Station.LoseNext(1);

        await centre.SendAsync(RawCentre.Request(0x20, 0x10));
        Answer answer = await centre.AskAsync(0x20);

        Assert.Equal([Scene.Started], answer.Events);
        Assert.Equal(1, scene.Station.Status.Polls);
    }

    [Fact]
    public async Task A_mute_concentrator_keeps_the_link_and_hears_nothing()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.PollAsync(0x20);
        scene.Station.Mute(true);
        await centre.SendAsync(RawCentre.Request(0x21, 0x10));
        await scene.UntilAsync(status => status.Heard == 2);
        scene.Station.Mute(false);

        Assert.Equal(0x22, (await centre.PollAsync(0x22))[4]);
        Assert.Equal(2, scene.Station.Status.Polls);
    }

    [Fact]
    public async Task Refusing_is_as_without_a_listener_and_ends_on_the_same_port()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Station.Refuse(true);

        await centre.PollAsync(0x20);
        Assert.True(scene.Station.Drop());
        Assert.True(await centre.IsCutAsync());
        SocketException refused = await Assert.ThrowsAsync<SocketException>(scene.ConnectAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.False(scene.Station.Drop());

        scene.Station.Refuse(false);
        await using RawCentre back = await scene.ConnectAsync();
        await back.PollAsync(0x21);
    }

    [Fact]
    public async Task A_frame_may_come_byte_by_byte_and_two_may_come_at_once()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        foreach (byte one in RawCentre.Request(0x20, 0x10))
        {
            await centre.SendAsync([one]);
        }

        Assert.Equal(0x20, (await centre.ReceiveAsync())[4]);
        await centre.SendAsync([.. RawCentre.Request(0x21, 0x10), .. RawCentre.Request(0x22, 0x10)]);
        Assert.Equal(0x21, (await centre.ReceiveAsync())[4]);
        Assert.Equal(0x22, (await centre.ReceiveAsync())[4]);
    }

    [Fact]
    public async Task Half_a_frame_is_forgotten_after_a_silence()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        await centre.PollAsync(0x1F);
        // A start that promises 253 bytes; the request behind it proves that the server has read both.
        await centre.SendAsync([.. RawCentre.Request(0x20, 0x10), 0xFE, 0xFD, 0x01]);
        await centre.ReceiveAsync();
        scene.Pass(2);

        Assert.Equal(0x21, (await centre.PollAsync(0x21))[4]);
    }

    [Fact]
    public async Task Noise_of_any_kind_is_survived()
    {
        await using Scene scene = await Scene.StartAsync();
        Gen<byte> often = Gen.Frequency((3, Gen.Byte), (1, Gen.Const((byte)0xFE)), (1, Gen.Const((byte)0xFD)), (1, Gen.Const((byte)0x08)));
        await often.Array[0, 6000].SampleAsync(
            async noise =>
            {
                await scene.UntilAsync(status => status.Client is null);
                await using RawCentre centre = await scene.ConnectAsync();
                // Enough harmless bytes to end whatever frame the noise has begun.
                await centre.SendAsync([.. noise, .. new byte[253], .. RawCentre.Frame([0x01, 0x40, 0x77, 0x1A])]);
                byte[] answer = await centre.ReceiveAsync();
                Assert.Equal(0x40, answer[2]);
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task A_centre_that_never_reads_is_cut_off_and_the_next_is_served()
    {
        await using SimulatedStation station = await SimulatedStation.StartAsync(
            new() { Server = new() { SendTimeout = TimeSpan.FromMilliseconds(200) } });
        await using RawCentre deaf = await RawCentre.ConnectAsync(station.EndPoint);
        byte[] many = [.. Enumerable.Range(0, 2000).SelectMany(i => RawCentre.Request((byte)i, 0x10))];
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
            {
                await deaf.Socket.SendAsync(many, late.Token);
            }
        });

        Assert.Null(station.Status.Client);
        await using RawCentre next = await RawCentre.ConnectAsync(station.EndPoint);
        await next.SendAsync(RawCentre.Request(0xF9, 0x1A));
        Assert.Equal(0xF9, (await next.ReceiveAsync())[4]);
    }
}
