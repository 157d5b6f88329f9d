using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Commands;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>On the command line or in the file: requests, live connections and pages follow.</summary>
[Trait("Category", "Slow")]
public sealed class Fault_15_A_changed_user_is_changed_at_once : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private readonly CookieContainer _cookies = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunningDashboard _dashboard = null!;
    private HttpClient _client = null!;
    private HubConnection _hub = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dashboard = await RunningDashboard.StartAsync(_directory.Path);
        _client = await _dashboard.LogInAsync(cookies: _cookies);
        _hub = _dashboard.Hub(_cookies);
        _hub.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
        await _hub.StartAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _client.Dispose();
        await _dashboard.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_user_deleted_from_the_file_is_nobody_and_no_error()
    {
        await InFileAsync("DELETE FROM AspNetUsers WHERE UserName = 'ana'");
        await _client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        using HttpResponseMessage page = await _client.GetAsync("/", Cancelled);
        Assert.True((int)page.StatusCode < 500);
        using HttpResponseMessage session = await _client.GetAsync("/api/session", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, session.StatusCode);
        using HttpResponseMessage logOut = await _client.DeleteAsync("/api/session", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, logOut.StatusCode);
        await _closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task A_user_disabled_in_the_file_is_out()
    {
        await InFileAsync("UPDATE AspNetUsers SET Disabled = 1 WHERE UserName = 'ana'");
        await _client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await _closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("remove")]
    [InlineData("password")]
    public async Task A_command_ends_every_session_of_the_user(string command)
    {
        using HttpClient other = await _dashboard.LogInAsync("luis");
        await CommandAsync(command, "ana");
        await _client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await _closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        await other.JsonAsync("/api/sites");
    }

    [Fact]
    public async Task Another_role_counts_from_the_next_request_and_the_page_connects_anew()
    {
        await CommandAsync("role", "ana", "administrator");
        Assert.Equal("administrator", (await _client.JsonAsync("/api/session")).GetProperty("role").GetString());
        await _closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        await using HubConnection again = _dashboard.Hub(_cookies);
        await again.StartAsync(Cancelled);
    }

    [Fact]
    public async Task A_disabled_user_comes_in_again_only_when_enabled()
    {
        await CommandAsync("disable", "ana");
        using HttpClient client = _dashboard.Anonymous();
        Assert.Equal((HttpStatusCode.Forbidden, "disabled"), await LogInAsync(client, RunningDashboard.Password));
        Assert.Equal((HttpStatusCode.Unauthorized, "badCredentials"), await LogInAsync(client, "wrong"));
        await CommandAsync("enable", "ana");

        // What was open before has ended for good.
        await _client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        (await _dashboard.LogInAsync()).Dispose();
    }

    [Fact]
    public async Task A_user_changes_the_password_and_other_browsers_are_out()
    {
        using HttpClient other = await _dashboard.LogInAsync();
        const string mine = "otra frase bien larga";
        Assert.Equal("badCredentials", await ChangeAsync(other, "wrong", mine));
        Assert.Equal("weakPassword", await ChangeAsync(other, RunningDashboard.Password, "password1234"));
        Assert.Equal("weakPassword", await ChangeAsync(other, RunningDashboard.Password, RunningDashboard.Password));
        Assert.Null(await ChangeAsync(other, RunningDashboard.Password, mine));
        await other.JsonAsync("/api/sites");
        await _client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await _closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        using HttpClient client = _dashboard.Anonymous();
        Assert.Equal((HttpStatusCode.Unauthorized, "badCredentials"), await LogInAsync(client, RunningDashboard.Password));
    }

    private static async Task<string?> ChangeAsync(HttpClient client, string current, string @new)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync("/api/session/password", new { current, @new }, Cancelled);
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        return answer.IsSuccessStatusCode ? null : body.GetProperty("code").GetString();
    }

    private static async Task<(HttpStatusCode Status, string? Code)> LogInAsync(HttpClient client, string password)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user = "ana", password }, Cancelled);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    private async Task CommandAsync(params string[] words) =>
        Assert.Equal(0, await DashboardCommands.RunAsync(["user", .. words, "--data", _directory.Path]));

    private async Task InFileAsync(string change)
    {
        await using SqliteConnection file = new($"Data Source={Path.Combine(_directory.Path, "users.db")}");
        await file.OpenAsync(Cancelled);
        await using SqliteCommand command = file.CreateCommand();
        command.CommandText = change;
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancelled));
    }
}
