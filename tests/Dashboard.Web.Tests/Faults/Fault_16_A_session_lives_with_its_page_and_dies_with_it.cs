using System.Net;
using System.Net.Http.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

[Trait("Category", "Slow")]
public sealed class Fault_16_A_session_lives_with_its_page_and_dies_with_it : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_page_in_use_stays_in_for_days_and_an_unused_session_does_not()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, time);
        CookieContainer cookies = new();
        using HttpClient used = await dashboard.LogInAsync(cookies: cookies);
        using HttpClient unused = await dashboard.LogInAsync("luis");
        await using HubConnection hub = dashboard.Hub(cookies);
        await hub.StartAsync(Cancelled);
        DateTimeOffset end = time.GetUtcNow() + TimeSpan.FromHours(50);
        while (time.GetUtcNow() < end)
        {
            time.Later(TimeSpan.FromHours(11));

            // The watch of the connections looks each second.
            time.Advance(TimeSpan.FromSeconds(2));
            using HttpResponseMessage stayed = await used.PostAsJsonAsync("/api/session/stay", new { }, Cancelled);
            Assert.Equal(HttpStatusCode.OK, stayed.StatusCode);
        }

        Assert.Equal(HubConnectionState.Connected, hub.State);
        await used.JsonAsync("/api/sites");
        await unused.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Requests_keep_a_session_too()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, time);
        using HttpClient client = await dashboard.LogInAsync();
        for (int i = 0; i < 3; i++)
        {
            time.Later(TimeSpan.FromHours(11));
            await client.JsonAsync("/api/sites");
        }

        time.Later(TimeSpan.FromHours(13));
        await client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_page_keeps_its_session_through_a_jump_of_the_clock()
    {
        ServerClock time = new();
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, time);
        CookieContainer cookies = new();
        using HttpClient display = await dashboard.LogInAsync(cookies: cookies);
        using HttpClient unused = await dashboard.LogInAsync("luis");
        await using HubConnection hub = dashboard.Hub(cookies);
        await hub.StartAsync(Cancelled);

        // Nobody has waited these hours.
        time.Utc += TimeSpan.FromHours(13);
        SessionStore sessions = dashboard.Services.GetRequiredService<SessionStore>();
        await Eventually.TrueAsync(
            () => sessions.All().Any(session => session.User == "ana" && sessions.EndOf(session) is null),
            "the session of the page has the new time", Cancelled);
        Assert.Equal(HubConnectionState.Connected, hub.State);
        await display.JsonAsync("/api/sites");
        await unused.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_that_nobody_uses_is_forgotten()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, time);
        (await dashboard.LogInAsync()).Dispose();
        SessionStore sessions = dashboard.Services.GetRequiredService<SessionStore>();
        Assert.Single(sessions.All());
        time.Advance(SessionSettings.Usual.Idle + TimeSpan.FromHours(2));
        await Eventually.TrueAsync(
            () =>
            {
                // The watch waits a second of the virtual time.
                time.Advance(TimeSpan.FromSeconds(1));
                return sessions.All().Count == 0;
            },
            "the file has no old session", Cancelled);
    }

    [Fact]
    public async Task Another_log_in_at_one_browser_ends_the_session_before()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        CookieContainer cookies = new();
        using HttpClient first = await dashboard.LogInAsync(cookies: cookies);
        string kept = cookies.GetCookieHeader(dashboard.Address);
        using HttpClient second = await dashboard.LogInAsync("luis", cookies);
        using HttpClient thief = Thief(dashboard, kept);
        await thief.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await second.JsonAsync("/api/sites");
    }

    [Fact]
    public async Task After_log_out_the_old_cookie_is_worth_nothing_and_its_pages_close()
    {
        // The pages close with the log-out itself, not when the watch finds them.
        await using RunningDashboard dashboard = await WithoutWatchAsync(TimeProvider.System);
        CookieContainer cookies = new();
        using HttpClient client = await dashboard.LogInAsync(cookies: cookies);
        string kept = cookies.GetCookieHeader(dashboard.Address);
        await using HubConnection hub = dashboard.Hub(cookies);
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancelled);
        using HttpClient elsewhere = await dashboard.LogInAsync();
        using HttpResponseMessage gone = await client.DeleteAsync("/api/session", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        using HttpClient thief = Thief(dashboard, kept);
        await thief.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        await elsewhere.JsonAsync("/api/sites");
    }

    [Fact]
    public async Task A_user_has_a_bounded_number_of_sessions()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = await dashboard.LogInAsync();
        SessionStore sessions = dashboard.Services.GetRequiredService<SessionStore>();
        string user = Assert.Single(sessions.All()).UserId;
        for (int i = 0; i < SessionStore.MaximumPerUser + 5; i++)
        {
            sessions.Begin(user);
        }

        Assert.Equal(SessionStore.MaximumPerUser, sessions.All().Count);
    }

    private static HttpClient Thief(RunningDashboard dashboard, string cookie)
    {
        HttpClient thief = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = dashboard.Address };
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        return thief;
    }

    private Task<RunningDashboard> WithoutWatchAsync(TimeProvider time) => RunningDashboard.StartAsync(
        _directory.Path, time,
        services => services.Remove(Assert.Single(services, service => service.ImplementationType == typeof(SessionWatch))));
}
