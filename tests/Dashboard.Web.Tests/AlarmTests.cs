using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>Alarms from a gateway over MQTT to a browser, and what users do to them.</summary>
public sealed class AlarmTests : IAsyncDisposable
{
    private const string Seen = "/api/alarms/acknowledge";

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_trip_is_acknowledged_and_every_page_sees_it()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = await dashboard.LogInAsync();
        await using HubConnection hub = await dashboard.HubAsync();
        ConcurrentQueue<JsonElement> updates = new();
        hub.On<JsonElement>("alarms", updates.Enqueue);
        await hub.StartAsync(Cancelled);
        await using FakeGateway gateway = await GatewayAsync(dashboard);
        await gateway.EventAsync(Trip(1));
        JsonElement alarm = await AlarmAsync(client);
        Assert.Equal(("los-alamos", "protection"), (Word(alarm, "site"), Word(alarm, "condition")));
        Assert.Equal(1, alarm.GetProperty("priority").GetInt32());
        Assert.Equal("LA151_03", Word(alarm.GetProperty("event"), "tag"));
        await Eventually.TrueAsync(() => updates.Any(Calls), "the page is called", Cancelled);

        JsonElement answer = await AnswerAsync(client, new { alarms = new[] { new { id = Id(alarm), raises = 1 } }, comment = "visto" });
        Assert.Equal("done", Word(answer.GetProperty("alarms")[0], "outcome"));
        await Eventually.TrueAsync(
            () => updates.Any(update => update.GetProperty("changed")[0].GetProperty("acknowledged").GetBoolean()
                && !Calls(update)),
            "the page sees the acknowledgement", Cancelled);

