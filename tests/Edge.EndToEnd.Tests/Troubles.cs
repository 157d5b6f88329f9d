using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>What befalls a whole system, with switching before, during and after each trouble.</summary>
internal sealed class Troubles(WholeSystem whole, Random chance)
{
    private readonly bool[] _open = new bool[9];

    /// <summary>Lost, broken and repeated answers of the field.</summary>
    public Func<CancellationToken, Task>[] OfTheLine { get; } =
    [
        stop => whole.Field.TellAsync("drop", stop), stop => whole.Field.TellAsync("badbcc 4", stop),
        stop => whole.Field.TellAsync("lose 1", stop), stop => whole.Field.TellAsync("lose 4", stop),
    ];

    /// <summary>Plays troubles in any order.</summary>
    public async Task GoThroughAsync(Func<CancellationToken, Task>[] troubles, CancellationToken stop)
    {
        Func<CancellationToken, Task>[] mixed = [.. troubles];
        chance.Shuffle(mixed);
        foreach (Func<CancellationToken, Task> trouble in mixed)
        {
            await OperateAsync(stop);
            await trouble(stop);
            await OperateAsync(stop);
            long heard = await whole.Field.HeardAsync(stop);
            await whole.Field.AskedAfterAsync(heard, "the gateway asks the field", stop);
        }
    }

    /// <summary>Opens or closes a few feeders. An IED keeps five events until the concentrator has them: its place is waited for.</summary>
    public async Task OperateAsync(CancellationToken stop)
    {
        int[] feeders = [1, 2, 3, 4, 5, 6, 7, 8];
        chance.Shuffle(feeders);
        foreach (int feeder in feeders.Take(chance.Next(1, 5)))
        {
            await Eventually.TrueAsync(
                async () => (await whole.Field.StatusAsync(stop)).GetProperty("ieds")[feeder - 1].GetProperty("stack").GetInt32() == 0,
                $"the concentrator has the events of feeder {feeder}", stop);
            await whole.Field.TellAsync($"{(_open[feeder] ? "close" : "open")} F{feeder}", stop);
            _open[feeder] = !_open[feeder];
        }
    }

    /// <summary>
    /// In the moment after a question, when its answer is on the way into the journal; what happens then waits for the next start.
    /// </summary>
    public async Task CutPowerOfGatewayAsync(CancellationToken stop)
    {
        long until = await whole.Field.HeardAsync(stop) + chance.Next(1, 5);
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        while (await whole.Field.HeardAsync(late.Token) < until)
        {
            // Each turn waits for an answer of the simulator: nearer to the moment than a timer could be.
        }

        await whole.Gateway.KillAsync();
        await OperateAsync(stop);
        whole.Gateway.Start();
    }

    public async Task KillDashboardAsync(CancellationToken stop)
    {
        await whole.Dashboard.KillAsync();
        await OperateAsync(stop);
        whole.Dashboard.Start();
    }

    /// <summary>Ends the broker as a power cut would.</summary>
    public async Task KillBrokerAsync(CancellationToken stop)
    {
        await whole.Broker!.KillAsync();
        await OperateAsync(stop);
        await whole.Broker.StartAgainAsync(stop);
    }

    /// <summary>Ends the server of the database as a power cut would.</summary>
    public async Task KillStoreAsync(CancellationToken stop)
    {
        await whole.Store!.KillAsync();
        await OperateAsync(stop);
        await whole.Store.StartAgainAsync(stop);
    }
}
