using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FirmwareSim.Devices.Simulation;

namespace FirmwareSim.Devices.Tests;

public sealed class ControlTests
{
    private static async Task<List<string>> SayAsync(IPEndPoint endPoint, params string[] lines)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        using TcpClient client = new();
        await client.ConnectAsync(endPoint, late.Token);
        using StreamReader reader = new(client.GetStream());
        List<string> answers = [];
        foreach (string line in lines)
        {
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), late.Token);
            answers.Add(await reader.ReadLineAsync(late.Token) ?? "(closed)");
        }

        return answers;
    }

    [Fact]
    public async Task Every_order_gets_one_line()
    {
        await using Scene scene = await Scene.StartAsync(new() { Control = new(IPAddress.Loopback, 0) });

        List<string> answers = await SayAsync(
            scene.Station.ControlEndPoint!,
            "open F3", "open f3", "trip F3", "close F3", "trip F3 51N transient", "trip F3 87", "trip", "open F9", "kill 5", "kill 13",
            "kill five", "revive 5", "restart 2", "drop", "refuse on", "refuse off", "mute on", "mute off", "mute", "badbcc 2", "lose 1",
            "dance", "");

        Assert.Equal(
            [
                "ok F3 opened", "ok F3 was already open", "error F3 is open: there is nothing to trip. Close it first", "ok F3 closed",
                "ok F3 tripping", "error F3 has no such protection. It has: 51, 51N",
                "error say: trip BAY [51|51N|87] [permanent|transient|twoshots]",
                "error unknown bay \"F9\"; known: L1 L2 T1 T2 AC F1 F2 F3 F4 F5 F6 F7 F8 SA", "ok IED 5 off the bus",
                "error unknown IED 13; known: 2 to 12", "error say: kill IED", "ok IED 5 on the bus", "ok IED 2 restarted",
                "ok nobody was connected", "ok refuse on", "ok refuse off", "ok mute on", "ok mute off", "error say: mute on|off [COM]",
                "ok the next 2 answers will be corrupted", "ok the next 1 answers will be lost",
            ],
            answers[..^2]);
        Assert.StartsWith("error unknown order \"dance\"; known: open BAY", answers[^2], StringComparison.Ordinal);
        Assert.StartsWith("error an empty line", answers[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_RAM_of_an_IED_can_be_looked_into_and_written()
    {
        await using Scene scene = await Scene.StartAsync(new() { Control = new(IPAddress.Loopback, 0) });

        List<string> answers = await SayAsync(
            scene.Station.ControlEndPoint!,
            "ram 4 0 1", "poke 4 254 C0FFEE", "ram 4 253 5", "ram 5 253 5", "poke 4 31 00", "poke 4 1023 AA", "poke 4 1023 AABB",
            "ram 4 1020 99",
            "ram 4 0xFD 5", "poke 4 0X20 0B", "ram 4 32 1", "ram 4 0xFFFFFFFF 1", "ram 4 0x 1", "ram 4 0x100000000 1",
            "ram 4", "ram 4 x 1", "poke 4 40 1", "poke 4 40 XY", "poke 4 40", "ram 13 0 1");

        // Byte 0 is its address; 4 pages of 256 bytes; below 20h it keeps its own (docs/firmware-sim.md).
        Assert.Equal(
            [
                "ok 04", "ok 3 bytes written into the RAM of IED 4", "ok 00C0FFEE00", "ok 0000000000",
                "error IED 4 keeps 0 to 31 for itself, and its RAM ends at 1023", "ok 1 bytes written into the RAM of IED 4",
                "error IED 4 keeps 0 to 31 for itself, and its RAM ends at 1023", "ok 000000AA",
                "ok 00C0FFEE00", "ok 1 bytes written into the RAM of IED 4", "ok 0B", "error say: ram IED ADDRESS COUNT",
                "error say: ram IED ADDRESS COUNT", "error say: ram IED ADDRESS COUNT",
                "error say: ram IED ADDRESS COUNT", "error say: ram IED ADDRESS COUNT", "error say: poke IED ADDRESS HEX",
                "error say: poke IED ADDRESS HEX", "error say: poke IED ADDRESS HEX", "error unknown IED 13; known: 2 to 12",
            ],
            answers);
    }

    [Fact]
    public async Task The_log_tells_what_was_recorded_and_not_what_an_IED_dropped()
    {
        await using Scene scene = await Scene.StartAsync(new() { Control = new(IPAddress.Loopback, 0) });

        // Off the bus nobody empties its stack of five, so the sixth change finds no room.
        List<string> answers = await SayAsync(
            scene.Station.ControlEndPoint!, "log", "kill 4", "open F3", "close F3", "open F3", "close F3", "open F3", "close F3", "log");

        string[] before = answers[0].Split(' ');
        string[] after = answers[^1].Split(' ');
        int first = int.Parse(before[1], null);
        Assert.Equal(first, before.Length - 2);
        Assert.Equal($"{first + 5}", after[1]);
        Assert.Equal(["0400", "0480", "0400", "0480", "0400"], after[^5..].Select(hex => hex[..4]));
    }

    [Fact]
    public async Task Periods_by_order_are_in_the_log_as_far_as_there_is_room()
    {
        await using Scene scene = await Scene.StartAsync(new() { Control = new(IPAddress.Loopback, 0) });

        List<string> answers = await SayAsync(
            scene.Station.ControlEndPoint!, "kill 4", "periods 2", "log", "periods", "periods 0", "periods 97", "periods 15", "periods 14",
            "log", "periods 1");

        Assert.Equal(
            [
                "ok 2 periods closed by each of 11 IEDs, the last one to 2026-03-10 08:30",
                "error say: periods N (1 to 96)", "error say: periods N (1 to 96)", "error say: periods N (1 to 96)",
                "error IED 2: the last of 15 periods would end at 2026-03-10 12:15, and its clock shows 2026-03-10 12:01:00",
                "ok 14 periods closed by each of 11 IEDs, the last one to 2026-03-10 12:00",
                "error IED 2: its periods are at the present, 2026-03-10 12:01:00; the next one ends by itself at 12:15",
            ],
            answers.Where((_, i) => i is not (0 or 2 or 8)));

        // Type 1 and the address; code 0 and the channel; 08:15 and 08:30. The fifth that an IED keeps is the last one.
        string[] first = [.. Of(answers[2], "44")];
        Assert.Equal(["00", "01", "00", "01"], first.Select(e => e[2..4]));
        Assert.Equal(["1A030A080F", "1A030A080F", "1A030A081E", "1A030A081E"], first.Select(e => e[4..14]));
        Assert.Equal([.. first.Select(e => e[2..14]), "001A030A082D"], Of(answers[8], "44").Select(e => e[2..14]));

        static IEnumerable<string> Of(string log, string start) =>
            log.Split(' ').Skip(2).Where(e => e.StartsWith(start, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Status_is_one_object_of_JSON()
    {
        await using Scene scene = await Scene.StartAsync(new() { Control = new(IPAddress.Loopback, 0) });

        string answer = (await SayAsync(scene.Station.ControlEndPoint!, "open T2", "kill 7", "status"))[2];

        Assert.StartsWith("ok {", answer, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(answer[3..]);
        Assert.Equal("open", json.RootElement.GetProperty("breakers").GetProperty("T2").GetString());
        Assert.Equal("closed", json.RootElement.GetProperty("breakers").GetProperty("F8").GetString());
        JsonElement seven = json.RootElement.GetProperty("ieds")[5];
        Assert.Equal(7, seven.GetProperty("address").GetInt32());
        Assert.False(seven.GetProperty("alive").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("queue").GetInt32());
        Assert.Equal("2026-03-10T12:01:00", json.RootElement.GetProperty("clock").GetString());
    }

    [Fact]
    public async Task A_line_without_an_end_is_answered_and_closed()
    {
        await using Scene scene = await Scene.StartAsync(new() { Control = new(IPAddress.Loopback, 0) });

        Assert.Equal(["error a line has at most 1024 bytes"], await SayAsync(scene.Station.ControlEndPoint!, new string('x', 1024)));
        Assert.StartsWith("ok", (await SayAsync(scene.Station.ControlEndPoint!, "help"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_control_port_is_said_and_leaves_nothing_behind()
    {
        await using Scene scene = await Scene.StartAsync(new() { Control = new(IPAddress.Loopback, 0) });
        IPEndPoint taken = scene.Station.ControlEndPoint!;

        SimulatorStartException e = await Assert.ThrowsAsync<SimulatorStartException>(
            () => SimulatedStation.StartAsync(new() { Control = taken }));

        Assert.Equal($"cannot listen on {taken}: another program listens there", e.Message);
    }
}
