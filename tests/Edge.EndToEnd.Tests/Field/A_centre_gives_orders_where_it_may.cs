using TestKit;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>
/// Command 13 and set-time at the outstation role, as programs: the field is touched only where the configuration says so.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class A_centre_gives_orders_where_it_may
{
    // Mara 1.4 §3. In command 13 a bit of FF says that nothing was operated.
    private const int Control = 0x13;
    private const int SetTime = 0x12;
    private const int ReadTime = 0x1A;
    private const byte Refused = 0xFF;

    // Word 3 of the section DI is that of the IED of feeder 1, bit 0 its breaker (docs/firmware-sim.md).
    private static readonly byte[] s_openFeeder1 = [3, 0, 0];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beside_a_concentrator()
    {
        await using Kept kept = new();
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop));
        await TriesAsync(kept, field, new GatewayProgram(), new
        {
            name = "comaster",
            type = "mara-tcp",
            host = "127.0.0.1",
            port = field.Port,
            pollPeriod = "00:00:00.1",
            answerTimeout = "00:00:05", // an order that waits longer for its turn is refused
            setTime = false,
        });
        Assert.Equal(2030, (await field.StatusAsync(Stop)).GetProperty("clock").GetDateTime().Year);
    }

    [Fact]
    public async Task On_a_bus_that_the_gateway_masters()
    {
        await using Kept kept = new();
        GatewayProgram gateway = new();
        string pty = gateway.PathOf("bus");
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop, "--no-comaster", "--pty", pty));
        await TriesAsync(kept, field, gateway, new
        {
            name = "bus",
            type = "mara-rs485",
            setTime = false,
            bus = new
            {
                serialPort = pty,
                answerTimeout = "00:00:00.150",
                outputs = new[] { new { port = 3, bit = 0, ied = 2, physicalPort = 0, physicalBit = 0 } },
            },
        });
    }

    private static async Task TriesAsync(Kept kept, FieldProgram field, GatewayProgram gateway, object device)
    {
        kept.Keep(gateway);
        int port = FreePort.Take(1)[0];
        using ControlCentre centre = new(() => port);
        await StartAsync(gateway, device, port, allowed: false);
        await HearsAsync(centre);
        Assert.Equal([3, Refused, 0], await AskAsync(centre, Control, s_openFeeder1));
        await SendTimeAsync(centre, year: 31);
        await AskAsync(centre, ReadTime);
        await centre.PollAsync(Stop);
        Assert.Equal("closed", await FeederAsync(field));
        Assert.NotEqual(0x1F, await YearAsync(field));

        await gateway.Program.KillAsync();
        await StartAsync(gateway, device, port, allowed: true);
        await HearsAsync(centre);
        Assert.Equal(s_openFeeder1, await AskAsync(centre, Control, s_openFeeder1));
        Assert.Equal("open", await FeederAsync(field));
        await SendTimeAsync(centre, year: 30);
        await Eventually.TrueAsync(async () => await YearAsync(field) == 30, "the field shows the centre's time", Stop);

        // What the plant will not do comes back as a refusal, also where orders are allowed: there is no such output.
        Assert.Equal([99, Refused, 1], await AskAsync(centre, Control, 99, 0, 1));
        await Eventually.TrueAsync(
            async () =>
            {
                await centre.PollAsync(Stop);
                return centre.Events.Any(e => e.StartsWith("0200", StringComparison.Ordinal));
            },
            "the order's own event is at the centre", Stop);
    }

    private static Task StartAsync(GatewayProgram gateway, object device, int port, bool allowed)
    {
        // No broker runs: the field does not need one.
        gateway.Configure(
            [device], [new { listen = $"127.0.0.1:{port}", setTime = allowed, control = allowed,
                clients = new[] { new { name = "centre" } } }],
            mqtt: FreePort.Take(1)[0]);
        gateway.Program.Start();
        return Task.CompletedTask;
    }

    // Bit 4 of byte 0 of its six system variables: no answer (Mara 1.4 §6). Feeder 1 hangs on the second place.
    private static Task HearsAsync(ControlCentre centre) => Eventually.TrueAsync(
        async () => ((await centre.PollAsync(Stop)).Variables[6] & 0x10) == 0, "the IED of feeder 1 is heard", Stop);

    private static async Task<byte[]> AskAsync(ControlCentre centre, int command, params byte[] data)
    {
        byte[]? answer = await centre.AskAsync(Stop, command, data);
        Assert.NotNull(answer);
        centre.Next();
        return answer[6..^2];
    }

    // A broadcast in the sequence of its own, without an answer (Mara 1.4 §2): 4 July, 12:00:00, a Thursday in 2030.
    private static Task SendTimeAsync(ControlCentre centre, byte year) =>
        centre.SendAsync(ControlCentre.Frame(0xFF, 0x40, 0xBB, SetTime, year, 7, 4, 12, 0, 0, 0, 0, 4), Stop);

    private static async Task<string?> FeederAsync(FieldProgram field) =>
        (await field.StatusAsync(Stop)).GetProperty("breakers").GetProperty("F1").GetString();

    // The clock of IED 2 stands in its RAM from byte 14 on, the year first (docs/firmware-sim.md).
    private static async Task<int> YearAsync(FieldProgram field) =>
        Convert.FromHexString(await field.TellAsync("ram 2 14 1", Stop))[0];
}
