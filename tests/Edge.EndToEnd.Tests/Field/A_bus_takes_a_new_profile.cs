using Edge.Gateway.Tests.Runtime;
using TestKit;
using TestKit.Brokers;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>The gateway as the master of a bus, as a program, takes workbooks with other points while the feeders are switched.</summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class A_bus_takes_a_new_profile
{
    private const int Seed = 20261126;
    private const string Breaker = "LA152B03";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task And_every_event_comes_once_through_three_of_them()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using Kept kept = new();
        GatewayProgram gateway = kept.Keep(new GatewayProgram());
        SampleWorkbook workbook = new(Path.GetDirectoryName(gateway.PathOf("edge.json"))!);
        string pty = gateway.PathOf("bus");
        MosquittoBroker broker = kept.Keep(await MosquittoBroker.StartAsync(Stop));
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop, "--no-comaster", "--pty", pty));
        Plant plant = new(field, new Random(Seed));
        gateway.Configure(
            [new { name = "bus", type = "mara-rs485", bus = new { serialPort = pty, answerTimeout = "00:00:00.150" } }], [], broker.Port,
            workbook.Path);
        Subscriber subscriber = kept.Keep(await Subscriber.StartAsync(broker.Port, Stop));
        gateway.Program.Start();
        await subscriber.QualityAsync(Breaker, "good", Stop);
        await plant.OperateAsync(Stop);

        for (int i = 0; i < 3; i++)
        {
            // A point goes, so the driver sees another field: the port is closed and opened again.
            string gone = $"LA1PA_0{i + 1}";
            workbook.Remove("ai", row => row("tag") == gone).Save();
            string? before = subscriber.Last("state", "profile");
            await plant.OperateAsync(Stop);
            await gateway.Program.HangUpAsync(Stop);
            await plant.OperateAsync(Stop);
            await Eventually.TrueAsync(
                () => subscriber.Last("state", "profile") is { } now && now != before, "the gateway answers the reload", Stop);
            Assert.DoesNotContain("refused", subscriber.Last("state", "profile"), StringComparison.Ordinal);
            await plant.OperateAsync(Stop);
            await plant.EmptyAsync(Stop);
            await subscriber.QualityAsync(Breaker, "good", Stop);
        }

        await field.AtRestAsync(Stop);
        IReadOnlyList<Recorded> wanted = Recorded.Of(await field.LogAsync(Stop));
        await Eventually.ElseBelowAsync(
            Eventually.TrueAsync(() => subscriber.Recorded().Count >= wanted.Count, "the subscriber has everything", Stop));

        // The port was closed before the new driver opened it, each time, and no IED was taken for dead over it.
        string said = gateway.Program.Said;
        Assert.Equal(4, said.Split(": open, 9600 bit/s").Length - 1);
        Assert.Equal(3, said.Split(" is in use: ").Length - 1);
        Assert.DoesNotContain("the port failed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("without an answer", said, StringComparison.Ordinal);

        // Each once, those of an IED in its order, and nobody was told to be lost.
        ILookup<string, Recorded> published = subscriber.Recorded().ToLookup(e => $"{e.Ied}");
        Assert.Equal(wanted.Count, subscriber.Recorded().Count);
        Assert.All(wanted.GroupBy(e => $"{e.Ied}"), ied => Assert.Equal(ied, published[ied.Key]));
        Assert.True(wanted.Count > 20, $"Only {wanted.Count} events were recorded.");
    }
}
