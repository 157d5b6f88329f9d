using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Simulation;
using TestKit;

namespace FirmwareSim.Devices.Tests.Bus;

public sealed class PtyBusTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private string Link => _directory.At("dev", "ttyBUS");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_answer_keeps_the_line_s_pace_and_no_byte_comes_before_its_time()
    {
        await using SimulatedStation station = await StartAsync();
        using RawSerial master = await RawSerial.OpenAsync(Link);
        for (int i = 0; i < 5; i++)
        {
            long asked = TimeProvider.System.GetTimestamp();
            master.Write(BusScene.Question(4, (byte)(i % 2 * 0x80), 0x10));
            (byte[] frame, List<(long At, int Count)> arrivals) = master.ReadFrame();

            Assert.Equal(BusScene.Answer(4, (byte)(i % 2 * 0x80), 0x10, frame[6..^2]), frame);
            Assert.All(arrivals, arrival =>
            {
                // A question of 8 bytes, 4 ms of turn-round, then a byte each 1.0417 ms.
                TimeSpan least = TimeSpan.FromTicks((8 + arrival.Count) * 100_000_000L / 9600) + TimeSpan.FromMilliseconds(4);
                Assert.True(TimeProvider.System.GetElapsedTime(asked, arrival.At) >= least, $"{arrival.Count} bytes came too soon");
            });
        }

        BusStatistics statistics = station.Buses[0].Statistics();
        Assert.Equal((5, 5, 40, 0), (statistics.Questions, statistics.Answers, statistics.MasterBytes, statistics.Collisions));
        Assert.Equal(TimeSpan.FromMilliseconds(20), statistics.TurnRound);
    }

    [Fact]
    public async Task Orders_reach_the_plant_behind_it_and_events_come_once()
    {
        await using SimulatedStation station = await StartAsync();
        using RawSerial master = await RawSerial.OpenAsync(Link);

        Assert.Equal("F3 opened", station.Order("open F3"));
        Answer first = Poll(master, 4, 0x00);
        Answer second = Poll(master, 4, 0x80);

        Assert.Equal(0x78, first.Digitals[0]);
        Assert.Equal(["0400"], first.Events.Select(e => e[..4]));
        Assert.Empty(second.Events);
        Assert.Equal($"1 {first.Events[0]}", station.Order("log"));
    }

    [Fact]
    public async Task The_driver_s_hook_gives_the_lateness_of_release()
    {
        await using SimulatedStation station = await StartAsync();
        using RawSerial master = await RawSerial.OpenAsync(Link);
        PtyBus bus = station.Buses[0];

        long asked = TimeProvider.System.GetTimestamp();
        bus.DriverOn(asked);
        bus.MasterWrote(asked);
        master.Write(BusScene.Question(4, 0x00, 0x10));
        master.ReadBytes(24);
        bus.DriverOff(TimeProvider.System.GetTimestamp());

        // Held through the whole answer: late by what that takes and no more than what has passed since the question, and a collision.
        BusStatistics statistics = bus.Statistics();
        TimeSpan release = Assert.Single(statistics.Releases);
        Assert.InRange(release, TimeSpan.FromMilliseconds(4 + 24), TimeProvider.System.GetElapsedTime(asked));
        Assert.Equal("driver", Assert.Single(statistics.Latest).Other);
    }

    [Fact]
    public async Task A_port_that_was_hung_up_comes_back_behind_its_link_with_its_events()
    {
        await using SimulatedStation station = await StartAsync();
        using (RawSerial master = await RawSerial.OpenAsync(Link))
        {
            Poll(master, 4, 0x00);
            station.Order("hangup on");
            byte[] buffer = new byte[16];
            await Eventually.TrueAsync(() => master.Read(buffer) == 0, "the port ends", TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(Link));
        Assert.Equal(["hung up"], station.Status.Buses![0].Faults);
        station.Open("F3");
        station.Order("hangup off");
        await Eventually.TrueAsync(() => File.Exists(Link), "the link is back", TestContext.Current.CancellationToken);
        using RawSerial again = await RawSerial.OpenAsync(Link);
        Assert.Equal(["0400"], Poll(again, 4, 0x80).Events.Select(e => e[..4]));
    }

    [Fact]
    public async Task The_port_can_be_closed_and_opened_again_by_who_uses_it()
    {
        await using SimulatedStation station = await StartAsync();
        for (int i = 0; i < 3; i++)
        {
            using RawSerial master = await RawSerial.OpenAsync(Link);
            Assert.NotEmpty(Poll(master, 4, (byte)(i * 0x40)).Frame);
        }
    }

    [Fact]
    public async Task The_link_is_gone_with_the_station_and_one_left_by_a_crash_is_replaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Link)!);
        File.CreateSymbolicLink(Link, "/dev/pts/nowhere");

        await using (SimulatedStation station = await StartAsync())
        {
            Assert.Equal(station.Buses[0].Path, new FileInfo(Link).LinkTarget);
        }

        Assert.Null(new FileInfo(Link).LinkTarget);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_link_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Link)!);
        await File.WriteAllTextAsync(Link, "somebody's", TestContext.Current.CancellationToken);

        SimulatorStartException e = await Assert.ThrowsAsync<SimulatorStartException>(StartAsync);

        Assert.Equal($"bus: {Link} exists and is no link of an earlier run; remove it or say another place", e.Message);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(Link, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_time_line_reaches_a_bus_while_it_runs()
    {
        await using SimulatedStation station = await SimulatedStation.StartAsync(new()
        {
            Comasters = [],
            Buses = [BusScene.Exact(2, 4) with { Link = Link }],
            Timeline =
            [
                new(TimeSpan.FromMilliseconds(100), "babble 2 on"), new(TimeSpan.FromMilliseconds(200), "kill bus:4"),
                new(TimeSpan.FromMilliseconds(300), "babble 2 off"), new(TimeSpan.FromMilliseconds(400), "hangup on"),
            ],
        });

        await Eventually.TrueAsync(
            () => station.Status.Buses![0] is { Up: false } bus && bus.Faults.SequenceEqual(["IED 4 dead", "hung up"]),
            "all four orders are carried out", TestContext.Current.CancellationToken);

        // It babbled for 200 ms: 192 bytes, give or take what the orders were late.
        Assert.InRange(station.Status.Buses![0].Bytes, 20, 9600);
    }

    [Fact]
    public async Task Every_fault_can_be_ordered_by_a_line_and_stands_in_the_status()
    {
        await using SimulatedStation station = await StartAsync();

        string[] answers =
        [
            .. new[]
            {
                "kill bus:5", "slow 6 900", "twin 7 on", "babble bus:8 on", "spoil 9 bcc 3", "garble 2", "noise bus 90000", "jump 10 -3600",
                "restart 11 brownout", "restart 12 watchdog uart", "slow 13 1", "slow 6", "spoil 9 dance 1", "noise tram 3", "hangup",
                "drop",
            }.Select(new ControlInterpreter(station).Execute),
        ];

        Assert.Equal(
            [
                "ok IED 5 off the bus", "ok IED 6 answers 900 ms late", "ok IED 7 has a twin", "ok IED 8 babbles",
                "ok BadCheck in the next 3 answers of IED 9", "ok 2 of 1000 bytes garbled", "ok 90000 bytes of noise",
                "ok the clock of IED 10 shows ",
                "ok IED 11 restarted", "ok the UART of IED 12 restarted", "error unknown IED 13; known: 2 to 12",
                "error say: slow IED MILLISECONDS (at most 60000)", "error say: spoil IED bcc|lose|repeat N",
                "error unknown bus \"tram\"; known: bus",
                "error say: hangup [BUS] on|off", "error there is no concentrator",
            ],
            answers.Select((answer, i) => i == 7 ? answer[..^19] : answer));
        Assert.Equal(
            ["IED 5 dead", "IED 6 answers 900 ms late", "IED 8 babbles", "IED 9 BadCheck in its next 3 answers", "IED 7 has a twin",
                "0.2 % of bytes garbled", "noise"],
            station.Status.Buses![0].Faults.Take(7));
    }

    private static Answer Poll(RawSerial master, byte address, byte sequence)
    {
        master.Write(BusScene.Question(address, sequence, 0x10));
        return new Answer(master.ReadFrame().Frame);
    }

    private Task<SimulatedStation> StartAsync() => SimulatedStation.StartAsync(
        new() { Comasters = [], Buses = [BusScene.Exact(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) with { Link = Link }] });
}
