using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>What is acknowledged at the centre reaches the gateway as soon as it is there, once it has answered no more.</summary>
[Trait("Category", "Slow")]
public sealed class Marks_follow_the_alarms : IAsyncDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_gateway_that_is_there_hears_of_it_once()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = await GatewayAsync(dashboard);
        ConcurrentQueue<JsonElement> asked = await AnsweringAsync(gateway, """{"outcome":"done"}""");
        using HttpClient ana = await dashboard.LogInAsync();
        await gateway.EventAsync(Trip(1));
        await AcknowledgeAsync(ana);
        await Eventually.TrueAsync(() => !asked.IsEmpty, "the gateway is asked", Cancelled);
        JsonElement request = asked.First();
        Assert.Equal(
            ("acknowledge", "LA151_03", "ana"),
            (request.GetProperty("action").GetString(), request.GetProperty("tag").GetString(), request.GetProperty("who").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 1, 250, TimeSpan.Zero), request.GetProperty("seen").GetDateTimeOffset());

        // Another acknowledgement passes the first one, if that were asked again.
        await gateway.EventAsync(Trip(2, tag: "LA151_04"));
        await AcknowledgeAsync(ana);
        await Eventually.TrueAsync(() => asked.Count > 1, "the gateway is asked for the other", Cancelled);
        Assert.Equal(["LA151_03", "LA151_04"], asked.Select(one => one.GetProperty("tag").GetString()));
    }

    [Fact]
    public async Task One_that_is_away_hears_of_it_when_it_is_back()
    {
        await using (RunningDashboard before = await RunningDashboard.StartAsync(_directory.Path))
        {
            await using FakeGateway gateway = await GatewayAsync(before);
            await gateway.EventAsync(Trip(1));
            await gateway.RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow, "offline"));
            using HttpClient ana = await before.LogInAsync();
            await AcknowledgeAsync(ana);
        }

        // The dashboard has started again meanwhile.
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway back = new();
        await back.ConnectAsync(dashboard.BrokerPort);
        ConcurrentQueue<JsonElement> asked = await AnsweringAsync(back, """{"outcome":"raisedAgain","detail":"later"}""");
        await back.PublishSiteAsync(DateTimeOffset.UtcNow);
        await Eventually.TrueAsync(() => !asked.IsEmpty, "the gateway is asked", Cancelled);
        Assert.Equal("LA151_03", asked.First().GetProperty("tag").GetString());
    }

    private static async Task<FakeGateway> GatewayAsync(RunningDashboard dashboard)
    {
        FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        return gateway;
    }

    private static async Task<ConcurrentQueue<JsonElement>> AnsweringAsync(FakeGateway gateway, string answer)
    {
        ConcurrentQueue<JsonElement> asked = new();
        await gateway.AnswerAsync(payload =>
        {
            asked.Enqueue(JsonElement.Parse(payload));
            return Encoding.UTF8.GetBytes(answer);
        });
        return asked;
    }

    private static async Task AcknowledgeAsync(HttpClient client)
    {
        JsonElement alarms = default;
        await Eventually.TrueAsync(
            async () => (alarms = (await client.JsonAsync("/api/alarms?state=unacknowledged&priority=1")).GetProperty("alarms"))
                .GetArrayLength() == 1, "there is one alarm", Cancelled);
        object seen = new { alarms = new[] { new { id = alarms[0].GetProperty("id").GetInt64(), raises = 1 } } };
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/alarms/acknowledge", seen, Cancelled);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static string Trip(long seq, string tag = "LA151_03") => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"{{tag}}","state":1,"text":"DISPARO","alarmKind":0,
         "time":"2026-03-01T12:00:00.125Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01.25Z"}
        """;
}
