using TestKit;
using TestKit.Brokers;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>
/// One gateway, two COMasters and two control centres, as programs: what happens to one of them is not the other's business.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class Two_concentrators_live_apart
{
    /// <summary>Of all chance; another one gives another day.</summary>
    private const int Seed = 20260712;

    private static readonly string s_nobody = string.Join(' ', Enumerable.Range(1, 12));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_is_cut_off_and_comes_back_and_nothing_is_lost_or_doubled()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using Kept kept = new();
        GatewayProgram gateway = kept.Keep(new GatewayProgram());
        MosquittoBroker broker = kept.Keep(await MosquittoBroker.StartAsync(Stop));
        Side[] sides = [await Side.StartAsync(kept, 1, Stop), await Side.StartAsync(kept, 2, Stop)];
        gateway.Configure(
            [.. sides.Select(s => new
            {
                name = $"comaster-{s.Comaster}", type = "mara-tcp", comaster = s.Comaster, host = "127.0.0.1", port = s.Field.Port,
                pollPeriod = "00:00:00.1", answerTimeout = "00:00:00.5",
            })],
            [.. sides.Select(
                s => new { comaster = s.Comaster, listen = $"127.0.0.1:{s.Port}", clients = new[] { new { name = "centre" } } })],
            broker.Port, TwoConcentrators.Write(gateway.PathOf("")));
        Subscriber subscriber = kept.Keep(await Subscriber.StartAsync(broker.Port, Stop));
        gateway.Program.Start();
        foreach (Side side in sides)
        {
            side.Centre = kept.Keep(new PollingCentre(side.Port, Stop, drops: new Random(Seed + side.Comaster)));
            await side.Centre.SilentAsync("", $"all IEDs of concentrator {side.Comaster} are heard", Stop);
            await HasQualityAsync(subscriber, side, "good");
        }

        await OperateAsync(sides);
        await CutAsync(sides[1], sides[0], subscriber);
        await OperateAsync(sides);
        await CutAsync(sides[0], sides[1], subscriber);
        await gateway.Program.KillAsync();
        await OperateAsync(sides);
        gateway.Program.Start();
        await OperateAsync(sides);
        foreach (Side side in sides)
        {
            await HoldsAsync(side, subscriber);
        }

        async Task OperateAsync(Side[] both)
        {
            foreach (Side side in both)
            {
                await side.Plant.OperateAsync(Stop);
            }
        }
    }

    /// <summary>Cuts one off, lets both go on with what happens in the field, and puts it back.</summary>
    private static async Task CutAsync(Side cut, Side other, Subscriber subscriber)
    {
        int start = other.Centre.Count;
        await cut.Field.TellAsync("refuse on", Stop);
        await cut.Field.TellAsync("drop", Stop);
        await cut.Centre.SilentAsync(s_nobody, $"nothing of concentrator {cut.Comaster} is heard", Stop);
        await HasQualityAsync(subscriber, cut, "stale");
        await cut.Plant.OperateAsync(Stop);

        // The other one goes on: its breaker is seen to move, and it was good all the time.
        string breaker = TwoConcentrators.Breaker(other.Comaster, 3);
        string? before = subscriber.Last($"tag/{breaker}", "value");
        await other.Plant.EmptyAsync(Stop);
        await other.Plant.OperateAsync(3, Stop);
        await Eventually.TrueAsync(() => subscriber.Last($"tag/{breaker}", "value") is { } now && now != before, $"{breaker} moves", Stop);
        await HasQualityAsync(subscriber, other, "good");
        await HasQualityAsync(subscriber, cut, "stale");
        Assert.All(other.Centre.SilentSince(start), silent => Assert.Equal("", silent));

        await cut.Field.TellAsync("refuse off", Stop);
        await cut.Centre.SilentAsync("", $"all of concentrator {cut.Comaster} is heard again", Stop);
        await HasQualityAsync(subscriber, cut, "good");
    }

    private static async Task HasQualityAsync(Subscriber subscriber, Side side, string quality)
    {
        foreach (int feeder in Enumerable.Range(1, 8))
        {
            await subscriber.QualityAsync(TwoConcentrators.Breaker(side.Comaster, feeder), quality, Stop);
        }

        await subscriber.QualityAsync(TwoConcentrators.Power(side.Comaster), quality, Stop);
    }

    private static async Task HoldsAsync(Side side, Subscriber subscriber)
    {
        await side.Field.AtRestAsync(Stop);
        await side.Plant.EmptyAsync(Stop);
        IReadOnlyList<string> log = await side.Field.LogAsync(Stop);
        await Eventually.ElseBelowAsync(
            side.Centre.UntilAsync(() => side.Centre.Events.Count >= log.Count, "the centre has everything", Stop));
        Assert.Equal(BySource(log), BySource(side.Centre.Events));
        Assert.True(side.Centre.Drops > 3, $"The centre lost only {side.Centre.Drops} answers.");

        IReadOnlyList<Recorded> wanted = Recorded.Of(side.Centre.Events);
        await Eventually.ElseBelowAsync(
            Eventually.TrueAsync(() => Published().Count >= wanted.Count, "the subscriber has everything", Stop));
        Assert.Equal(wanted, Published());
        Assert.True(wanted.Count > 12, $"Only {wanted.Count} events were recorded.");

        IReadOnlyList<Recorded> Published() =>
            subscriber.Recorded(e => e.GetProperty("native").GetProperty("concentrator").GetInt32() == side.Comaster);
    }

    // Byte 0 is type and address (Mara 1.4 §5): each source keeps its order, between them the concentrator chooses.
    private static IEnumerable<string> BySource(IEnumerable<string> events) => events.OrderBy(e => e[..2], StringComparer.Ordinal);

    /// <summary>A concentrator with its plant, and the centre that polls what the gateway says of it.</summary>
    private sealed class Side(int comaster, FieldProgram program)
    {
        public int Comaster => comaster;

        public FieldProgram Field => program;

        public Plant Plant { get; } = new(program, new Random(Seed + comaster));

        public int Port { get; } = FreePort.Take(1)[0];

        public PollingCentre Centre { get; set; } = null!;

        public static async Task<Side> StartAsync(Kept kept, int comaster, CancellationToken stop) =>
            new(comaster, kept.Keep(await FieldProgram.StartAsync(stop, "--seed", $"{comaster}")));
    }
}
