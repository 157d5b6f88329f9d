using TestKit;
using TestKit.Brokers;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>
/// The gateway in place of the COMaster, as programs: each event of the IEDs of the bus arrives once on MQTT and at two control centres.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class Every_event_of_a_bus_arrives_once
{
    /// <summary>Of all chance; another one gives another day.</summary>
    private const int Seed = 20261125;

    // Nobody stands for the COMaster's own inputs here: the first place of an answer says so all the time. Feeder 4 hangs on IED 5.
    private const string Healthy = "1";
    private const string Dead = "1 5";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Through_killed_gateways_a_dead_ied_a_pulled_adapter_and_a_bad_line()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using Kept kept = new();
        GatewayProgram gateway = kept.Keep(new GatewayProgram());
        string pty = gateway.PathOf("bus");
        int port = FreePort.Take(1)[0];
        MosquittoBroker broker = kept.Keep(await MosquittoBroker.StartAsync(Stop));
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop, "--no-comaster", "--pty", pty));
        Plant plant = new(field, new Random(Seed));
        gateway.Configure(
            [new { name = "bus", type = "mara-rs485", bus = new { serialPort = pty, answerTimeout = "00:00:00.150" } }],
            [new
            {
                listen = $"127.0.0.1:{port}",
                clients = new[] { new { name = "first", source = 0x40 }, new { name = "second", source = 0x41 } },
            }],
            broker.Port);
        Subscriber subscriber = kept.Keep(await Subscriber.StartAsync(broker.Port, Stop));
        gateway.Program.Start();
        PollingCentre first = kept.Keep(new PollingCentre(port, Stop));
        PollingCentre second = kept.Keep(new PollingCentre(port, Stop, 0x41, new Random(Seed)));
        await first.SilentAsync(Healthy, "all IEDs are heard", Stop);

        await OnABadLineAsync(field, plant);
        await plant.OperateAsync(Stop);
        await KillAsync(gateway, field, plant);
        await first.SilentAsync(Healthy, "all IEDs are heard after the power cut", Stop);
        await plant.OperateAsync(Stop);
        await WithADeadIedAsync(gateway, field, plant, first);
        await WithoutTheAdapterAsync(field, plant, first);

        await plant.OperateAsync(Stop);
        await plant.EmptyAsync(Stop);
        await HoldsAsync(field, subscriber, [first, second]);
        Assert.True(second.Drops > 5, $"The second centre lost only {second.Drops} answers.");
    }

    private static async Task OnABadLineAsync(FieldProgram field, Plant plant)
    {
        await field.TellAsync("garble 3", Stop);
        for (int ied = 2; ied <= 4; ied++)
        {
            await field.TellAsync($"spoil {ied} {(ied == 2 ? "bcc" : ied == 3 ? "lose" : "repeat")} 3", Stop);
        }

        for (int i = 0; i < 4; i++)
        {
            await field.TellAsync("noise 40", Stop);
            await plant.OperateAsync(Stop);
            await plant.EmptyAsync(Stop);
        }

        await field.TellAsync("garble 0", Stop);
    }

    /// <summary>In the middle of what it has to do: some answers are journaled, some are not, some are not yet asked for.</summary>
    private static async Task KillAsync(GatewayProgram gateway, FieldProgram field, Plant plant)
    {
        await plant.OperateAsync(Stop);
        long asked = await QuestionsAsync(field);
        await Eventually.TrueAsync(async () => await QuestionsAsync(field) > asked + 2, "the gateway polls the bus", Stop);
        await gateway.Program.KillAsync();
        await plant.OperateAsync(Stop);
        gateway.Program.Start();
    }

    private static async Task WithADeadIedAsync(GatewayProgram gateway, FieldProgram field, Plant plant, PollingCentre centre)
    {
        int start = centre.Count;
        await plant.EmptyAsync(Stop);
        Assert.All(centre.SilentSince(start), silent => Assert.Equal(Healthy, silent));
        await field.TellAsync("kill 5", Stop);
        await plant.OperateAsync(4, Stop);
        await centre.SilentAsync(Dead, "IED 5 is marked", Stop);
        start = centre.Count;
        await plant.OperateAsync(Stop);
        await centre.UntilAsync(() => LinkEvents(centre).SequenceEqual(["5 lost"]), "the loss of IED 5 is reported", Stop);
        Assert.All(centre.SilentSince(start), silent => Assert.Equal(Dead, silent));

        // A restart of the gateway reports nothing twice: at first all values are stale, and then only those of IED 5.
        await KillAsync(gateway, field, plant);
        await centre.SilentAsync(Dead, "all others are heard again, IED 5 is not", Stop);
        start = centre.Count;
        await plant.OperateAsync(4, Stop);
        long asked = await QuestionsAsync(field);
        await Eventually.TrueAsync(async () => await QuestionsAsync(field) > asked + 50, "the others are polled", Stop);
        Assert.All(centre.SilentSince(start), silent => Assert.Equal(Dead, silent));

        await field.TellAsync("revive 5", Stop);
        await centre.SilentAsync(Healthy, "IED 5 is back", Stop);
        start = centre.Count;
        await centre.UntilAsync(() => LinkEvents(centre).SequenceEqual(["5 lost", "5 back"]), "the return of IED 5 is reported", Stop);
        await plant.EmptyAsync(Stop);
        Assert.All(centre.SilentSince(start), silent => Assert.Equal(Healthy, silent));
    }

    private static async Task WithoutTheAdapterAsync(FieldProgram field, Plant plant, PollingCentre centre)
    {
        await plant.OperateAsync(Stop);
        await field.TellAsync("hangup on", Stop);
        await plant.OperateAsync(Stop);
        await centre.SilentAsync(string.Join(' ', Enumerable.Range(1, 12)), "nothing is heard any more", Stop);
        await field.TellAsync("hangup off", Stop);
        await centre.SilentAsync(Healthy, "all IEDs are heard on the new adapter", Stop);
    }

    private static async Task HoldsAsync(FieldProgram field, Subscriber subscriber, PollingCentre[] centres)
    {
        await field.AtRestAsync(Stop);
        IReadOnlyList<string> log = await field.LogAsync(Stop);
        foreach (PollingCentre centre in centres)
        {
            await Eventually.ElseBelowAsync(
                centre.UntilAsync(() => centre.Events.Count >= log.Count + 2, "the centre has everything", Stop));

            // Each once, those of an IED in its order; beside them only what the gateway said of IED 5.
            IReadOnlyList<string> given = centre.Events;
            Assert.Equal(["5 lost", "5 back"], LinkEvents(centre));
            string[] recorded = [.. given.Where(e => !IsLink(e))];
            Assert.Empty(log.Except(recorded));
            Assert.Empty(recorded.Except(log));
            foreach (IGrouping<string, string> ied in log.GroupBy(IedOf))
            {
                Assert.Equal(ied, recorded.Where(e => IedOf(e) == ied.Key));
            }
        }

        Assert.Equal(centres[0].Events, centres[1].Events);
        IReadOnlyList<Recorded> wanted = Recorded.Of(centres[0].Events);
        await Eventually.ElseBelowAsync(
            Eventually.TrueAsync(() => subscriber.Recorded().Count >= wanted.Count, "the subscriber has everything", Stop));
        IReadOnlyList<Recorded> published = subscriber.Recorded();
        Assert.Equal(wanted.Select(e => (e.Ied, e.What)), published.Select(e => (e.Ied, e.What)));

        // The times too. Those of the gateway's own events have no room for more than 1/128 s on the wire.
        Assert.Equal(wanted.Where(IsDigital), published.Where(IsDigital));
        Assert.True(log.Count > 30, $"Only {log.Count} events were recorded.");
    }

    private static bool IsDigital(Recorded e) => e.What.StartsWith("digital", StringComparison.Ordinal);

    // Mara 1.4 §5: bits 4 to 0 of byte 0.
    private static string IedOf(string wire) => $"{Convert.FromHexString(wire)[0] & 0x1F}";

    // Type 3, code 2: the link to an IED, motive 0 lost, 1 back. The IEDs themselves record none.
    private static bool IsLink(string wire) => Convert.FromHexString(wire) is [>= 0xC0, 0x20 or 0x21, ..];

    private static IEnumerable<string> LinkEvents(PollingCentre centre) =>
        centre.Events.Where(IsLink).Select(e => $"{IedOf(e)} {(Convert.FromHexString(e)[1] == 0x20 ? "lost" : "back")}");

    private static async Task<long> QuestionsAsync(FieldProgram field) =>
        (await field.StatusAsync(Stop)).GetProperty("buses")[0].GetProperty("questions").GetInt64();
}
