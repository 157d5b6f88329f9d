using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>A control centre that polls the gateway while a new profile is taken (ADR 0014).</summary>
public sealed class A_control_centre_through_a_reload
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_its_connection_while_the_answer_looks_the_same()
    {
        int port = FreePort.Take(1)[0];
        await using LiveGateway gateway = await LiveGateway.StartAsync(North(port));
        using ControlCentre centre = new(() => port);
        await Eventually.TrueAsync(async () => IsHeard(await centre.PollAsync(Stop)), "all IEDs are heard", Stop);
        string[] connections = gateway.Said(Connected);
        Assert.NotEmpty(connections);
        gateway.Station.Open("F3");
        await HasAllAsync(gateway, centre);

        // Another tag at a free input: the tag table changes, the answer to a poll does not.
        gateway.Workbook.Add("di", ("id", 900), ("ied_id", 1), ("offset", 1), ("port", 0), ("bit", 9), ("tag", "LAANEW01"), ("tipodi", 1));
        Task taking = gateway.TakeAsync();
        while (!taking.IsCompleted)
        {
            Assert.True(IsHeard(await centre.PollAsync(Stop)), "an IED was said not to answer");
        }

        await taking;
        gateway.Station.Close("F3");
        await HasAllAsync(gateway, centre);
        Assert.Equal(connections, gateway.Said(Connected));
    }

    [Fact]
    public async Task Is_hung_up_on_when_the_layout_changes_and_finds_its_events_behind_it()
    {
        int port = FreePort.Take(1)[0];
        await using LiveGateway gateway = await LiveGateway.StartAsync(North(port));
        using ControlCentre centre = new(() => port);
        await Eventually.TrueAsync(async () => IsHeard(await centre.PollAsync(Stop)), "all IEDs are heard", Stop);
        PollAnswer before = await centre.PollAsync(Stop);

        // The last IED of the answer has a word of digital inputs more; nobody reads it.
        gateway.Workbook.Set("ied", row => row("id") == "12", "can_dis", 4);
        gateway.Station.Open("F3");
        await gateway.TakeAsync();
        Assert.Equal(before.Digitals.Length + 2, (await centre.PollAsync(Stop)).Digitals.Length);
        gateway.Station.Close("F3");
        await HasAllAsync(gateway, centre);
        Assert.Equal(2, gateway.Said(Connected).Length);
    }

    private const int Connected = 1202;

    private static string North(int port) =>
        $$""", "northbound": [ { "listen": "127.0.0.1:{{port}}", "clients": [ { "name": "centre" } ] } ]""";

    // Bit 4 of byte 0: no answer (Mara 1.4 §6).
    private static bool IsHeard(PollAnswer answer) => answer.Variables.Chunk(6).All(sv => (sv[0] & 0x10) == 0);

    // Everything that the concentrator recorded, in the order of each source, each once.
    private static async Task HasAllAsync(LiveGateway gateway, ControlCentre centre)
    {
        string[] truth = [];
        await Eventually.TrueAsync(
            async () =>
            {
                _ = await centre.PollAsync(Stop);
                truth = gateway.Recorded();
                return truth.Length > 0 && truth.All(centre.Events.Contains);
            },
            "it has every event", Stop);
        Assert.Equal(BySource(truth), BySource(centre.Events.Where(truth.Contains)));
    }

    private static string[] BySource(IEnumerable<string> events) => [.. events.OrderBy(e => e[..2], StringComparer.Ordinal)];
}
