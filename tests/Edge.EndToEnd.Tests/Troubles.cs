using System.Text.Json;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>What befalls a whole system, with switching before, during and after each trouble.</summary>
internal sealed class Troubles(WholeSystem whole, Random chance)
{
    /// <summary>How many places for events an IED has.</summary>
    private const int Places = 5;

    private const int Feeders = 8;

    private readonly bool[] _open = new bool[Feeders + 1];
    private readonly SortedDictionary<string, int> _kills = [];
    private int _wanted;

    // In which of the operations from now on a period passes; below zero: in none.
    private int _passesIn = -1;

    /// <summary>How many events are recorded more with each trouble, half of them right before it.</summary>
    public int EventsEach { get; init; }

    /// <summary>With each of how many troubles a period of all energies passes; 0: with none.</summary>
    public int PeriodEvery { get; init; }

    /// <summary>How many periods pass at most.</summary>
    public int MostPeriods { get; init; } = int.MaxValue;

    /// <summary>How many periods have passed.</summary>
    public int Periods { get; private set; }

    /// <summary>How many troubles there have been.</summary>
    public int Count { get; private set; }

    /// <summary>How often which program was killed.</summary>
    public IReadOnlyDictionary<string, int> Kills => _kills;

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
            Count++;
            if (PeriodEvery > 0 && Count % PeriodEvery == 0 && Periods < MostPeriods)
            {
                // Before, in the midst of, or after it.
                _passesIn = chance.Next(3);
            }

            await RecordAsync(_wanted += EventsEach / 2, stop);
            await OperateAsync(stop);
            await trouble(stop);
            await OperateAsync(stop);
            await RecordAsync(_wanted += EventsEach - (EventsEach / 2), stop);
            long heard = await whole.Field.HeardAsync(stop);
            await whole.Field.AskedAfterAsync(heard, "the gateway asks the field", stop);
        }
    }

    /// <summary>
    /// Switches all feeders until the field has recorded so many events: the feeder of each IED that is empty, as often as it has places
    /// for. One place stays for the spring that is spent, and one more where it is being wound.
    /// </summary>
    public async Task RecordAsync(int count, CancellationToken stop)
    {
        const int Together = Feeders / 2;
        while (count > 0 && await whole.Field.CountAsync(stop) < count)
        {
            JsonElement status = default;
            int[] empty = [];
            await Eventually.TrueAsync(
                async () => (empty = EmptyFeeders(status = await whole.Field.StatusAsync(stop))).Length >= Together,
                "the concentrator has the events of feeders", stop);
            HashSet<string> winding = [.. status.GetProperty("winding").EnumerateArray().Select(bay => bay.GetString()!)];
            Dictionary<int, int> left = empty.ToDictionary(
                feeder => feeder, feeder => Places - 1 - (winding.Contains($"F{feeder}") ? 1 : 0));
            for (; left.Values.Any(times => times > 0); left = left.ToDictionary(one => one.Key, one => one.Value - 1))
            {
                // Round by round: a breaker that moves twice within 8 ms says the same twice.
                foreach (int feeder in left.Where(one => one.Value > 0).Select(one => one.Key))
                {
                    await SwitchAsync(feeder, stop);
                }
            }
        }
    }

    /// <summary>Opens or closes a few feeders. An IED keeps five events until the concentrator has them: its place is waited for.</summary>
    public async Task OperateAsync(CancellationToken stop)
    {
        int[] feeders = [.. Enumerable.Range(1, Feeders)];
        chance.Shuffle(feeders);
        foreach (int feeder in feeders.Take(chance.Next(1, 5)))
        {
            await Eventually.TrueAsync(
                async () => EmptyFeeders(await whole.Field.StatusAsync(stop)).Contains(feeder),
                $"the concentrator has the events of feeder {feeder}", stop);
            await SwitchAsync(feeder, stop);
        }

        if (_passesIn >= 0 && _passesIn-- == 0)
        {
            await PassPeriodAsync(stop);
        }
    }

    /// <summary>
    /// All meters record their next period of a quarter of an hour. Each IED must have the places for it, four at midnight: what finds none
    /// is lost in the field.
    /// </summary>
    public async Task PassPeriodAsync(CancellationToken stop)
    {
        await Eventually.TrueAsync(
            async () => (await whole.Field.StatusAsync(stop)).GetProperty("ieds").EnumerateArray().All(
                ied => ied.GetProperty("stack").GetInt32() == 0),
            "the concentrator has the events of all IEDs", stop);
        _ = await whole.Field.TellAsync("periods 1", stop);
        Periods++;
    }

    /// <summary>
    /// In the moment after a question, when its answer is on the way into the journal; what happens then waits for the next start.
    /// </summary>
    public async Task CutPowerOfGatewayAsync(CancellationToken stop)
    {
        long until = await whole.Field.HeardAsync(stop) + chance.Next(1, 5);
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(TimeSpan.FromSeconds(90));
        while (await whole.Field.HeardAsync(late.Token) < until)
        {
            // Each turn waits for an answer of the simulator: nearer to the moment than a timer could be.
        }

        await KillAsync("gateway", whole.Gateway.KillAsync);
        await OperateAsync(stop);
        whole.Gateway.Start();
    }

    public async Task KillDashboardAsync(CancellationToken stop)
    {
        await KillAsync("dashboard", whole.Dashboard.KillAsync);
        await OperateAsync(stop);
        whole.Dashboard.Start();
    }

    /// <summary>Ends the broker as a power cut would.</summary>
    public async Task KillBrokerAsync(CancellationToken stop)
    {
        await KillAsync("broker", whole.Broker!.KillAsync);
        await OperateAsync(stop);
        await whole.Broker.StartAgainAsync(stop);
    }

    /// <summary>Ends the server of the database as a power cut would.</summary>
    public async Task KillStoreAsync(CancellationToken stop)
    {
        await KillAsync("store", whole.Store!.KillAsync);
        await OperateAsync(stop);
        await whole.Store.StartAgainAsync(stop);
    }

    private static int[] EmptyFeeders(JsonElement status) => [.. Enumerable.Range(1, Feeders).Where(
        feeder => status.GetProperty("ieds")[feeder - 1].GetProperty("stack").GetInt32() == 0)];

    private async Task SwitchAsync(int feeder, CancellationToken stop)
    {
        _ = await whole.Field.TellAsync($"{(_open[feeder] ? "close" : "open")} F{feeder}", stop);
        _open[feeder] = !_open[feeder];
    }

    private Task KillAsync(string what, Func<Task> kill)
    {
        _kills[what] = _kills.GetValueOrDefault(what) + 1;
        return kill();
    }
}
