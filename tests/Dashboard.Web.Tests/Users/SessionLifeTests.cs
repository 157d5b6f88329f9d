using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Web.Tests.Users;

/// <summary>A session ends where its user does nothing, and at its greatest length; a wall display has neither.</summary>
[Trait("Category", "Slow")]
public sealed class SessionLifeTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // A busy machine is slow, not wrong.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_open_page_that_nobody_touches_ends_with_its_connection()
    {
        await using RunningDashboard dashboard = await StartAsync("--Sessions:Idle", "00:30:00");
        CookieContainer cookies = new();
        using HttpClient ana = await dashboard.LogInAsync(cookies: cookies);
        await using HubConnection hub = dashboard.Hub(cookies);
        Task closed = ClosingOf(hub);
        await hub.StartAsync(Cancelled);
        _time.Later(TimeSpan.FromMinutes(29));
        await UnattendedAsync(ana, HttpStatusCode.OK);
        Assert.Equal(HubConnectionState.Connected, hub.State);
        await PassAsync(TimeSpan.FromMinutes(1) + Second, () => closed.IsCompleted, "the connection closes with the session");
        Assert.Equal("idle", await UnattendedAsync(ana, HttpStatusCode.Unauthorized));
        Assert.Equal("idle", await WhoIsAsync(ana));
    }

    [Fact]
    public async Task Who_stays_gets_the_whole_idle_time_again()
    {
        await using RunningDashboard dashboard = await StartAsync("--Sessions:Idle", "00:30:00");
        using HttpClient ana = await dashboard.LogInAsync();
        JsonElement life = (await ana.JsonAsync("/api/session")).GetProperty("life");
        Assert.Equal((1800, 300), (Number(life, "idle"), Number(life, "idleWarning")));
        Assert.Equal((2_592_000, 300), (Number(life, "longest"), Number(life, "longestWarning")));
        _time.Later(TimeSpan.FromSeconds(100));
        using HttpResponseMessage stayed = await ana.PostAsJsonAsync("/api/session/stay", new { }, Cancelled);
        life = (await stayed.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("life");
        Assert.Equal((1800, 2_591_900), (Number(life, "idle"), Number(life, "longest")));
        _time.Later(TimeSpan.FromMinutes(30));
        await UnattendedAsync(ana, HttpStatusCode.OK);
        _time.Later(Second);
        await UnattendedAsync(ana, HttpStatusCode.Unauthorized);

        // What has ended is not made young again.
        using HttpResponseMessage late = await ana.PostAsJsonAsync("/api/session/stay", new { }, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task At_its_greatest_length_it_ends_whatever_its_user_does()
    {
        await using RunningDashboard dashboard = await StartAsync("--Sessions:Idle", "08:00:00", "--Sessions:Longest", "12:00:00");
        CookieContainer cookies = new();
        using HttpClient ana = await dashboard.LogInAsync(cookies: cookies);
        await using HubConnection hub = dashboard.Hub(cookies);
        Task closed = ClosingOf(hub);
        await hub.StartAsync(Cancelled);
        for (int hour = 0; hour < 12; hour++)
        {
            _time.Later(TimeSpan.FromHours(1));
            (await ana.PostAsJsonAsync("/api/session/stay", new { }, Cancelled)).EnsureSuccessStatusCode().Dispose();
        }

        await PassAsync(Second, () => closed.IsCompleted, "the connection closes with the session");
        Assert.Equal("longest", await WhoIsAsync(ana));
    }

    [Fact]
    public async Task What_a_page_asks_by_itself_is_no_use()
    {
        await using RunningDashboard dashboard = await StartAsync("--Sessions:Idle", "01:00:00");
        using HttpClient ana = await dashboard.LogInAsync();
        for (int i = 0; i < 6; i++)
        {
            await UnattendedAsync(ana, HttpStatusCode.OK);
            _time.Later(TimeSpan.FromMinutes(10));
        }

        _time.Later(Second);
        await UnattendedAsync(ana, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wall_display_is_never_thrown_out()
    {
        await using RunningDashboard dashboard = await StartAsync("--Sessions:Idle", "00:30:00", "--Sessions:Longest", "12:00:00");
        string token = dashboard.Services.GetRequiredService<TokenStore>().Add(
            "sala", TokenKind.Wall, SessionRole.Viewer, "jefe", _time.GetUtcNow().AddDays(100))!;
        CookieContainer cookies = new();
        using HttpClient wall = dashboard.Anonymous(cookies);
        (await wall.PostAsJsonAsync("/api/session/wall", new { token }, Cancelled)).EnsureSuccessStatusCode().Dispose();
        await using HubConnection hub = dashboard.Hub(cookies);
        await hub.StartAsync(Cancelled);

        // A session that ends meanwhile shows that the watch has looked.
        using HttpClient other = await dashboard.LogInAsync();
        SessionStore sessions = dashboard.Services.GetRequiredService<SessionStore>();
        await PassAsync(TimeSpan.FromDays(50), () => sessions.All().Count == 0, "the session of the other is forgotten");
        Assert.Equal(HubConnectionState.Connected, hub.State);
        Assert.False((await wall.JsonAsync("/api/session")).TryGetProperty("life", out _));
        await UnattendedAsync(wall, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_of_an_earlier_version_goes_on()
    {
        CookieContainer cookies = new();
        Uri former;
        await using (RunningDashboard before = await StartAsync())
        {
            (await before.LogInAsync(cookies: cookies)).Dispose();
            former = before.Address;
        }

        await using (SqliteConnection file = new($"Data Source={_directory.At("users.db")}"))
        {
            await file.OpenAsync(Cancelled);
            await using SqliteCommand command = file.CreateCommand();
            command.CommandText = "ALTER TABLE Sessions DROP COLUMN Begun";
            await command.ExecuteNonQueryAsync(Cancelled);
        }

        await using RunningDashboard after = await StartAsync();
        CookieContainer there = new();
        there.Add(after.Address, cookies.GetCookies(former));
        using HttpClient ana = after.Anonymous(there);
        Assert.Equal(2_592_000, Number((await ana.JsonAsync("/api/session")).GetProperty("life"), "longest"));
    }

    [Theory]
    [InlineData("Idle", "12")]
    [InlineData("Idle", "00:00:29")]
    [InlineData("Idle", "-01:00:00")]
    [InlineData("Longest", "00:00:59")]
    [InlineData("Longest", "401.00:00:00")]
    [InlineData("Longest", "a week")]
    [InlineData("Longest", "11:59:59")]
    public void A_time_that_makes_no_sense_ends_the_start(string name, string value)
    {
        SettingException refused = Assert.Throws<SettingException>(() => Settings(($"Sessions:{name}", value)));
        Assert.Contains($"Sessions:{name}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_read_and_have_a_default()
    {
        Assert.Equal(new SessionSettings(TimeSpan.FromHours(12), TimeSpan.FromDays(30)), Settings());
        Assert.Equal(
            new SessionSettings(TimeSpan.FromSeconds(30), TimeSpan.FromHours(36)),
            Settings(("Sessions:Idle", "00:00:30"), ("Sessions:Longest", "1.12:00:00")));
    }

    private static SessionSettings Settings(params (string Name, string? Value)[] values) => SessionSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(one => KeyValuePair.Create(one.Name, one.Value))).Build());

    private static int Number(JsonElement life, string name) => life.GetProperty(name).GetInt32();

    private static Task ClosingOf(HubConnection hub)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        return closed.Task;
    }

    /// <summary>What a page asks without its user.</summary>
    /// <returns>Why the session has ended, if the answer says it.</returns>
    private static async Task<string?> UnattendedAsync(HttpClient client, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/sites");
        request.Headers.Add("Session-Unattended", "1");
        using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
        Assert.Equal(expected, answer.StatusCode);
        return answer.Headers.TryGetValues("Session-Ended", out IEnumerable<string>? why) ? Assert.Single(why) : null;
    }

    private static async Task<string?> WhoIsAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.GetAsync("/api/session", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return Assert.Single(answer.Headers.GetValues("Session-Ended"));
    }

    // The watch waits a second of the virtual time.
    private Task PassAsync(TimeSpan time, Func<bool> until, string what)
    {
        _time.Later(time);
        return Eventually.TrueAsync(
            () =>
            {
                _time.Advance(Second);
                return until();
            },
            what, Cancelled, Patience);
    }

    private Task<RunningDashboard> StartAsync(params string[] more) => RunningDashboard.StartAsync(_directory.Path, _time, more);
}
