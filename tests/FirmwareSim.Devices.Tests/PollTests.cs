using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace FirmwareSim.Devices.Tests;

public sealed class PollTests
{
    [Fact]
    public async Task An_answer_has_the_sections_of_the_twelve_devices_in_order()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        await centre.SendAsync("FE 08 01 40 80 10 80 A7");
        byte[] frame = await centre.ReceiveAsync();

        Assert.Equal(RawCentre.Frame(frame[2..^2]), frame);
        Assert.Equal([0x40, 0x01, 0x80, 0x10], frame[2..6]);
        Assert.Equal(1 + 12 * 6, frame[6]);
        Assert.Equal(1 + (3 + 11) * 2, frame[6 + 73]);
        Assert.Equal(1 + (4 + 22) * 2, frame[6 + 73 + 29]);
        Assert.Equal(1 + 10, frame[6 + 73 + 29 + 53]);
        Assert.Equal(RawCentre.Hex(Scene.Started), frame[^12..^2]);
    }

    [Fact]
    public async Task The_normal_state_is_closed_but_for_the_coupler()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        Answer answer = await centre.AskAsync(0x20);

        Assert.Equal([0x0100, 0, 0], answer.Digitals[..3]);
        for (int address = 2; address <= 9; address++)
        {
            Assert.Equal(0b0111_1001, answer.Digital(address));
        }

        Assert.Equal(0b1000_0001, answer.Digital(10));
        Assert.Equal(0b1000_0001, answer.Digital(11));
        Assert.Equal(0b1100_0101, answer.Digital(12));
        Assert.InRange(answer.Analogs[0] * 0.0088, 31.5, 35.5);
        Assert.InRange(answer.Analogs[1] * 0.0035, 12.4, 14.0);
        Assert.InRange(answer.Analogs[2] * 0.0035, 12.4, 14.0);
        Assert.InRange(answer.Analogs[3] * 0.03, 114, 121);
        Assert.All(answer.Analogs[4..], word => Assert.InRange(word, (ushort)1, (ushort)0x3FFF));
        Assert.InRange(answer.Analog(10, 0) * 4.0, 3_000, 15_000);
    }

    [Fact]
    public async Task The_same_SEC_gets_the_same_bytes_although_the_world_moved_on()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        byte[] first = await centre.PollAsync(0x33);
        scene.Station.Open("F3");
        scene.Pass(60);
        byte[] again = await centre.PollAsync(0x33);
        Answer next = await centre.AskAsync(0x34);

        Assert.Equal(first, again);
        Assert.Equal(0, next.Digital(4) & 1);
        Assert.Equal(["0400" + "1A030A0C01000000"], next.Events);
    }

    [Fact]
    public async Task Only_a_new_SEC_releases_the_events()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();

        Assert.Equal([Scene.Started], (await centre.AskAsync(0x20)).Events);
        Assert.Equal(1, scene.Station.Status.Queue);
        Assert.Equal([Scene.Started], (await centre.AskAsync(0x20)).Events);
        Assert.Empty((await centre.AskAsync(0x21)).Events);
        Assert.Equal(0, scene.Station.Status.Queue);
    }

    [Fact]
    public async Task Eight_events_fit_and_the_rest_comes_with_the_next_answers_in_order()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        Assert.Single((await centre.AskAsync(0x20)).Events);

        for (int feeder = 1; feeder <= 8; feeder++)
        {
            scene.Station.Open($"F{feeder}");
        }

        scene.Station.Open("L1");
        scene.Station.Open("SA");
        scene.Pass(1);

        Answer first = await centre.AskAsync(0x21);
        Answer second = await centre.AskAsync(0x22);
        Answer third = await centre.AskAsync(0x23);

        Assert.Equal(8, first.Events.Count);
        Assert.Equal(244, first.Frame.Length);
        Assert.Equal(3, second.Events.Count);
        Assert.Empty(third.Events);
        // The open auxiliary breaker brings a failure of the 380 V with it. Its own input is in the concentrator's queue at once, the
        // others when the bus has been round.
        Assert.Equal("0108" + "1A030A0C01000000", first.Events[0]);
        Assert.Equal(
            ["01", "01", "02", "03", "04", "05", "06", "07", "08", "09", "0C"],
            first.Events.Concat(second.Events).Select(e => e[..2]).Order());
    }

    [Fact]
    public async Task The_sequence_lives_in_the_concentrator_and_not_in_the_connection()
    {
        await using Scene scene = await Scene.StartAsync();
        byte[] lost;
        await using (RawCentre first = await scene.ConnectAsync())
        {
            lost = await first.PollAsync(0x50);
        }

        await scene.UntilAsync(status => status.Client is null);
        await using RawCentre second = await scene.ConnectAsync();
        Assert.Equal(lost, await second.PollAsync(0x50));
        Assert.Empty((await second.AskAsync(0x51)).Events);
    }

    [Fact]
    public async Task Told_to_forget_at_a_connection_it_sends_again_what_is_unacknowledged()
    {
        await using Scene scene = await Scene.StartAsync(new() { Comaster = new() { ForgetSequenceOnConnect = true } });
        await using (RawCentre first = await scene.ConnectAsync())
        {
            await first.PollAsync(0x50);
        }

        await scene.UntilAsync(status => status.Client is null);
        await using RawCentre second = await scene.ConnectAsync();
        Assert.Equal([Scene.Started], (await second.AskAsync(0x20)).Events);
        Assert.Empty((await second.AskAsync(0x21)).Events);
    }

    [Fact]
    public async Task What_is_not_for_it_or_unknown_gets_no_answer_and_acknowledges_nothing()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        byte[] first = await centre.PollAsync(0x20);

        await centre.SendAsync(RawCentre.Request(0x21, 0x77));
        await centre.SendAsync(RawCentre.Request(0x22, 0x13, 0, 0));
        await centre.SendAsync(RawCentre.Frame([2, 0x40, 0x23, 0x10]));
        await centre.SendAsync(RawCentre.Frame([0xFF, 0x40, 0x24, 0x10]));

        Assert.Equal(first, await centre.PollAsync(0x20));
    }

    [Fact]
    public async Task An_open_feeder_has_the_zero_of_a_channel_without_pulses()
    {
        await using Scene scene = await Scene.StartAsync();
        await using RawCentre centre = await scene.ConnectAsync();
        scene.Station.Open("F5");
        scene.Pass(1);

        Answer answer = await centre.AskAsync(0x20);

        Assert.Equal(0x4000, answer.Analog(6, 0));
        Assert.Equal(0x4000, answer.Analog(6, 1));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_station()
    {
        SimulatedStationOptions options = new() { Plant = new() { Seed = 7, IncidentsEvery = TimeSpan.FromSeconds(20) } };
        List<byte[]> days = [];
        for (int i = 0; i < 2; i++)
        {
            FakeTimeProvider time = new(Scene.Start);
            await using SimulatedStation station = await SimulatedStation.StartAsync(options, time);
            await using RawCentre centre = await RawCentre.ConnectAsync(station.EndPoint);
            List<byte> day = [];
            for (int poll = 0; poll < 100; poll++)
            {
                time.Advance(TimeSpan.FromSeconds(7 + 3 * i * (poll % 2 == 0 ? 1 : -1)));
                if (poll % 2 == 1)
                {
                    day.AddRange(await centre.PollAsync(poll));
                }
            }

            days.Add([.. day]);
        }

        Assert.Equal(days[0], days[1]);
    }
}
