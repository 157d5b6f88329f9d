using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Web.Tests.Provider;

/// <summary>What goes wrong at the provider ends on the log-in page, which says what, and in the log, which says what to do.</summary>
[Trait("Category", "Slow")]
public sealed class A_provider_that_fails_is_a_clear_page : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private readonly Notes _log = new();
    private readonly int _port = FreePort.Take(1)[0];
    private TestProvider? _provider;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _provider = await TestProvider.StartAsync(_port, Cancelled);

    public async ValueTask DisposeAsync()
    {
        await (_provider?.DisposeAsync() ?? ValueTask.CompletedTask);
        _directory.Dispose();
    }

    [Fact]
    public async Task One_that_is_down_keeps_nobody_with_a_password_out()
    {
        await _provider!.DisposeAsync();
        _provider = null;
        await using RunningDashboard dashboard = await StartAsync();
        Assert.Equal("/alarms?problem=providerDown", await FailAsync(dashboard, "/alarms"));
        Assert.Equal(1, _log.Count(7010));
        (await dashboard.LogInAsync()).Dispose();

        // It is asked again, and comes back without a restart.
        _provider = await TestProvider.StartAsync(_port, Cancelled);
        await Eventually.TrueAsync(async () => await FailAsync(dashboard, "/alarms") == "/alarms", "the log-in works again", Cancelled);
    }

    [Fact]
    public async Task A_wrong_secret_is_named()
    {
        await using RunningDashboard dashboard = await StartAsync("otro secreto");
        Assert.Equal("/?problem=providerClient", await FailAsync(dashboard));
        Assert.Contains("OpenIdConnect:ClientSecretFile", _log.TextOf(7011), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_issuer_is_named()
    {
        _provider!.Issuer = "https://other.example/";
        await using RunningDashboard dashboard = await StartAsync();
        Assert.Equal("/?problem=providerIssuer", await FailAsync(dashboard));
        Assert.Contains("names another issuer", _log.TextOf(7012), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_clock_is_named()
    {
        _provider!.Ahead = TimeSpan.FromHours(-1);
        await using RunningDashboard dashboard = await StartAsync();
        Assert.Equal("/?problem=providerClock", await FailAsync(dashboard));
        Assert.Contains("by NTP", _log.TextOf(7013), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_refused()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient client = dashboard.Anonymous();
        foreach (string query in (string[])["", "?code=1", "?code=1&state=2", "?error=server_error"])
        {
            using HttpResponseMessage answer = await client.GetAsync($"/api/session/provider/callback{query}", Cancelled);
            Assert.StartsWith("/?problem=provider", $"{answer.Headers.Location}", StringComparison.Ordinal);
        }

        // One line a minute of each sort, however many come.
        Assert.InRange(_log.Count(7014) + _log.Count(7015), 1, 2);
    }

    private static async Task<string> FailAsync(RunningDashboard dashboard, string back = "/")
    {
        using HttpClient client = dashboard.Anonymous();
        return await ProviderLogInTests.LogInAsync(dashboard, client, "ada", back);
    }

    private Task<RunningDashboard> StartAsync(string secret = TestProvider.Secret) => RunningDashboard.StartAsync(
        _directory.Path, null, services => services.AddLogging(logging => logging.AddProvider(new NotesProvider(_log))),
        ProviderLogInTests.SettingsOf(new Uri($"http://127.0.0.1:{_port}/"), _directory, secret));
}