        await gateway.EventAsync(Trip(2, state: 0));
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/alarms")).GetProperty("alarms").GetArrayLength() == 0, "it is over", Cancelled);
        JsonElement detail = await client.JsonAsync($"/api/alarms/{Id(alarm)}");
        Assert.Equal(
            ["raised", "acknowledged", "returned"], detail.GetProperty("changes").EnumerateArray().Select(one => Word(one, "kind")));
        Assert.Equal("ana", Word(detail.GetProperty("alarm"), "acknowledgedBy"));
        Assert.Equal("visto", Word(detail.GetProperty("alarm"), "comment"));
    }

    [Fact]
    public async Task A_dashboard_that_starts_again_has_its_alarms_and_raises_none()
    {
        await using (RunningDashboard before = await RunningDashboard.StartAsync(_directory.Path))
        {
            await using FakeGateway gateway = await GatewayAsync(before);
            using HttpClient first = await before.LogInAsync();
            await gateway.EventAsync(Trip(1));
            await AlarmAsync(first);
        }

        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway again = await GatewayAsync(dashboard);
        using HttpClient client = await dashboard.LogInAsync();
        await again.EventAsync(Trip(1));
        await again.EventAsync(Trip(2, tag: "LA151_04"));
        await Eventually.TrueAsync(
            async () => (await client.JsonAsync("/api/alarms")).GetProperty("alarms").GetArrayLength() == 2, "both are there", Cancelled);
        JsonElement overview = await client.JsonAsync("/api/alarms/overview");
        JsonElement counts = overview.GetProperty("sites")[0].GetProperty("unacknowledged");
        Assert.Equal([2, 0, 0, 0], counts.EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal("LA151_04", Word(overview.GetProperty("first").GetProperty("event"), "tag"));
        Assert.Equal(1, overview.GetProperty("first").GetProperty("raises").GetInt32());
    }

    [Fact]
    public async Task Who_may_do_what_is_what_the_roles_say()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null, "--Users:Seed:3:Name", "vera", "--Users:Seed:3:Password", RunningDashboard.Password,
            "--Users:Seed:3:Role", "viewer");
        await using FakeGateway gateway = await GatewayAsync(dashboard);
        await gateway.EventAsync(Trip(1));
        using HttpClient operates = await dashboard.LogInAsync();
        using HttpClient views = await dashboard.LogInAsync("vera");
        using HttpClient supervises = await dashboard.LogInAsync("luis");
        using HttpClient nobody = dashboard.Anonymous();
        long id = Id(await AlarmAsync(operates));
        object seen = new { alarms = new[] { new { id, raises = 1 } } };
        object shelved = new { reason = "Pruebas", until = DateTimeOffset.UtcNow.AddHours(1) };
        object forGood = new { reason = "En obra" };

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(nobody, seen));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(views, seen));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(views, id, shelved));
        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(views, id));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(operates, id, forGood));
        Assert.False((await OneAsync(views)).GetProperty("acknowledged").GetBoolean());

        Assert.Equal(HttpStatusCode.OK, await PutAsync(operates, id, shelved));
        Assert.Equal("Pruebas", Word((await OneAsync(views, "?state=shelved")).GetProperty("shelf"), "reason"));
        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(operates, id));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(supervises, id, forGood));
        Assert.Equal("luis", Word((await OneAsync(views, "?state=outOfService")).GetProperty("shelf"), "who"));
        Assert.Equal(HttpStatusCode.Forbidden, await DeleteAsync(operates, id));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(operates, id, shelved));
        Assert.Equal("luis", Word((await OneAsync(views, "?state=outOfService")).GetProperty("shelf"), "who"));
        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(supervises, id));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(operates, seen));
        Assert.True((await OneAsync(views)).GetProperty("acknowledged").GetBoolean());

        static async Task<JsonElement> OneAsync(HttpClient of, string query = "") =>
            Assert.Single((await of.JsonAsync("/api/alarms" + query)).GetProperty("alarms").EnumerateArray());
    }

    [Fact]
    public async Task The_key_figures_are_of_the_time_that_is_asked_for()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = await GatewayAsync(dashboard);
        using HttpClient client = await dashboard.LogInAsync();
        await gateway.EventAsync(Trip(1));
        await gateway.EventAsync(Trip(2, state: 0));
        await gateway.EventAsync(Trip(3));
        await Eventually.TrueAsync(
            async () => (await AlarmAsync(client)).GetProperty("raises").GetInt32() == 2, "it was raised twice", Cancelled);
        JsonElement counted = await client.JsonAsync("/api/alarms/statistics?site=los-alamos");
        Assert.Equal(2, counted.GetProperty("raised").GetInt32());
        Assert.Equal([2, 0, 0, 0], counted.GetProperty("byPriority").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal(168, counted.GetProperty("perHour").GetArrayLength());
        Assert.Equal("LA151_03", Word(counted.GetProperty("worst")[0], "name"));
        Assert.Equal(1, counted.GetProperty("worst")[0].GetProperty("spared")[4].GetInt32());
        counted = await client.JsonAsync("/api/alarms/statistics?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z");
        Assert.Equal(0, counted.GetProperty("raised").GetInt32());
        await client.JsonAsync("/api/alarms/statistics?from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", HttpStatusCode.BadRequest);
        await client.JsonAsync("/api/alarms/statistics?from=2020-01-02T00:00:00Z", HttpStatusCode.BadRequest);
        await client.JsonAsync("/api/alarms/statistics?to=0001-01-01T00:00:00Z", HttpStatusCode.BadRequest);
        await client.JsonAsync("/api/alarms/statistics?from=0001-01-01T00:00:00%2B14:00", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_asked_wrongly_changes_nothing()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = await GatewayAsync(dashboard);
        using HttpClient client = await dashboard.LogInAsync("luis");
        await gateway.EventAsync(Trip(1));
        long id = Id(await AlarmAsync(client));
        object one = new { id, raises = 1 };
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, new { alarms = Array.Empty<object>() }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, new { alarms = new object?[] { null } }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, new { alarms = Enumerable.Repeat(one, 101) }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, new { alarms = new[] { one }, comment = new string('x', 501) }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(client, new { alarms = new[] { one }, comment = "a\u001bb" }));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(client, id, new { reason = " " }));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(client, id, new { reason = "x", until = DateTimeOffset.UtcNow.AddDays(8) }));
        DateTimeOffset past = DateTimeOffset.UtcNow.AddDays(-1);
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(client, id, new { reason = "x", until = past }));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(client, id + 1, new { reason = "x" }));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(client, id + 1));
        await client.JsonAsync($"/api/alarms/{id + 1}", HttpStatusCode.NotFound);
        JsonElement answer = await AnswerAsync(client, new { alarms = new[] { new { id = id + 1, raises = 1 }, new { id, raises = 0 } } });
        Assert.Equal(["unknown", "raisedAgain"], answer.GetProperty("alarms").EnumerateArray().Select(of => Word(of, "outcome")));
        JsonElement alarm = await AlarmAsync(client);
        Assert.False(alarm.GetProperty("acknowledged").GetBoolean());
        Assert.False(alarm.TryGetProperty("shelf", out _));
    }

    private static async Task<FakeGateway> GatewayAsync(RunningDashboard dashboard)
    {
        FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        return gateway;
    }

    private static async Task<JsonElement> AlarmAsync(HttpClient client)
    {
        JsonElement alarms = default;
        await Eventually.TrueAsync(
            async () => (alarms = (await client.JsonAsync("/api/alarms")).GetProperty("alarms")).GetArrayLength() == 1,
            "there is one alarm", Cancelled);
        return alarms[0];
    }

    private static async Task<JsonElement> AnswerAsync(HttpClient client, object body)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(Seen, body, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, object body)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(Seen, body, Cancelled);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, long id, object body)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync(Shelf(id), body, Cancelled);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> DeleteAsync(HttpClient client, long id)
    {
        using HttpResponseMessage answer = await client.DeleteAsync(Shelf(id), Cancelled);
        return answer.StatusCode;
    }

    private static string Shelf(long id) => string.Create(CultureInfo.InvariantCulture, $"/api/alarms/{id}/shelf");

    private static bool Calls(JsonElement update) => update.GetProperty("overview").TryGetProperty("first", out _);

    private static string? Word(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static long Id(JsonElement alarm) => alarm.GetProperty("id").GetInt64();

    internal static string Trip(long seq, int state = 1, string tag = "LA151_03") => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"{{tag}}","state":{{state}},"text":"DISPARO","alarmKind":0,
         "time":"2026-03-01T12:00:00.125Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;
}
