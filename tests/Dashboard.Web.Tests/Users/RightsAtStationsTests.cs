using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests.Users;

/// <summary>Two stations with an alarm each: what a role for one of them permits, over HTTP, by token and live.</summary>
[Trait("Category", "Slow")]
public sealed class RightsAtStationsTests : IAsyncLifetime
{
    private const string Own = "sur";
    private const string Other = "norte";

    private readonly TemporaryFolder _directory = new();
    private readonly FakeGateway[] _gateways = [new(Own), new(Other)];
    private readonly Dictionary<string, long> _alarms = [];
    private RunningDashboard _dashboard = null!;
    private HttpClient _boss = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string[] ofStation(int number, SessionRole role) =>
        [
            $"--Users:Seed:{number}:Name", $"sur-{role}", $"--Users:Seed:{number}:Password", RunningDashboard.Password,
            $"--Users:Seed:{number}:Role", $"{role}", $"--Users:Seed:{number}:Stations:0", Own,
        ];
        _dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null,
            [
                "--Users:Seed:9:Name", "jefe", "--Users:Seed:9:Password", RunningDashboard.Password, "--Users:Seed:9:Role", "administrator",
                .. Enum.GetValues<SessionRole>().SelectMany((role, i) => ofStation(10 + i, role)),
            ]);
        _boss = await _dashboard.LogInAsync("jefe");
        foreach (FakeGateway gateway in _gateways)
        {
            await gateway.ConnectAsync(_dashboard.BrokerPort);
            await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
            await gateway.EventAsync(Trip(1));
        }

        await Eventually.TrueAsync(async () => (await AlarmsAsync(_boss)).Count == 2, "both call", Cancelled);
        foreach (JsonElement alarm in await AlarmsAsync(_boss))
        {
            _alarms[Text(alarm, "site")] = alarm.GetProperty("id").GetInt64();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _boss?.Dispose();
        foreach (FakeGateway gateway in _gateways)
        {
            await gateway.DisposeAsync();
        }

        await _dashboard.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_cell_of_the_table_holds_at_the_own_station_alone(bool byToken)
    {
        foreach (SessionRole role in Enum.GetValues<SessionRole>().Where(role => !byToken || role <= AccessToken.Most))
        {
            using HttpClient client = byToken ? TokenOf(role) : await _dashboard.LogInAsync($"sur-{role}");
            foreach (string site in (string[])[Own, Other])
            {
                bool Has(Right right) => site == Own && Rights.Has(role, right);
                Assert.Equal(Has(Right.Watch), await IsDoneAsync(client, "GET", $"/api/sites/{site}"));
                Assert.Equal(Has(Right.Watch), await IsDoneAsync(client, "GET", $"/api/sites/{site}/screens/LA"));
                Assert.Equal(Has(Right.Watch), await IsDoneAsync(client, "GET", $"/api/sites/{site}/events"));
                Assert.Equal(Has(Right.Watch), await IsDoneAsync(client, "GET", $"/api/alarms/{_alarms[site]}"));
                object shelf = new { reason = "Pruebas", until = DateTimeOffset.UtcNow.AddHours(1) };
                Assert.Equal(Has(Right.Shelve), await IsDoneAsync(client, "PUT", $"/api/alarms/{_alarms[site]}/shelf", shelf));
                Assert.Equal(
                    Has(Right.TakeOutOfService),
                    await IsDoneAsync(client, "PUT", $"/api/alarms/{_alarms[site]}/shelf", new { reason = "Obra" }));

                // Of an operator it is shelved for a time still, of the others out of service.
                Assert.Equal(Has(Right.Shelve), await IsDoneAsync(client, "DELETE", $"/api/alarms/{_alarms[site]}/shelf"));
                await IsDoneAsync(_boss, "DELETE", $"/api/alarms/{_alarms[site]}/shelf");

                // Online, so that one who may is refused for that.
                using HttpResponseMessage forget = await client.DeleteAsync($"/api/sites/{site}", Cancelled);
                Assert.Equal(Has(Right.ForgetStation) ? HttpStatusCode.Conflict : HttpStatusCode.Forbidden, forget.StatusCode);

                object seen = new { alarms = new[] { new { id = _alarms[site], raises = 1 } } };
                Assert.Equal(Has(Right.Acknowledge), await IsDoneAsync(client, "POST", "/api/alarms/acknowledge", seen));
            }

            // What is of no station needs a role for all.
            await client.JsonAsync("/api/audit", HttpStatusCode.Forbidden);
            await client.JsonAsync("/api/users", HttpStatusCode.Forbidden);
            Assert.False(await IsDoneAsync(
                client, "POST", "/api/alarms/acknowledge", new { alarms = _alarms.Values.Select(id => new { id, raises = 1 }) }));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lists_have_the_own_station_alone(bool byToken)
    {
        using HttpClient client = byToken ? TokenOf(SessionRole.Viewer) : await _dashboard.LogInAsync($"sur-{SessionRole.Viewer}");
        Assert.Equal([Own], (await client.JsonAsync("/api/sites")).EnumerateArray().Select(one => Text(one, "site")));
        Assert.Equal([Own], (await AlarmsAsync(client)).Select(one => Text(one, "site")));
        Assert.Empty(await AlarmsAsync(client, "&site=norte"));
        Assert.Equal(2, (await _boss.JsonAsync("/api/events")).GetProperty("events").GetArrayLength());
        JsonElement events = (await client.JsonAsync("/api/events")).GetProperty("events");
        Assert.Equal([Own], events.EnumerateArray().Select(one => Text(one, "site")));
        JsonElement overview = await client.JsonAsync("/api/alarms/overview");
        Assert.Equal([Own], overview.GetProperty("sites").EnumerateArray().Select(one => Text(one, "site")));
        Assert.Equal(Own, Text(overview.GetProperty("first"), "site"));
        string table = await client.GetStringAsync("/api/alarms/export", Cancelled);
        Assert.Contains(Own, table, StringComparison.Ordinal);
        Assert.DoesNotContain(Other, table, StringComparison.Ordinal);
        Assert.Equal(1, (await client.JsonAsync("/api/alarms/statistics")).GetProperty("raised").GetInt32());
        Assert.Equal(2, (await _boss.JsonAsync("/api/alarms/statistics")).GetProperty("raised").GetInt32());
    }

    [Fact]
    public async Task A_page_is_sent_what_is_of_its_stations()
    {
        CookieContainer cookies = new();
        (await _dashboard.LogInAsync($"sur-{SessionRole.Operator}", cookies)).Dispose();
        await using HubConnection hub = _dashboard.Hub(cookies);
        ConcurrentQueue<string> sites = new();
        ConcurrentQueue<JsonElement> updates = new();
        hub.On<string, JsonElement>("event", (site, _) => sites.Enqueue(site));
        hub.On<JsonElement>("site", one => sites.Enqueue(Text(one, "site")));
        hub.On<JsonElement>("glance", one => sites.Enqueue(Text(one, "site")));
        hub.On<JsonElement>("alarms", updates.Enqueue);
        await hub.StartAsync(Cancelled);
        Assert.NotNull(await hub.InvokeAsync<JsonElement?>("Watch", Own, Cancelled));
        HubException refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement?>("Watch", Other, Cancelled));
        Assert.Contains("forbidden", refused.Message, StringComparison.Ordinal);
        await hub.InvokeAsync("Unwatch", "", Cancelled);

        // The other one first: what is of the own one shows that it would have been here.
        await _gateways[1].RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow, "offline"));
        await _gateways[1].EventAsync(Trip(2, "LA151_04"));
        await Eventually.TrueAsync(async () => (await AlarmsAsync(_boss)).Count == 3, "the other one calls", Cancelled);
        await _gateways[0].EventAsync(Trip(2, "LA151_04"));
        await Eventually.TrueAsync(
            () => updates.Any(one => one.GetProperty("changed").GetArrayLength() > 0), "the page is told of its own", Cancelled);
        Assert.All(sites, site => Assert.Equal(Own, site));
        Assert.All(updates, one =>
        {
            Assert.All(one.GetProperty("changed").EnumerateArray(), alarm => Assert.Equal(Own, Text(alarm, "site")));
            Assert.All(one.GetProperty("overview").GetProperty("sites").EnumerateArray(), site => Assert.Equal(Own, Text(site, "site")));
            Assert.Equal(Own, Text(one.GetProperty("overview").GetProperty("first"), "site"));
        });
    }

    [Fact]
    public async Task Beside_the_first_alarm_is_the_first_that_the_user_may_acknowledge()
    {
        Assert.Equal(Other, Text((await _boss.JsonAsync("/api/alarms/overview")).GetProperty("first"), "site"));
        Assert.True(await IsDoneAsync(
            _boss, "PUT", $"/api/users/sur-{SessionRole.Operator}/access",
            new { role = "viewer", stations = new[] { new { site = Own, role = "operator" } } }));
        using HttpClient client = await _dashboard.LogInAsync($"sur-{SessionRole.Operator}");
        JsonElement overview = await client.JsonAsync("/api/alarms/overview");
        Assert.Equal([Other, Own], new[] { "first", "own" }.Select(name => Text(overview.GetProperty(name), "site")));
        Assert.False((await _boss.JsonAsync("/api/alarms/overview")).TryGetProperty("own", out _));
        object body = new { alarms = new[] { new { id = _alarms[Own], raises = 1 } } };
        Assert.True(await IsDoneAsync(client, "POST", "/api/alarms/acknowledge", body));
        Assert.False((await client.JsonAsync("/api/alarms/overview")).TryGetProperty("own", out _));
    }

    [Fact]
    public async Task A_role_that_is_taken_away_counts_at_once()
    {
        CookieContainer cookies = new();
        using HttpClient client = await _dashboard.LogInAsync($"sur-{SessionRole.Operator}", cookies);
        await using HubConnection hub = _dashboard.Hub(cookies);
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancelled);
        string path = $"/api/users/sur-{SessionRole.Operator}/access";
        Assert.True(await IsDoneAsync(_boss, "PUT", path, new { stations = new[] { new { site = Other, role = "viewer" } } }));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
        Assert.Equal([Other], (await client.JsonAsync("/api/sites")).EnumerateArray().Select(one => Text(one, "site")));
        JsonElement session = await client.JsonAsync("/api/session");
        Assert.Equal(("viewer", Other), (Text(session, "role"), Text(session.GetProperty("stations")[0], "site")));

        // Both at once: at a station the higher counts.
        Assert.True(await IsDoneAsync(
            _boss, "PUT", path, new { role = "viewer", stations = new[] { new { site = Other, role = "operator" } } }));
        Assert.Equal(2, (await client.JsonAsync("/api/sites")).GetArrayLength());
        Assert.True(await IsDoneAsync(
            client, "POST", "/api/alarms/acknowledge", new { alarms = new[] { new { id = _alarms[Other], raises = 1 } } }));
        Assert.False(await IsDoneAsync(
            client, "POST", "/api/alarms/acknowledge", new { alarms = new[] { new { id = _alarms[Own], raises = 1 } } }));
        JsonElement line = (await _boss.JsonAsync("/api/audit?what=userRole")).GetProperty("entries")[0];
        Assert.Equal(("- norte:viewer", "viewer norte:operator"), (Text(line, "old"), Text(line, "new")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"stations":[]}""")]
    [InlineData("""{"stations":[{"site":"a b","role":"viewer"}]}""")]
    [InlineData("""{"stations":[{"site":"sur","role":"viewer"},{"site":"sur","role":"operator"}]}""")]
    public async Task Roles_that_are_none_are_refused(string body) => Assert.False(await IsDoneAsync(
        _boss, "PUT", $"/api/users/sur-{SessionRole.Viewer}/access", JsonDocument.Parse(body).RootElement));

    private static string Trip(int seq, string tag = "LA151_03") => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"{{tag}}","state":1,"text":"DISPARO","alarmKind":0,
         "time":"2026-03-01T12:00:0{{seq}}.125Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;

    private static async Task<List<JsonElement>> AlarmsAsync(HttpClient client, string more = "") =>
        [.. (await client.JsonAsync("/api/alarms?state=all" + more)).GetProperty("alarms").EnumerateArray()];

    private HttpClient TokenOf(SessionRole role)
    {
        HttpClient client = _dashboard.Anonymous();
        string? secret = _dashboard.Services.GetRequiredService<TokenStore>().Add(
            $"de-{role}-{Guid.NewGuid():N}", TokenKind.Program, role, "jefe", DateTimeOffset.UtcNow.AddDays(1), [Own]);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    private static async Task<bool> IsDoneAsync(HttpClient client, string method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
        return answer.IsSuccessStatusCode;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement text) ? text.GetString()! : "";
}
