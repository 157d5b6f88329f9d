using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>The dashboard restarts, its embedded broker has forgotten all, and the gateway stays away.</summary>
[Trait("Fault", "38")]
[Trait("Category", "Slow")]
public sealed class Fault_38_A_station_outlives_a_restart : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_is_shown_with_drawing_and_history_as_without_news_until_it_speaks()
    {
        string state = FakeGateway.State(DateTimeOffset.UtcNow)
            .Replace("\"heartbeatSeconds\":10", "\"heartbeatSeconds\":1", StringComparison.Ordinal);
        await using (RunningDashboard before = await RunningDashboard.StartAsync(_directory.Path))
        {
            await using FakeGateway gateway = new();
            await gateway.ConnectAsync(before.BrokerPort);
            await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
            await gateway.RetainAsync("state", state);
            Assert.True((await gateway.EventAsync(FakeGateway.Event(1))).IsSuccess);
            using HttpClient page = await before.LogInAsync();
            await Eventually.TrueAsync(
                async () => (await page.JsonAsync("/api/sites")) is { } sites && sites.GetArrayLength() == 1
                    && sites[0].TryGetProperty("heartbeatSeconds", out JsonElement heartbeat) && heartbeat.GetInt32() == 1
                    && sites[0].GetProperty("screens").GetArrayLength() == 1,
                "the station is shown", Cancelled);
            gateway.Vanish();
        }

        await using RunningDashboard after = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = await after.LogInAsync();
        JsonElement site = Assert.Single((await client.JsonAsync("/api/sites")).EnumerateArray());
        Assert.Equal("ET Los Álamos", site.GetProperty("name").GetString());
        Assert.NotEqual("online", site.GetProperty("status").GetString());
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/sites"))[0] is { } now && now.GetProperty("status").GetString() == "lost"
                && now.GetProperty("since").GetString() == now.GetProperty("lastHeard").GetString(),
            "the station is without news since its last", Cancelled);
        Assert.Equal("LA152B03", (await client.JsonAsync("/api/sites/los-alamos")).GetProperty("catalog").GetProperty("tags")[0]
            .GetProperty("tag").GetString());
        Assert.Contains("LA152B03", await client.GetStringAsync("/api/sites/los-alamos/screens/LA", Cancelled), StringComparison.Ordinal);
        Assert.Single((await client.JsonAsync("/api/sites/los-alamos/events?type=digital")).GetProperty("events").EnumerateArray());
        await using HubConnection hub = await after.HubAsync();
        await hub.StartAsync(Cancelled);
        JsonElement snapshot = await hub.InvokeAsync<JsonElement>("Watch", "los-alamos", Cancelled);
        Assert.Empty(snapshot.GetProperty("elements").EnumerateObject());
        Assert.Empty(snapshot.GetProperty("tags").EnumerateObject());

        await using FakeGateway again = new();
        await again.ConnectAsync(after.BrokerPort);
        await again.PublishSiteAsync(DateTimeOffset.UtcNow);
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/sites"))[0].GetProperty("status").GetString() == "online",
            "the station is online again", Cancelled);
    }
}
