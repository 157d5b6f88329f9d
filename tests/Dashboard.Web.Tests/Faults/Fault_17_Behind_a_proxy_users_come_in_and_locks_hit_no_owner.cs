using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;
using TestKit.Proxies;

namespace Dashboard.Web.Tests.Faults;

/// <summary>With nginx itself in front.</summary>
[Trait("Category", "Slow")]
public sealed class Fault_17_Behind_a_proxy_users_come_in_and_locks_hit_no_owner : IDisposable
{
    private const string Forwarded =
        """
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        """;

    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string, string> Hosts => new()
    {
        { "no Host of its own", "proxy_set_header X-Forwarded-Host $http_host;" },
        { "a host without its port", "proxy_set_header X-Forwarded-Host $host;" },
        { "the Host with its port", "proxy_set_header Host $http_host;" },
        { "the Host without its port", "proxy_set_header Host $host;" },
        { "nothing", "" },
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task A_page_behind_nginx_logs_in_and_is_live(string what, string header)
    {
        await using RunningDashboard dashboard = await BehindAsync();
        await using Nginx nginx = await Nginx.StartAsync(dashboard.Address, Forwarded + header);
        CookieContainer cookies = new();
        using HttpClient page = nginx.Client(cookies);
        page.DefaultRequestHeaders.Add("Origin", nginx.Address.GetLeftPart(UriPartial.Authority));
        Assert.True(await CodeAsync(page, "ana", RunningDashboard.Password) is null, $"nginx tells {what}");
        await using HubConnection hub = new HubConnectionBuilder().WithUrl(new Uri(nginx.Address, "/hub/live"), options =>
        {
            options.Cookies = cookies;
            options.Headers["Origin"] = nginx.Address.GetLeftPart(UriPartial.Authority);
        }).Build();
        await hub.StartAsync(Cancelled);
        page.DefaultRequestHeaders.Remove("Origin");
        page.DefaultRequestHeaders.Add("Origin", "http://evil.example");
        Assert.Equal("otherOrigin", await CodeAsync(page, "ana", RunningDashboard.Password));
    }

    [Theory]
    [InlineData("scada.example:8443", null)]
    [InlineData("scada.example", null)]
    [InlineData("scada.example:9443", "otherOrigin")]
    [InlineData("other.example", "otherOrigin")]
    public async Task What_a_known_proxy_tells_of_the_host_is_compared(string host, string? code)
    {
        await using RunningDashboard dashboard = await BehindAsync();
        using HttpClient page = dashboard.Anonymous();
        page.DefaultRequestHeaders.Add("X-Forwarded-Host", host);
        page.DefaultRequestHeaders.Add("Origin", "https://scada.example:8443");
        Assert.Equal(code, await CodeAsync(page, "ana", RunningDashboard.Password));
    }

    [Fact]
    public async Task An_origin_that_the_proxy_cannot_tell_is_named_in_the_settings()
    {
        await using RunningDashboard dashboard = await BehindAsync("--Proxies:Origins:0", "https://scada.example:8443");
        using HttpClient page = dashboard.Anonymous();
        page.DefaultRequestHeaders.Add("Origin", "https://scada.example:8443");
        Assert.Null(await CodeAsync(page, "ana", RunningDashboard.Password));
    }

    [Fact]
    public async Task A_browser_that_says_same_origin_itself_needs_no_host()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient page = dashboard.Anonymous();
        page.DefaultRequestHeaders.Add("Origin", "https://scada.example");
        page.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        Assert.Null(await CodeAsync(page, "ana", RunningDashboard.Password));
    }

