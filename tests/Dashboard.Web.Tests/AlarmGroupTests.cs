using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>Alarms by bay and by cause, over HTTP.</summary>
[Trait("Category", "Slow")]
public sealed class AlarmGroupTests : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private RunningDashboard _dashboard = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(_dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        for (int i = 1; i <= 3; i++)
        {
            await gateway.EventAsync($$"""
                {"epoch":"e1","seq":{{i}},"type":"digital","tag":"T{{i}}","description":"Alarma {{i}}","state":1,"text":"DISPARO",
                 "alarmKind":1,"time":"2026-03-01T12:00:0{{(i == 3 ? 1 : i + 1)}}.125Z","timeSource":"device",
                 "clock":"{{(i == 3 ? "unsynchronised" : "synchronised")}}","received":"2026-03-01T12:00:09Z"}
                """);
        }

        _client = await _dashboard.LogInAsync();
        await Eventually.TrueAsync(
            async () => (await _client.JsonAsync("/api/alarms")).GetProperty("alarms").GetArrayLength() == 3, "three alarms", Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _dashboard.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_burst_is_a_group_that_says_what_began_it_and_gives_its_alarms()
    {
        JsonElement page = await _client.JsonAsync("/api/alarms/groups?by=cause");

        JsonElement group = Assert.Single(page.GetProperty("groups").EnumerateArray());
        Assert.Equal((3, 3, 2), (Number(page, "alarms"), Number(group, "count"), Number(group, "priority")));
        Assert.Equal("T1", group.GetProperty("cause").GetProperty("tag").GetString());
        string key = group.GetProperty("key").GetString()!;
        JsonElement[] alarms =
            [.. (await _client.JsonAsync($"/api/alarms?group={Uri.EscapeDataString(key)}")).GetProperty("alarms").EnumerateArray()];
        Assert.Equal([false, false, true], alarms.Select(alarm => alarm.TryGetProperty("firstOut", out _)));

        // The strip and the panel of another alarm of it say what was first, too.
        JsonElement overview = await _client.JsonAsync("/api/alarms/overview");
        JsonElement detail = await _client.JsonAsync($"/api/alarms/{Number(alarms[0], "id")}");
        Assert.Equal(["T1", "T1"], new[] { overview, detail }.Select(one => one.GetProperty("cause").GetProperty("tag").GetString()));
        Assert.Equal(3, Number(detail.GetProperty("alarm").GetProperty("burst"), "alarms"));
    }

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();
}
