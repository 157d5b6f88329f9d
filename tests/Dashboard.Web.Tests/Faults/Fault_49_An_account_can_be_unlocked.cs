using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Web.Commands;
using Dashboard.Web.Users;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

[Trait("Category", "Slow")]
public sealed partial class Fault_49_An_account_can_be_unlocked : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_command_unlocks_beside_the_running_server()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = dashboard.Anonymous();
        for (int i = 0; i < LogInGuard.WrongUntilLocked; i++)
        {
            Assert.Equal("badCredentials", await CodeAsync(client, "wrong"));
        }

        Assert.Equal("lockedOut", await CodeAsync(client, RunningDashboard.Password));
        Assert.Equal(0, await DashboardCommands.RunAsync(["user", "unlock", "ana", "--data", _directory.Path]));
        Assert.Null(await CodeAsync(client, RunningDashboard.Password));
    }

    [Fact]
    public async Task It_opens_by_itself_after_some_minutes()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, time);
        using HttpClient client = dashboard.Anonymous();
        for (int i = 0; i < LogInGuard.WrongUntilLocked; i++)
        {
            await CodeAsync(client, "wrong");
        }

        time.Advance(LogInGuard.Locked - TimeSpan.FromSeconds(1));
        Assert.Equal("lockedOut", await CodeAsync(client, RunningDashboard.Password));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await CodeAsync(client, RunningDashboard.Password));
    }

    [Fact]
    public void The_words_promise_what_the_command_does()
    {
        string words = File.ReadAllText(
            Repository.PathOf("cloud-dashboard", "Dashboard.Web", "web", "src", "features", "session", "words.en.json"));
        string locked = LockedOut().Match(words).Groups[1].Value;
        Assert.Contains("administrator", locked, StringComparison.Ordinal);
        Assert.DoesNotContain("supervisor", locked, StringComparison.Ordinal);
    }

    [GeneratedRegex("\"login.lockedOut\": \"(.*)\"")]
    private static partial Regex LockedOut();

    private static async Task<string?> CodeAsync(HttpClient client, string password)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user = "ana", password }, Cancelled);
        return answer.IsSuccessStatusCode
            ? null
            : (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString();
    }
}