    [Theory]
    [InlineData("scada.example", "http://scada.example", null, null)]
    [InlineData("scada.example", "https://scada.example", null, null)]
    [InlineData("scada.example:8443", "https://scada.example:8443", null, null)]
    [InlineData("scada.example", "https://scada.example:8443", null, "otherOrigin")]
    [InlineData("scada.example:8443", "https://scada.example", null, "otherOrigin")]
    [InlineData("scada.example:8443", "https://scada.example:9443", null, "otherOrigin")]
    [InlineData("scada.example", "https://evil.example", null, "otherOrigin")]
    [InlineData("scada.example", "null", null, "otherOrigin")]
    [InlineData("scada.example", null, "cross-site", "otherOrigin")]
    [InlineData("scada.example", null, "same-site", "otherOrigin")]
    [InlineData("scada.example", "https://scada.example", "cross-site", "otherOrigin")]
    [InlineData("scada.example", "https://named.example", "cross-site", null)]
    public async Task Without_a_proxy_name_and_port_of_a_page_are_compared(string host, string? origin, string? site, string? code)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null, "--Proxies:Origins:0", "https://named.example");
        using HttpClient page = dashboard.Anonymous();
        page.DefaultRequestHeaders.Host = host;
        page.DefaultRequestHeaders.Add("Origin", origin is null ? [] : [origin]);
        page.DefaultRequestHeaders.Add("Sec-Fetch-Site", site is null ? [] : [site]);
        Assert.Equal(code, await CodeAsync(page, "ana", RunningDashboard.Password));
    }

    [Fact]
    public async Task A_row_of_known_proxies_is_followed_to_the_client()
    {
        await using RunningDashboard dashboard = await BehindAsync("--Proxies:Known:1", "10.0.0.0/8", "--Login:PermitsPerMinute", "2");
        for (int i = 0; i < 3; i++)
        {
            using HttpClient client = dashboard.Anonymous();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.{i}, 10.0.0.1, 10.0.0.2");
            Assert.Equal("badCredentials", await CodeAsync(client, $"x{i}", "x"));
        }
    }

    [Fact]
    public async Task Each_address_behind_nginx_has_its_own_limit_and_cookies_are_secure()
    {
        await using RunningDashboard dashboard = await BehindAsync("--Login:PermitsPerMinute", "2");
        await using Nginx nginx = await Nginx.StartAsync(
            dashboard.Address, "proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https;");
        using HttpClient one = nginx.Client();
        using HttpClient other = nginx.Client(local: "127.0.0.2");
        Assert.Equal("badCredentials", await CodeAsync(one, "x1", "x"));
        Assert.Equal("badCredentials", await CodeAsync(one, "x2", "x"));
        Assert.Equal("tooMany", await CodeAsync(one, "ana", RunningDashboard.Password));
        using HttpResponseMessage answer =
            await other.PostAsJsonAsync("/api/session", new { user = "ana", password = RunningDashboard.Password }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("; secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData]
    [InlineData("--ForwardedHeaders_Enabled", "true")]
    [InlineData("--Proxies:Known:0", "10.9.9.9")]
    public async Task Nobody_walks_round_the_limit_with_a_header_of_his_own(params string[] more)
    {
        string[] settings = ["--Login:PermitsPerMinute", "2", .. more];
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, null, settings);
        for (int i = 0; i < 3; i++)
        {
            using HttpClient client = dashboard.Anonymous();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.0.0.{i}");
            Assert.Equal(i < 2 ? "badCredentials" : "tooMany", await CodeAsync(client, $"x{i}", "x"));
        }
    }

    [Fact]
    public async Task What_a_client_adds_before_nginx_does_not_count()
    {
        await using RunningDashboard dashboard = await BehindAsync("--Login:PermitsPerMinute", "2");
        await using Nginx nginx = await Nginx.StartAsync(dashboard.Address, Forwarded);
        for (int i = 0; i < 3; i++)
        {
            using HttpClient client = nginx.Client(local: "127.0.0.3");
            client.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.0.0.{i}");
            Assert.Equal(i < 2 ? "badCredentials" : "tooMany", await CodeAsync(client, $"x{i}", "x"));
        }
    }

    [Fact]
    public async Task An_account_is_locked_where_it_was_guessed_at_and_not_for_its_owner()
    {
        await using RunningDashboard dashboard = await BehindAsync();
        using HttpClient attacker = dashboard.Anonymous();
        attacker.DefaultRequestHeaders.Add("X-Forwarded-For", "10.6.6.6");
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("badCredentials", await CodeAsync(attacker, "ana", "wrong"));
            Assert.Equal("badCredentials", await CodeAsync(attacker, "nadie", "wrong"));
        }

        // A name that does not exist is locked like one that does.
        Assert.Equal("lockedOut", await CodeAsync(attacker, "ana", RunningDashboard.Password));
        Assert.Equal("lockedOut", await CodeAsync(attacker, "nadie", RunningDashboard.Password));
        using HttpClient owner = dashboard.Anonymous();
        owner.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.1.1");
        Assert.Null(await CodeAsync(owner, "ana", RunningDashboard.Password));
    }

    [Theory]
    [InlineData("--Proxies:Known:0", "proxy.example", "no address and no network")]
    [InlineData("--Proxies:Origins:0", "scada.example", "no origin")]
    public async Task A_wrong_setting_is_told_at_the_start(string key, string value, string what)
    {
        StartupException exception = await Assert.ThrowsAnyAsync<StartupException>(
            () => RunningDashboard.StartAsync(_directory.Path, null, key, value));
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
    }

    private Task<RunningDashboard> BehindAsync(params string[] more) =>
        RunningDashboard.StartAsync(_directory.Path, null, ["--Proxies:Known:0", "127.0.0.1/32", .. more]);

    private static async Task<string?> CodeAsync(HttpClient client, string user, string password)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user, password }, Cancelled);
        return answer.IsSuccessStatusCode
            ? null
            : (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString();
    }
}
