using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using TestKit;

namespace Dashboard.Web.Tests.Provider;

/// <summary>Log-in by OpenID Connect at a real provider, over HTTP as a browser does it.</summary>
[Trait("Category", "Slow")]
public sealed class ProviderLogInTests : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private TestProvider _provider = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _provider = await TestProvider.StartAsync(FreePort.Take(1)[0], Cancelled);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_user_of_the_provider_is_one_of_the_dashboard()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient ada = dashboard.Anonymous();
        Assert.Equal("Cuenta de la empresa", (await ada.JsonAsync("/api/session/ways")).GetProperty("provider").GetString());
        Assert.Equal("/alarms?site=los-alamos", await LogInAsync(dashboard, ada, "ada", "/alarms?site=los-alamos"));
        JsonElement session = await ada.JsonAsync("/api/session");
        Assert.Equal("ada operator True", Words(session, "user", "role", "external"));
        await ada.JsonAsync("/api/sites");
        JsonElement account = await ada.JsonAsync("/api/account");
        Assert.True(account.GetProperty("external").GetBoolean());
        Assert.Equal(1, account.GetProperty("sessions").GetArrayLength());

        using HttpClient boss = await dashboard.LogInAsync("jefe");
        JsonElement listed = (await boss.JsonAsync("/api/users")).EnumerateArray()
            .Single(user => user.GetProperty("name").GetString() == "ada");
        Assert.Equal("operator True 1", $"{Words(listed, "role", "external")} {listed.GetProperty("sessions").GetArrayLength()}");
        string[] acts =
        [
            .. (await boss.JsonAsync("/api/audit?who=ada")).GetProperty("entries").EnumerateArray()
                .Select(line => line.GetProperty("what").GetString()!).Reverse(),
        ];
        Assert.Equal(["userAdded", "logIn"], acts);

        // No password of ours: neither one that somebody guesses nor one that an administrator gives.
        using HttpClient guesser = dashboard.Anonymous();
        using HttpResponseMessage guessed = await guesser.PostAsJsonAsync(
            "/api/session", new { user = "ada", password = RunningDashboard.Password }, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, guessed.StatusCode);
        using HttpResponseMessage given = await boss.PostAsJsonAsync("/api/users/ada/password", new { }, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, given.StatusCode);
    }

    [Fact]
    public async Task Roles_follow_the_table_at_each_log_in()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient berta = dashboard.Anonymous();
        await LogInAsync(dashboard, berta, "berta");
        JsonElement session = await berta.JsonAsync("/api/session");
        Assert.Equal("viewer", session.GetProperty("all").GetString());
        Assert.Equal("los-alamos supervisor", Words(Assert.Single(session.GetProperty("stations").EnumerateArray()), "site", "role"));
        _provider.Users["berta"] = ["scada-operadores"];
        using HttpClient again = dashboard.Anonymous();
        await LogInAsync(dashboard, again, "berta");
        Assert.Equal("operator", (await berta.JsonAsync("/api/session")).GetProperty("role").GetString());
        using HttpClient boss = await dashboard.LogInAsync("jefe");
        JsonElement changes = await boss.JsonAsync("/api/audit?who=berta&what=userRole");
        JsonElement change = Assert.Single(changes.GetProperty("entries").EnumerateArray());
        Assert.Equal("viewer los-alamos:supervisor operator", Words(change, "old", "new"));

        // Who has no role any more does not come in, and the session of before ends by itself or by an administrator.
        _provider.Users["berta"] = [];
        using HttpClient third = dashboard.Anonymous();
        Assert.Equal("/?problem=providerNoRole", await LogInAsync(dashboard, third, "berta"));
    }

    [Theory]
    [InlineData("carlos", "/?problem=providerNoRole")]
    [InlineData("cancel", "/?problem=providerCancelled")]
    public async Task Who_does_not_come_in_reads_why(string user, string place)
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient client = dashboard.Anonymous();
        Assert.Equal(place, await LogInAsync(dashboard, client, user));
        await client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_disabled_user_stays_out_and_a_session_can_be_ended()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient ada = dashboard.Anonymous();
        await LogInAsync(dashboard, ada, "ada");
        using HttpClient boss = await dashboard.LogInAsync("jefe");
        (await boss.DeleteAsync("/api/users/ada/sessions", Cancelled)).EnsureSuccessStatusCode().Dispose();
        await ada.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await LogInAsync(dashboard, ada, "ada");
        (await boss.PutAsJsonAsync("/api/users/ada", new { disabled = true }, Cancelled)).EnsureSuccessStatusCode().Dispose();
        await ada.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        Assert.Equal("/alarms?problem=disabled", await LogInAsync(dashboard, ada, "ada", "/alarms"));
    }

    [Fact]
    public async Task Nobody_becomes_a_user_of_the_dashboard_by_the_name()
    {
        _provider.Users["jefe"] = ["scada-operadores"];
        _provider.Users["аna"] = ["scada-operadores"];
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient client = dashboard.Anonymous();
        Assert.Equal("/?problem=providerNameTaken", await LogInAsync(dashboard, client, "jefe"));
        Assert.Equal("/?problem=providerBadName", await LogInAsync(dashboard, client, "аna"));
        await client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_last_administrator_with_a_password_stays()
    {
        _provider.Users["ada"] = ["scada-jefes"];
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient ada = dashboard.Anonymous();
        await LogInAsync(dashboard, ada, "ada");
        Assert.Equal("administrator", (await ada.JsonAsync("/api/session")).GetProperty("role").GetString());
        using HttpResponseMessage refused = await ada.PutAsJsonAsync("/api/users/jefe", new { disabled = true }, Cancelled);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task The_log_out_ends_the_log_in_at_the_provider_too()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient ada = dashboard.Anonymous();
        await LogInAsync(dashboard, ada, "ada");
        using HttpResponseMessage left = await ada.PostAsJsonAsync("/api/session/provider/out", new { }, Cancelled);
        string url = (await left.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("url").GetString()!;
        await ada.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        Assert.Equal($"{dashboard.Address}", HttpUtility.ParseQueryString(new Uri(url).Query)["post_logout_redirect_uri"]);
        using HttpResponseMessage there = await ada.GetAsync(url, Cancelled);
        Assert.Equal(($"{dashboard.Address}", 1), ($"{there.Headers.Location}", _provider.LogOuts));

        // A session with a password ends here alone.
        using HttpClient luis = await dashboard.LogInAsync("luis");
        using HttpResponseMessage here = await luis.PostAsJsonAsync("/api/session/provider/out", new { }, Cancelled);
        Assert.False((await here.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).TryGetProperty("url", out _));
    }

    [Fact]
    public async Task Behind_a_proxy_with_TLS_and_a_path_the_way_back_is_right()
    {
        await using RunningDashboard dashboard = await StartAsync("--Http:PathBase", "/scada", "--Proxies:Known:0", "127.0.0.1");
        using HttpClient client = dashboard.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "www.example");

        // As a proxy passes it that takes the path away.
        using HttpResponseMessage begun = await client.GetAsync("/api/session/provider?back=/alarms", Cancelled);
        Assert.Equal(
            "https://www.example/scada/api/session/provider/callback",
            HttpUtility.ParseQueryString(begun.Headers.Location!.Query)["redirect_uri"]);
        Assert.All(
            begun.Headers.GetValues("Set-Cookie"),
            cookie => Assert.Contains("path=/scada/api/session/provider/callback; secure; samesite=lax", cookie, StringComparison.Ordinal));
        using HttpResponseMessage there = await client.GetAsync($"{begun.Headers.Location}&as=ada", Cancelled);
        using HttpRequestMessage callback = new(HttpMethod.Get, "/api/session/provider/callback" + there.Headers.Location!.Query);
        callback.Headers.Add("Cookie", string.Join("; ", begun.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
        using HttpResponseMessage back = await client.SendAsync(callback, Cancelled);
        Assert.Equal("/scada/alarms", $"{back.Headers.Location}");
        Assert.Contains(back.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("edge.session=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/api/users")]
    public async Task The_way_back_leads_to_no_other_site(string back)
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient ada = dashboard.Anonymous();
        Assert.Equal("/", await LogInAsync(dashboard, ada, "ada", back));
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_way_to_one()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = dashboard.Anonymous();
        Assert.False((await client.JsonAsync("/api/session/ways")).TryGetProperty("provider", out _));
        await client.JsonAsync("/api/session/provider", HttpStatusCode.NotFound);
    }

    /// <summary>Follows the redirections as a browser does.</summary>
    /// <returns>The place that the browser ends at.</returns>
    internal static async Task<string> LogInAsync(RunningDashboard dashboard, HttpClient client, string user, string back = "/")
    {
        using HttpResponseMessage begun = await client.GetAsync($"/api/session/provider?back={Uri.EscapeDataString(back)}", Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        if (!begun.Headers.Location!.IsAbsoluteUri)
        {
            return $"{begun.Headers.Location}";
        }

        using HttpResponseMessage there = await client.GetAsync($"{begun.Headers.Location}&as={user}", Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, there.StatusCode);
        Assert.Equal(dashboard.Address.Authority, there.Headers.Location!.Authority);
        using HttpResponseMessage home = await client.GetAsync(there.Headers.Location, Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, home.StatusCode);
        return $"{home.Headers.Location}";
    }

    private static string Words(JsonElement element, params string[] names) =>
        string.Join(' ', names.Select(name => $"{element.GetProperty(name)}"));

    private Task<RunningDashboard> StartAsync(params string[] more) =>
        RunningDashboard.StartAsync(_directory.Path, null, [.. SettingsOf(_provider.Authority, _directory), .. more]);

    /// <summary>The settings of a dashboard with this provider.</summary>
    internal static string[] SettingsOf(Uri authority, TemporaryFolder folder, string secret = TestProvider.Secret)
    {
        string file = folder.At("secret");
        File.WriteAllText(file, secret + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return
        [
            "--OpenIdConnect:Authority", $"{authority}", "--OpenIdConnect:ClientId", TestProvider.ClientId,
            "--OpenIdConnect:ClientSecretFile", file, "--OpenIdConnect:Name", "Cuenta de la empresa",
            "--OpenIdConnect:Roles:0:Claim", "scada-operadores", "--OpenIdConnect:Roles:0:Role", "operator",
            "--OpenIdConnect:Roles:1:Claim", "scada-los-alamos", "--OpenIdConnect:Roles:1:Role", "supervisor",
            "--OpenIdConnect:Roles:1:Station", "los-alamos",
            "--OpenIdConnect:Roles:2:Claim", "scada-miran", "--OpenIdConnect:Roles:2:Role", "viewer",
            "--OpenIdConnect:Roles:3:Claim", "scada-jefes", "--OpenIdConnect:Roles:3:Role", "administrator",
            "--Users:Seed:3:Name", "jefe", "--Users:Seed:3:Password", RunningDashboard.Password, "--Users:Seed:3:Role", "administrator",
        ];
    }
}
