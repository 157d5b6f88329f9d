using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Words of a newer gateway lose no event, and make no value good.</summary>
[Trait("Fault", "22")]
public sealed class Fault_22_What_a_newer_gateway_says_is_kept : IDisposable
{
    private const string Newer = """
        {"epoch":"e1","seq":7,"type":"settingGroup","tag":"LA152B03","description":"Interruptor 3","group":{"from":1,"to":2},
         "time":"2026-03-01T12:00:00.125Z","timeSource":"station","clock":"holdover","received":"2026-03-01T12:00:01Z"}
        """;

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_event_of_an_unknown_type_is_stored_and_shown_as_it_came()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using HubConnection hub = await dashboard.HubAsync();
        TaskCompletionSource<JsonElement> live = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<string, JsonElement>("event", (_, entry) => live.TrySetResult(entry));
        await hub.StartAsync(Cancelled);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        Assert.True((await gateway.EventAsync(Newer)).IsSuccess);
        Assert.True((await gateway.EventAsync(Newer)).IsSuccess);
        IsWhole(await live.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        using HttpClient client = await dashboard.LogInAsync();
        IsWhole(Assert.Single((await client.JsonAsync("/api/events")).GetProperty("events").EnumerateArray()));

        // Another type under the same number is another event.
        string other = Newer.Replace("settingGroup", "firmware", StringComparison.Ordinal);
        Assert.True((await gateway.EventAsync(other)).IsSuccess);
        JsonElement[] both = [.. (await client.JsonAsync("/api/events?order=arrival")).GetProperty("events").EnumerateArray()];
        Assert.Equal(["firmware", "settingGroup"], both.Select(entry => entry.GetProperty("type").GetString()));
        Assert.StartsWith("los-alamos/e1~", both[0].GetProperty("key").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_quality_leaves_no_value_good()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await using HubConnection hub = await dashboard.HubAsync();
        await hub.StartAsync(Cancelled);
        await ShowsAsync(hub, "good");
        await gateway.RetainAsync("element/LA152B03", """{"fill":"#00aa00","quality":"uncertain","time":"2026-03-01T12:00:05Z"}""");
        await gateway.RetainAsync("tag/LA152B03", """{"value":0,"raw":0,"quality":"uncertain","time":"2026-03-01T12:00:05Z"}""");
        await ShowsAsync(hub, "bad");
    }

    private static Task ShowsAsync(HubConnection hub, string quality) => Eventually.TrueAsync(
        async () => await hub.InvokeAsync<JsonElement?>("Watch", "los-alamos", Cancelled) is { ValueKind: JsonValueKind.Object } site
            && Quality(site, "elements") == quality && Quality(site, "tags") == quality,
        $"element and tag are {quality}", Cancelled);

    private static string? Quality(JsonElement site, string kind) =>
        site.GetProperty(kind).TryGetProperty("LA152B03", out JsonElement one) ? one.GetProperty("quality").GetString() : null;

    private static void IsWhole(JsonElement entry)
    {
        Assert.Equal("settingGroup", entry.GetProperty("type").GetString());
        Assert.Equal("holdover", entry.GetProperty("clock").GetString());
        Assert.Equal(2, entry.GetProperty("group").GetProperty("to").GetInt32());
        Assert.Equal("los-alamos/e1/7", entry.GetProperty("key").GetString());
    }
}
