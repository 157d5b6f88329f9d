using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using TestKit;

namespace Dashboard.Web.Tests;

public sealed class LiveTests : IAsyncDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_site_that_nobody_knew_appears_with_its_catalogue_and_drawing()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient client = await dashboard.LogInAsync();
        Assert.Equal(0, (await client.JsonAsync("/api/sites")).GetArrayLength());
        Assert.Equal(
            "unknownSite", (await client.JsonAsync("/api/sites/los-alamos", HttpStatusCode.NotFound)).GetProperty("code").GetString());

        await using FakeGateway gateway = await SiteAsync(dashboard, client);
        JsonElement summary = (await client.JsonAsync("/api/sites"))[0];
        Assert.Equal("ET Los Álamos", summary.GetProperty("name").GetString());
        Assert.Equal("online", summary.GetProperty("status").GetString());
        Assert.True(summary.GetProperty("field")[0].GetProperty("up").GetBoolean());
        Assert.Equal("VS", summary.GetProperty("screens")[0].GetProperty("parent").GetString());
        JsonElement catalog = (await client.JsonAsync("/api/sites/los-alamos")).GetProperty("catalog");
        Assert.Equal("digital", catalog.GetProperty("tags")[0].GetProperty("kind").GetString());

        using HttpResponseMessage drawing = await client.GetAsync("/api/sites/los-alamos/screens/LA", Cancelled);
        Assert.Equal(FakeGateway.Svg, await drawing.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("image/svg+xml", drawing.Content.Headers.ContentType!.MediaType);
        Assert.Contains("sandbox", Assert.Single(drawing.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal($"\"{summary.GetProperty("screens")[0].GetProperty("etag")}\"", drawing.Headers.ETag!.Tag);

        using HttpRequestMessage again = new(HttpMethod.Get, "/api/sites/los-alamos/screens/LA");
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(drawing.Headers.ETag.Tag));
        using HttpResponseMessage same = await client.SendAsync(again, Cancelled);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        await client.JsonAsync("/api/sites/los-alamos/screens/LB", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_watcher_gets_a_snapshot_and_then_every_change()
    {
        await using RunningDashboard dashboard = await StartAsync();
        await using HubConnection hub = await dashboard.HubAsync();
        ConcurrentQueue<(JsonElement Elements, long Revision)> deltas = new();
        ConcurrentQueue<string> told = new();
        hub.On<string, JsonElement, long>("elements", (_, elements, revision) => deltas.Enqueue((elements, revision)));
        hub.On<string>("catalog", site => told.Enqueue($"catalog {site}"));
        hub.On<JsonElement>("site", site => told.Enqueue($"site {site.GetProperty("status")}"));
        hub.On<string, JsonElement>("event", (_, message) => told.Enqueue($"event {message.GetProperty("key")}"));
        hub.On<string>("siteRemoved", site => told.Enqueue($"removed {site}"));
        await hub.StartAsync(Cancelled);
        Assert.Null(await hub.InvokeAsync<JsonElement?>("Watch", "los-alamos", Cancelled));
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => hub.InvokeAsync("Watch", "no/name", Cancelled));

        using HttpClient client = await dashboard.LogInAsync();
        await using FakeGateway gateway = await SiteAsync(dashboard, client);
        await Eventually.TrueAsync(
            () => told.Contains("site online"), "everyone is told of the site", TestContext.Current.CancellationToken);
        JsonElement snapshot = default;
        await Eventually.TrueAsync(
            async () =>
            {
                snapshot = await hub.InvokeAsync<JsonElement>("Watch", "los-alamos", Cancelled);
                return snapshot.GetProperty("elements").TryGetProperty("LA152B03", out _)
                    && snapshot.GetProperty("tags").TryGetProperty("LA152B03", out _);
            },
            "the site has its values", TestContext.Current.CancellationToken);
        Assert.Equal("#aa0000", snapshot.GetProperty("elements").GetProperty("LA152B03").GetProperty("fill").GetString());
        Assert.Equal(1, snapshot.GetProperty("tags").GetProperty("LA152B03").GetProperty("value").GetDouble());
        long revision = snapshot.GetProperty("revision").GetInt64();

        await gateway.RetainAsync("element/LA152B03", FakeGateway.Open);
        await Eventually.TrueAsync(
            () => deltas.Any(d => d.Revision > revision && d.Elements.GetProperty("LA152B03").GetProperty("fill").GetString() == "#00aa00"),
            "the change arrives", TestContext.Current.CancellationToken);
        await gateway.EventAsync(FakeGateway.Event(1));
        await Eventually.TrueAsync(
            () => told.Contains("event los-alamos/e1/1"), "the event arrives", TestContext.Current.CancellationToken);

        await gateway.RetainAsync("element/LA152B03", string.Empty);
        await Eventually.TrueAsync(
            () => deltas.Any(d => d.Elements.GetProperty("LA152B03").ValueKind == JsonValueKind.Null), "the removal arrives as null",
            TestContext.Current.CancellationToken);

        await hub.InvokeAsync("Unwatch", "los-alamos", Cancelled);
        int before = deltas.Count;
        await gateway.RetainAsync("element/LA152B03", FakeGateway.Closed);
        await gateway.RetainAsync("element/LA152B04", FakeGateway.Closed);
        await gateway.RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow, "offline"));
        await Eventually.TrueAsync(
            () => told.Contains("site offline"), "everyone still hears how the site is", TestContext.Current.CancellationToken);
        Assert.Equal(before, deltas.Count);
    }

    [Fact]
    public async Task Many_changes_while_watching_begins_end_in_the_newest_value()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient client = await dashboard.LogInAsync();
        await using FakeGateway gateway = await SiteAsync(dashboard, client);
        await using HubConnection hub = await dashboard.HubAsync();
        ConcurrentQueue<(JsonElement Tags, long Revision)> deltas = new();
        hub.On<string, JsonElement, long>("tags", (_, tags, revision) => deltas.Enqueue((tags, revision)));
        await hub.StartAsync(Cancelled);
        Task publishing = Task.Run(
            async () =>
            {
                for (int i = 1; i <= 300; i++)
                {
                    await gateway.RetainAsync("tag/LA1PA_03", $$"""{"value":{{i}},"quality":"good"}""");
                }
            },
            Cancelled);
        double shown = 0;
        JsonElement snapshot = await hub.InvokeAsync<JsonElement>("Watch", "los-alamos", Cancelled);
        long revision = snapshot.GetProperty("revision").GetInt64();
        if (snapshot.GetProperty("tags").TryGetProperty("LA1PA_03", out JsonElement tag))
        {
            shown = tag.GetProperty("value").GetDouble();
        }

        await publishing;
        await Eventually.TrueAsync(
            () =>
            {
                while (deltas.TryDequeue(out (JsonElement Tags, long Revision) delta))
                {
                    if (delta.Revision > revision)
                    {
                        double value = delta.Tags.GetProperty("LA1PA_03").GetProperty("value").GetDouble();
                        Assert.True(value >= shown, $"{value} came after {shown}.");
                        shown = value;
                    }
                }

                return shown is 300;
            },
            "the newest value is shown", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_gateway_that_vanishes_is_offline_and_one_that_is_silent_is_lost()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using RunningDashboard dashboard = await StartAsync(time);
        using HttpClient client = await dashboard.LogInAsync();
        FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort, will: FakeGateway.State(time.GetUtcNow(), "offline"));
        await gateway.PublishSiteAsync(time.GetUtcNow());
        await StatusAsync("online");
        time.Advance(TimeSpan.FromSeconds(31));
        await StatusAsync("lost");
        await gateway.RetainAsync("state", FakeGateway.State(time.GetUtcNow()));
        await StatusAsync("online");
        gateway.Vanish();
        await StatusAsync("offline");

        await using HubConnection hub = await dashboard.HubAsync();
        await hub.StartAsync(Cancelled);
        JsonElement snapshot = await hub.InvokeAsync<JsonElement>("Watch", "los-alamos", Cancelled);
        JsonElement element = snapshot.GetProperty("elements").GetProperty("LA152B03");
        Assert.Equal("stale gatewayOffline", $"{element.GetProperty("quality")} {element.GetProperty("reason")}");

        Task StatusAsync(string status) => Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/sites")) is { } sites && sites.GetArrayLength() == 1
                && sites[0].GetProperty("status").GetString() == status,
            $"the site is {status}", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_event_that_comes_again_is_stored_once_and_acknowledged_each_time()
    {
        await using (RunningDashboard dashboard = await StartAsync())
        {
            await using FakeGateway gateway = new();
            await gateway.ConnectAsync(dashboard.BrokerPort);
            Assert.True((await gateway.EventAsync(FakeGateway.Event(1))).IsSuccess);
            Assert.True((await gateway.EventAsync(FakeGateway.Event(1))).IsSuccess);
            Assert.True((await gateway.EventAsync(FakeGateway.Event(2, "2026-03-01T12:00:01Z"))).IsSuccess);

            // Acknowledged means stored: no waiting here.
            using HttpClient client = await dashboard.LogInAsync();
            Assert.Equal(["los-alamos/e1/2", "los-alamos/e1/1"], await KeysAsync(client, "/api/events"));
        }

        await using RunningDashboard again = await StartAsync();
        await using FakeGateway back = new();
        await back.ConnectAsync(again.BrokerPort);
        await back.EventAsync(FakeGateway.Event(2, "2026-03-01T12:00:01Z"));
        await back.EventAsync(FakeGateway.Event(3, "2026-03-01T12:00:02Z", "LA152B04"));
        using HttpClient reader = await again.LogInAsync();
        Assert.Equal(["los-alamos/e1/3", "los-alamos/e1/2", "los-alamos/e1/1"], await KeysAsync(reader, "/api/sites/los-alamos/events"));
        Assert.Equal(["los-alamos/e1/3"], await KeysAsync(reader, "/api/events?tag=LA152B04&site=los-alamos&type=digital"));
        Assert.Equal(["los-alamos/e1/2"], await KeysAsync(reader, "/api/events?from=2026-03-01T12:00:01Z&to=2026-03-01T09:00:02-03:00"));
        JsonElement page = await reader.JsonAsync("/api/events?limit=2");
        Assert.Equal(["los-alamos/e1/1"], await KeysAsync(reader, $"/api/events?limit=2&before={page.GetProperty("next")}"));
        Assert.Equal("los-alamos", page.GetProperty("events")[0].GetProperty("site").GetString());
    }

    private static async Task<string[]> KeysAsync(HttpClient client, string path) =>
        [.. (await client.JsonAsync(path)).GetProperty("events").EnumerateArray().Select(e => e.GetProperty("key").GetString()!)];

    private static async Task<FakeGateway> SiteAsync(RunningDashboard dashboard, HttpClient client)
    {
        FakeGateway gateway = new();
        Assert.Equal(MqttClientConnectResultCode.Success, await gateway.ConnectAsync(dashboard.BrokerPort));
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/sites")) is { } sites && sites.GetArrayLength() == 1
                && sites[0].TryGetProperty("timeZone", out _) && sites[0].GetProperty("screens")[0].TryGetProperty("etag", out _),
            "the site arrives", TestContext.Current.CancellationToken);
        return gateway;
    }

    private Task<RunningDashboard> StartAsync(TimeProvider? time = null) => RunningDashboard.StartAsync(_directory.Path, time);
}
