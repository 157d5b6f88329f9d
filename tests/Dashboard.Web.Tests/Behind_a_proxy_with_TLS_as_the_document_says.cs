using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;
using TestKit.Proxies;

namespace Dashboard.Web.Tests;

/// <summary>Debian's nginx and Caddy with the lines of docs/install-centre.md, at the root of a host and under a path.</summary>
[Trait("Category", "Slow")]
public sealed class Behind_a_proxy_with_TLS_as_the_document_says : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public static TheoryData<string, string, bool> Ways => new()
    {
        { "nginx at the root", "", false },
        { "nginx under a path", "/scada", false },
        { "nginx under a path", "/scada", true },
        { "Caddy at the root", "", false },
        { "Caddy under a path", "/scada", false },
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_user_comes_in_and_is_live(string title, string path, bool takesPathAway)
    {
        string pages = PagesWithBase();
        await using RunningDashboard dashboard = await StartAsync(path, "--webroot", pages);
        await using FrontProxy proxy = title.StartsWith("Caddy", StringComparison.Ordinal)
            ? await Caddy.OfTheDocumentAsync(dashboard.Address, title)
            : await Nginx.OfTheDocumentAsync(dashboard.Address, title, site => takesPathAway
                ? site.Replace(dashboard.Address.Authority + ";", dashboard.Address.Authority + "/;", StringComparison.Ordinal) : site);
        CookieContainer cookies = new();
        using HttpClient page = proxy.Client(cookies);
        Assert.Contains($"src=\"{path}/assets/app.js\"", await page.GetStringAsync($"{path}/alarms", Cancelled), StringComparison.Ordinal);
        Assert.Contains($"content=\"{path}/\"", await page.GetStringAsync($"{path}/index.html", Cancelled), StringComparison.Ordinal);
        Assert.Equal("1", await page.GetStringAsync($"{path}/assets/app.js", Cancelled));

        page.DefaultRequestHeaders.Add("Origin", proxy.Address.GetLeftPart(UriPartial.Authority));
        using HttpResponseMessage entered = await page.PostAsJsonAsync(
            $"{path}/api/session", new { user = "ana", password = RunningDashboard.Password }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        string cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"; path={(path.Length > 0 ? path : "/")};", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("ana", (await page.JsonAsync($"{path}/api/session")).GetProperty("user").GetString());

        await using HubConnection hub = new HubConnectionBuilder().WithUrl(new Uri(proxy.Address, $"{path}/hub/live"), options =>
        {
            options.Cookies = cookies;
            options.Headers["Origin"] = proxy.Address.GetLeftPart(UriPartial.Authority);
            options.SkipNegotiation = true;
            options.Transports = HttpTransportType.WebSockets;
            options.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = (_, shown, _, _) => proxy.Is(shown);
        }).Build();
        await hub.StartAsync(Cancelled);
        Assert.Null(await hub.InvokeAsync<JsonElement?>("Watch", "nowhere", Cancelled));

        using HttpRequestMessage foreign = new(HttpMethod.Delete, $"{path}/api/session");
        page.DefaultRequestHeaders.Remove("Origin");
        foreign.Headers.Add("Origin", "https://evil.example");
        using HttpResponseMessage refused = await page.SendAsync(foreign, Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("nginx at the root")]
    [InlineData("Caddy at the root")]
    public async Task The_limit_counts_the_address_of_the_client(string title)
    {
        await using RunningDashboard dashboard = await StartAsync("", "--Login:PermitsPerMinute", "2");
        await using FrontProxy nginx = title.StartsWith("Caddy", StringComparison.Ordinal)
            ? await Caddy.OfTheDocumentAsync(dashboard.Address, title) : await Nginx.OfTheDocumentAsync(dashboard.Address, title);
        for (int i = 0; i < 3; i++)
        {
            // What the client says of itself counts for nothing.
            using HttpClient guesser = nginx.Client();
            guesser.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.{i}");
            Assert.Equal(i < 2 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, await LogInAsync(guesser, $"x{i}", "wrong"));
        }

        using HttpClient other = nginx.Client(local: "127.0.0.2");
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(other, "ana", RunningDashboard.Password));
    }

    [Fact]
    public async Task A_forged_header_of_an_unnamed_peer_is_ignored()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null, "--Proxies:Known:0", "127.0.0.9", "--Login:PermitsPerMinute", "2");
        await using Nginx unnamed = await Nginx.OfTheDocumentAsync(dashboard.Address, "nginx at the root");
        using HttpClient page = unnamed.Client();
        using HttpResponseMessage entered = await page.PostAsJsonAsync(
            "/api/session", new { user = "ana", password = RunningDashboard.Password }, Cancelled);
        Assert.DoesNotContain("; secure", Assert.Single(entered.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        for (int i = 0; i < 3; i++)
        {
            using HttpClient guesser = unnamed.Client(local: $"127.0.0.{20 + i}");
            Assert.Equal(i < 2 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, await LogInAsync(guesser, $"x{i}", "wrong"));
        }
    }

    [Theory]
    [InlineData("scada")]
    [InlineData("/a b")]
    [InlineData("/../x")]
    [InlineData("/\"><script>")]
    public async Task A_path_that_is_none_is_refused_at_the_start(string path)
    {
        StartupException refused = await Assert.ThrowsAsync<SettingException>(() => StartAsync(path));
        Assert.Contains("Http:PathBase", refused.Message, StringComparison.Ordinal);
    }

    private Task<RunningDashboard> StartAsync(string path, params string[] more) => RunningDashboard.StartAsync(
        _directory.Path, null, ["--Proxies:Known:0", "127.0.0.1", $"--Http:PathBase={path}", .. more]);

    private string PagesWithBase()
    {
        string pages = Path.Combine(_directory.Path, "pages");
        Directory.CreateDirectory(Path.Combine(pages, "assets"));
        File.WriteAllText(
            Path.Combine(pages, "index.html"),
            "<!doctype html><meta name=\"base\" content=\"./\"><script src=\"./assets/app.js\"></script>");
        File.WriteAllText(Path.Combine(pages, "assets", "app.js"), "1");
        return pages;
    }

    private static async Task<HttpStatusCode> LogInAsync(HttpClient client, string user, string password)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user, password }, Cancelled);
        return answer.StatusCode;
    }
}
