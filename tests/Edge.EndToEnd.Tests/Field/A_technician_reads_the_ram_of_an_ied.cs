using System.Text.Json;
using TestKit;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>
/// <c>edge ied read-ram</c> as a program, against all that serves Mara/TCP, compared with the RAM that the simulator reports.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class A_technician_reads_the_ram_of_an_ied
{
    private const int Ied = 5;
    private const int Length = 1024;

    // What the simulated IED keeps there moves: its system variables, what waits, its channels, its clock (docs/firmware-sim.md).
    private const int Moving = 0x20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_concentrator_itself_and_over_its_bridge()
    {
        await using Kept kept = new();
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop));
        await FillAsync(field);
        await ReadsAsync(field, field.Port);
        await ReadsAsync(field, field.Port, "--bridge");

        // Its scan runs again: what happens at the IED reaches the centre.
        using ControlCentre centre = new(() => field.Port);
        await field.TellAsync("open F4", Stop);
        string[] wanted = [.. (await field.LogAsync(Stop)).Where(e => e.StartsWith("05", StringComparison.Ordinal))];
        Assert.NotEmpty(wanted);
        await Eventually.TrueAsync(
            async () =>
            {
                await centre.PollAsync(Stop);
                return wanted.All(centre.Events.Contains);
            },
            "the events of the IED are at the centre", Stop);
    }

    [Fact]
    public async Task From_a_gateway_beside_a_concentrator_where_it_is_allowed()
    {
        await using Kept kept = new();
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop));
        GatewayProgram gateway = kept.Keep(new GatewayProgram());
        await FillAsync(field);
        await ReadsThroughAsync(
            gateway, field,
            new
            {
                name = "comaster",
                type = "mara-tcp",
                host = "127.0.0.1",
                port = field.Port,
                pollPeriod = "00:00:00.1",
                answerTimeout = "00:00:00.5"
            });
    }

    [Fact]
    public async Task From_a_gateway_that_masters_the_bus_where_it_is_allowed()
    {
        await using Kept kept = new();
        GatewayProgram gateway = kept.Keep(new GatewayProgram());
        string pty = gateway.PathOf("bus");
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop, "--no-comaster", "--pty", pty));
        await FillAsync(field);
        await ReadsThroughAsync(
            gateway, field, new { name = "bus", type = "mara-rs485", bus = new { serialPort = pty, answerTimeout = "00:00:00.150" } });
    }

    private static async Task ReadsThroughAsync(GatewayProgram gateway, FieldProgram field, object device)
    {
        int port = FreePort.Take(1)[0];
        await using (PollingCentre centre = await StartAsync(gateway, device, port, diagnosis: true))
        {
            await ReadsAsync(field, port);

            // An existing centre knows nothing of pages: its question (36) may cross one.
            using ControlCentre old = new(() => port, source: 0x42);
            byte[]? answer = await old.AskAsync(Stop, 0x36, Ied, 0xF8, 0x00, 16);
            Assert.Equal(await field.TellAsync($"ram {Ied} {0xF8} 16", Stop), Convert.ToHexString(answer![6..^2]));

            // A gateway is no bridge: it does not answer the command, and continues to poll the field.
            CommandResult bridge = await AskAsync(port, "--timeout", "1", "--bridge");
            Assert.Equal(1, bridge.ExitCode);
            Assert.Contains("The scan cannot be stopped (3F)", bridge.Errors, StringComparison.Ordinal);
            Assert.Equal("", bridge.Output);
            await HeardAsync(centre);
        }

        await gateway.Program.KillAsync();
        await using (PollingCentre centre = await StartAsync(gateway, device, port, diagnosis: false))
        {
            CommandResult refused = await AskAsync(port, "--timeout", "1");
            Assert.Equal(1, refused.ExitCode);
            Assert.Equal("", refused.Output);
            Assert.Contains("did not answer within 1 s", refused.Errors, StringComparison.Ordinal);
            Assert.Contains("\"diagnosis\"", refused.Errors, StringComparison.Ordinal);
            await HeardAsync(centre);
        }
    }

    private static async Task<PollingCentre> StartAsync(GatewayProgram gateway, object device, int port, bool diagnosis)
    {
        // No broker runs: the field does not need one.
        gateway.Configure(
            [device],
            [new
            {
                listen = $"127.0.0.1:{port}", diagnosis,
                clients = new[] { new { name = "centre", source = 0x41 }, new { name = "technician", source = 0x40 },
                    new { name = "old", source = 0x42 } },
            }],
            mqtt: FreePort.Take(1)[0]);
        gateway.Program.Start();
        PollingCentre centre = new(port, Stop, 0x41);
        try
        {
            await HeardAsync(centre);
            return centre;
        }
        catch
        {
            await centre.DisposeAsync();
            throw;
        }
    }

    // The first place is the concentrator's own: on a bus no device has it.
    private static async Task HeardAsync(PollingCentre centre)
    {
        int start = centre.Count + 1;
        await centre.UntilAsync(() => centre.SilentSince(start).Any(silent => silent is "" or "1"), "all IEDs are heard", Stop);
    }

    /// <summary>Across the borders of pages and of answers, and up to the last byte.</summary>
    private static async Task FillAsync(FieldProgram field)
    {
        byte[] bytes = new byte[Length - Moving];
        new Random(1).NextBytes(bytes);
        int at = Moving;
        foreach (byte[] part in bytes.Chunk(256))
        {
            await field.TellAsync($"poke {Ied} {at} {Convert.ToHexString(part)}", Stop);
            at += part.Length;
        }
    }

    private static async Task ReadsAsync(FieldProgram field, int port, params string[] more)
    {
        byte[] truth = Convert.FromHexString(await field.TellAsync($"ram {Ied} 0 {Length}", Stop));
        CommandResult answer = await AskAsync(port, [.. more, "--count", $"{Length}", "--json"]);
        Assert.Equal("", answer.Errors);
        Assert.Equal(0, answer.ExitCode);
        byte[] read = Convert.FromHexString(JsonDocument.Parse(answer.Output).RootElement.GetProperty("bytes").GetString()!);
        Assert.Equal(Length, read.Length);
        Assert.Equal(Ied, read[0]);
        Assert.Equal(truth[8..10], read[8..10]);
        Assert.Equal(truth[Moving..], read[Moving..]);
    }

    private static Task<CommandResult> AskAsync(int port, params string[] more) => GatewayProgram.EdgeAsync(
        ["ied", "read-ram", "--host", "127.0.0.1", "--port", $"{port}", "--ied", $"{Ied}", "--address", "0", .. more]);
}
