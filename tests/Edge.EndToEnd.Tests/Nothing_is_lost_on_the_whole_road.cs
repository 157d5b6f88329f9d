using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;
using TestKit.Brokers;

namespace Edge.EndToEnd.Tests;

/// <summary>
/// The first two promises, with the real programs: what an IED recorded is in the historian once, and nothing old is shown as new.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class Nothing_is_lost_on_the_whole_road
{
    private const string Breaker = "LA152B03";

    /// <summary>Of all chance; another one gives another day.</summary>
    private const int Seed = 20260301;

    private readonly Random _chance = new(Seed);
    private readonly bool[] _open = new bool[9];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Power_cuts_and_dead_links_with_the_broker_within_the_dashboard()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(ownBroker: false, Stop);
        await GoThroughAsync(whole, [RestartDashboardAsync, RestartDashboardAsync]);
    }

    [Fact]
    public async Task Power_cuts_and_dead_links_with_a_broker_that_is_restarted_too()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using WholeSystem whole = await WholeSystem.StartAsync(ownBroker: true, Stop);
        await GoThroughAsync(whole, [RestartDashboardAsync, RestartBrokerAsync, RestartBrokerAsync]);
    }

    [Fact]
    public async Task After_a_power_cut_nothing_is_good_before_the_field_has_answered()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(ownBroker: false, Stop);
        await using HubConnection hub = await whole.HubAsync(Stop);
        ConcurrentQueue<string> good = new();
        hub.On<string, JsonElement, long>("elements", (_, changed, _) => Hear(changed));
        hub.On<string, JsonElement, long>("tags", (_, changed, _) => Hear(changed));
        await Eventually.TrueAsync(async () => (await QualitiesAsync(hub)).Good.Contains(Breaker), "the breaker is good", Stop);

        await whole.Gateway.KillAsync();
        await Eventually.TrueAsync(async () => await whole.StatusAsync(Stop) == "offline", "the site is offline", Stop);
        (HashSet<string> still, int known) = await QualitiesAsync(hub);
        Assert.True(known > 100, $"Only {known} values are known.");
        Assert.Empty(still);

        // The gateway comes back before the field does: it is online, and its values are those of before the power cut.
        await whole.Field.TellAsync("mute on", Stop);
        long heard = await whole.Field.HeardAsync(Stop);
        whole.Gateway.Start();
        await Eventually.TrueAsync(async () => await whole.StatusAsync(Stop) == "online", "the site is online", Stop);
        await whole.Field.AskedAfterAsync(heard, "the gateway asks the field", Stop);
        Assert.Empty((await QualitiesAsync(hub)).Good);
        good.Clear();
        Assert.Empty((await QualitiesAsync(hub)).Good);
        Assert.Empty(good);

        DateTimeOffset back = DateTimeOffset.UtcNow;
        await whole.Field.TellAsync("mute off", Stop);
        await Eventually.TrueAsync(async () => (await QualitiesAsync(hub)).Good.Contains(Breaker), "the breaker is good again", Stop);
        JsonElement tag = (await hub.InvokeAsync<JsonElement>("Watch", WholeSystem.Site, Stop)).GetProperty("tags").GetProperty(Breaker);
        Assert.True(tag.GetProperty("time").GetDateTimeOffset() >= back, $"{tag} is from before {back:O}.");

        void Hear(JsonElement changed)
        {
            foreach (JsonProperty one in changed.EnumerateObject().Where(IsGood))
            {
                good.Enqueue(one.Name);
            }
        }
    }

    private static bool IsGood(JsonProperty one) =>
        one.Value.ValueKind == JsonValueKind.Object && one.Value.GetProperty("quality").GetString() == "good";

    /// <summary>What a page sees that opens the site now.</summary>
    private static async Task<(HashSet<string> Good, int Known)> QualitiesAsync(HubConnection hub)
    {
        JsonElement snapshot = await hub.InvokeAsync<JsonElement>("Watch", WholeSystem.Site, Stop);
        JsonProperty[] all = [.. snapshot.GetProperty("elements").EnumerateObject(), .. snapshot.GetProperty("tags").EnumerateObject()];
        return ([.. all.Where(IsGood).Select(p => p.Name)], all.Length);
    }

    private async Task GoThroughAsync(WholeSystem whole, Func<WholeSystem, Task>[] more)
    {
        Func<WholeSystem, Task>[] troubles =
        [
            CutPowerOfGatewayAsync, CutPowerOfGatewayAsync, CutPowerOfGatewayAsync, CutPowerOfGatewayAsync,
            w => w.Field.TellAsync("drop", Stop), w => w.Field.TellAsync("badbcc 4", Stop), w => w.Field.TellAsync("lose 1", Stop),
            w => w.Field.TellAsync("lose 4", Stop), .. more,
        ];
        _chance.Shuffle(troubles);
        foreach (Func<WholeSystem, Task> trouble in troubles)
        {
            await OperateAsync(whole);
            await trouble(whole);
            await OperateAsync(whole);
            long heard = await whole.Field.HeardAsync(Stop);
            await whole.Field.AskedAfterAsync(heard, "the gateway asks the field", Stop);
        }
        await whole.DashboardIsReadyAsync(Stop);
        await whole.Field.AtRestAsync(Stop);
        await Eventually.TrueAsync(
            async () => (await whole.Field.StatusAsync(Stop)).GetProperty("queue").GetInt32() == 0, "the gateway has everything", Stop);
        IReadOnlyList<Recorded> truth = await whole.Field.RecordedAsync(Stop);
        IReadOnlyList<Recorded> kept = [];
        await Eventually.ElseBelowAsync(Eventually.TrueAsync(
            async () => (kept = await whole.HistorianAsync(Stop)).Count >= truth.Count, "the historian has everything", Stop));
        Assert.Empty(truth.Except(kept));
        Assert.Empty(kept.Except(truth));
        Assert.Empty(kept.GroupBy(e => e).Where(g => g.Count() != truth.Count(e => e == g.Key)).Select(g => g.Key));
        Assert.True(truth.Count > 60, $"Only {truth.Count} events were recorded.");
        await whole.JournalIsStoredAsync(Stop);

        // Point by point they stand in the order in which they happened. Not in that of their times: each set-time may take a clock back.
        foreach (IGrouping<string, Recorded> point in truth.GroupBy(PointOf))
        {
            Assert.Equal(point, kept.Where(e => PointOf(e) == point.Key));
        }
    }

    private static string PointOf(Recorded e) => $"{e.Ied} {e.What.Split('=')[0]}";

    /// <summary>Opens or closes a few feeders. An IED keeps five events until the concentrator has them: its place is waited for.</summary>
    private async Task OperateAsync(WholeSystem whole)
    {
        int[] feeders = [1, 2, 3, 4, 5, 6, 7, 8];
        _chance.Shuffle(feeders);
        foreach (int feeder in feeders.Take(_chance.Next(1, 5)))
        {
            await Eventually.TrueAsync(
                async () => (await whole.Field.StatusAsync(Stop)).GetProperty("ieds")[feeder - 1].GetProperty("stack").GetInt32() == 0,
                $"the concentrator has the events of feeder {feeder}", Stop);
            await whole.Field.TellAsync($"{(_open[feeder] ? "close" : "open")} F{feeder}", Stop);
            _open[feeder] = !_open[feeder];
        }
    }

    /// <summary>
    /// In the moment after a question, when its answer is on the way into the journal; what happens then waits for the next start.
    /// </summary>
    private async Task CutPowerOfGatewayAsync(WholeSystem whole)
    {
        long until = await whole.Field.HeardAsync(Stop) + _chance.Next(1, 5);
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        while (await whole.Field.HeardAsync(late.Token) < until)
        {
            // Each turn waits for an answer of the simulator: nearer to the moment than a timer could be.
        }

        await whole.Gateway.KillAsync();
        await OperateAsync(whole);
        whole.Gateway.Start();
    }

    private async Task RestartDashboardAsync(WholeSystem whole)
    {
        await whole.Dashboard.KillAsync();
        await OperateAsync(whole);
        whole.Dashboard.Start();
    }

    private async Task RestartBrokerAsync(WholeSystem whole)
    {
        await whole.Broker!.StopAsync(Stop);
        await OperateAsync(whole);
        await whole.Broker.StartAgainAsync(Stop);
    }
}
