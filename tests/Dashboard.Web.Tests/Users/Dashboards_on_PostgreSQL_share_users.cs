using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TestKit;
using TestKit.Databases;

namespace Dashboard.Web.Tests.Users;

/// <summary>Two dashboards on a real server, each with a data directory of its own.</summary>
[Trait("Category", "Slow")]
[SupportedOSPlatform("linux")]
public sealed class Dashboards_on_PostgreSQL_share_users : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private PostgresServer _server = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        _server = await PostgresServer.StartAsync(isDurable: false, Cancelled);
        await _server.RunAsync("postgres", "CREATE DATABASE edge", Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _directory.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_session_of_one_is_one_of_the_other_and_ends_at_both()
    {
        // At the same time: each finds no user, and one makes them.
        RunningDashboard[] both = await Task.WhenAll(StartAsync("a"), StartAsync("b"));
        await using RunningDashboard one = both[0];
        await using RunningDashboard other = both[1];
        Assert.False(File.Exists(_directory.At("a", "users.db")));
        CookieContainer cookies = new();
        using HttpClient ana = await one.LogInAsync("ana", cookies);
        CookieContainer there = new();
        there.Add(other.Address, cookies.GetCookies(one.Address));
        using HttpClient anaThere = other.Anonymous(there);
        Assert.Equal("ana", (await anaThere.JsonAsync("/api/session")).GetProperty("user").GetString());
        await using HubConnection hub = other.Hub(there);
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancelled);

        using HttpClient boss = await one.LogInAsync("jefe");
        using HttpResponseMessage disabled = await boss.PutAsJsonAsync("/api/users/ana", new { disabled = true }, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, disabled.StatusCode);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
        await anaThere.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);

        using HttpResponseMessage made = await boss.PostAsJsonAsync("/api/tokens", new { name = "scada", kind = "program" }, Cancelled);
        JsonElement token = await made.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        using HttpClient program = other.Anonymous();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("token").GetString());
        await program.JsonAsync("/api/sites");
    }

    [Fact]
    public async Task An_alarm_of_one_calls_at_the_other_and_is_acknowledged_there()
    {
        await using RunningDashboard one = await StartAsync("a");
        await using RunningDashboard other = await StartAsync("b");
        using HttpClient here = await one.LogInAsync("ana");
        CookieContainer cookies = new();
        using HttpClient there = await other.LogInAsync("ana", cookies);
        ConcurrentQueue<int> calls = new();
        await using HubConnection hub = other.Hub(cookies);
        hub.On<JsonElement>("alarms", update => calls.Enqueue(Unacknowledged(update.GetProperty("overview"))));
        await hub.StartAsync(Cancelled);
        await using FakeGateway gateway = new("los-alamos");
        await gateway.ConnectAsync(one.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await gateway.EventAsync("""
            {"epoch":"e1","seq":1,"type":"digital","tag":"T1","state":1,"text":"ALARMA","alarmKind":1,
             "time":"2026-03-01T12:00:00Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
            """);
        await Eventually.TrueAsync(() => calls.LastOrDefault() == 1, "it calls at the other", Cancelled);

        JsonElement alarm = (await there.JsonAsync("/api/alarms")).GetProperty("alarms")[0];
        using HttpResponseMessage answer = await there.PostAsJsonAsync(
            "/api/alarms/acknowledge",
            new { alarms = new[] { new { id = alarm.GetProperty("id"), raises = 1 } } }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Eventually.TrueAsync(
            async () => Unacknowledged(await here.JsonAsync("/api/alarms/overview")) == 0, "it calls nowhere any more", Cancelled);
    }

    [Fact]
    public async Task Commands_work_on_the_server_too()
    {
        await using RunningDashboard dashboard = await StartAsync("a");
        using HttpClient luis = await dashboard.LogInAsync("luis");
        await CommandAsync("role", "luis", "administrator");
        Assert.Equal("administrator", (await luis.JsonAsync("/api/session")).GetProperty("role").GetString());
        await CommandAsync("remove", "luis");
        await luis.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_file_of_before_is_taken_over_once()
    {
        string cookie;
        string? secret;
        await using (RunningDashboard before = await RunningDashboard.StartAsync(_directory.At("a")))
        {
            CookieContainer cookies = new();
            using HttpClient eva = await before.LogInAsync("eva", cookies);
            cookie = cookies.GetCookieHeader(before.Address);
            using IServiceScope scope = before.Services.CreateScope();
            await scope.ServiceProvider.GetRequiredService<Accounts>().AddAsync(
                "berta", nameof(SessionRole.Supervisor), RunningDashboard.Password, mustChange: false);
            secret = before.Services.GetRequiredService<TokenStore>().Add(
                "scada", TokenKind.Program, SessionRole.Operator, "jefe", DateTimeOffset.UtcNow.AddDays(1));
        }

        await using (RunningDashboard after = await StartAsync("a"))
        {
            using HttpClient eva = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = after.Address };
            eva.DefaultRequestHeaders.Add("Cookie", cookie);
            Assert.Equal("operator", (await eva.JsonAsync("/api/session")).GetProperty("role").GetString());
            using HttpClient berta = await after.LogInAsync("berta");
            Assert.Equal("supervisor", (await berta.JsonAsync("/api/session")).GetProperty("role").GetString());
            using HttpClient program = after.Anonymous();
            program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            await program.JsonAsync("/api/sites");
            using IServiceScope scope = after.Services.CreateScope();
            await scope.ServiceProvider.GetRequiredService<Accounts>().RemoveAsync("berta");
        }

        // The file is there still, and nobody comes back from it.
        Assert.True(File.Exists(_directory.At("a", "users.db")));
        await using RunningDashboard again = await StartAsync("a");
        using HttpClient gone = again.Anonymous();
        using HttpResponseMessage refused = await gone.PostAsJsonAsync(
            "/api/session", new { user = "berta", password = RunningDashboard.Password }, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task CommandAsync(params string[] words)
    {
        CommandResult result = await Command.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "edge-dashboard.dll"), "user", .. words], Cancelled,
            environment: new Dictionary<string, string>
            {
                ["Historian__Store"] = "postgres",
                ["Historian__Postgres"] = _server.ConnectionTo("edge"),
                ["Data__Directory"] = _directory.At("a"),
            });
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    private static int Unacknowledged(JsonElement overview) => overview.GetProperty("sites").EnumerateArray()
        .Sum(site => site.GetProperty("unacknowledged").EnumerateArray().Sum(count => count.GetInt32()));

    private Task<RunningDashboard> StartAsync(string name) => RunningDashboard.StartAsync(
        _directory.At(name), null,
        [
            "--Historian:Store", "postgres", "--Historian:Postgres", _server.ConnectionTo("edge"),
            "--Users:Seed:3:Name", "jefe", "--Users:Seed:3:Password", RunningDashboard.Password, "--Users:Seed:3:Role", "administrator",
        ]);
}
