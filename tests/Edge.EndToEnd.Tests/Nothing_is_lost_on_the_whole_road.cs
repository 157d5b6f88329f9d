using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>
/// The first two promises, with the real programs: what an IED recorded is in the historian once, and nothing old is shown as new.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Whole system")]
public sealed class Nothing_is_lost_on_the_whole_road
{
    private const string Breaker = "LA152B03";

    /// <summary>Of all chance; another one gives another day.</summary>
    private const int Seed = 20260301;

    private readonly Random _chance = new(Seed);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Power_cuts_and_dead_links_with_the_broker_within_the_dashboard()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        Troubles troubles = new(whole, _chance);
        await troubles.GoThroughAsync(
            [
                troubles.CutPowerOfGatewayAsync, troubles.CutPowerOfGatewayAsync, troubles.CutPowerOfGatewayAsync,
                troubles.CutPowerOfGatewayAsync, .. troubles.OfTheLine, troubles.KillDashboardAsync, troubles.KillDashboardAsync,
            ],
            Stop);
        IReadOnlyList<Recorded> truth = await whole.HasEverythingAsync(Stop);
        IReadOnlyList<Recorded> kept = await whole.HistorianAsync(Stop);
        Assert.True(truth.Count > 60, $"Only {truth.Count} events were recorded.");
        _ = await whole.JournalIsStoredAsync(Stop);

        // Point by point they stand in the order in which they happened. Not in that of their times: each set-time may take a clock back.
        foreach (IGrouping<string, Recorded> point in truth.GroupBy(PointOf))
        {
            Assert.Equal(point, kept.Where(e => PointOf(e) == point.Key));
        }
    }

    [Fact]
    public async Task After_a_power_cut_nothing_is_good_before_the_field_has_answered()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
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

        // Elements are sent before tags.
        JsonElement tag = default;
        await Eventually.TrueAsync(
            async () =>
            {
                JsonElement snapshot = await hub.InvokeAsync<JsonElement>("Watch", WholeSystem.Site, Stop);
                tag = snapshot.GetProperty("tags").GetProperty(Breaker);
                return tag.GetProperty("quality").GetString() == "good";
            },
            "the breaker is good again", Stop);
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

    private static string PointOf(Recorded e) => $"{e.Ied} {e.What.Split('=')[0]}";
}
