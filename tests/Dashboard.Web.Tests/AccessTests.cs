using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests;

public sealed class AccessTests(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    private readonly RunningDashboard _dashboard = shared.Dashboard;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_endpoint_but_the_few_that_must_be_open_needs_a_session()
    {
        string[] open =
        [
            "POST /api/session", "GET /api/session", "DELETE /api/session", "POST /api/session/wall", "GET /api/session/ways",
            "GET /api/session/provider", "POST /api/session/passkey/begin", "POST /api/session/passkey", "GET /acknowledge/{token}",
            "POST /acknowledge/{token}", "GET /healthz", "GET /{*path:nonfile}",
        ];
        List<string> seen = [];
        using HttpClient client = _dashboard.Anonymous();
        foreach (RouteEndpoint endpoint in _dashboard.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            IReadOnlyList<string>? methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
            foreach (string method in methods is { Count: > 0 } ? methods : ["GET"])
            {
                string pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
                string name = $"{method} {pattern.TrimEnd('/')}";
                seen.Add(name);
                if (open.Contains(name))
                {
                    continue;
                }

                string path = pattern.Replace("{site}", "los-alamos", StringComparison.Ordinal)
                    .Replace("{name}", "LA", StringComparison.Ordinal)
                    .Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{**rest}", "x", StringComparison.Ordinal);
                using HttpRequestMessage request = new(new HttpMethod(method), path)
                {
                    Content = method == "GET" ? null : JsonContent.Create(new { }),
                };
                using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{name} answered {answer.StatusCode} without a session.");
            }
        }

        Assert.Contains("GET /api/sites/{site}/screens/{name}", seen);
        Assert.Contains(seen, name => name.Contains("/hub/live", StringComparison.Ordinal));
        Assert.All(open.SkipLast(1), name => Assert.Contains(name, seen));
    }

    [Fact]
    public async Task The_hub_refuses_who_is_not_logged_in()
    {
        await using HubConnection hub = new HubConnectionBuilder().WithUrl(new Uri(_dashboard.Address, "/hub/live")).Build();
        HttpRequestException exception = await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync(Cancelled));
        Assert.Equal(HttpStatusCode.Unauthorized, exception.StatusCode);
    }

    [Fact]
    public async Task A_session_begins_with_the_right_password_and_ends_with_log_out()
    {
        using HttpClient client = _dashboard.Anonymous();
        using HttpResponseMessage nobody = await client.GetAsync(new Uri("/api/session", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, nobody.StatusCode);
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            "/api/session", new { user = "luis", password = RunningDashboard.Password }, Cancelled);
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        JsonElement session = await client.JsonAsync("/api/session");
        Assert.Equal("luis supervisor", $"{session.GetProperty("user")} {session.GetProperty("role")}");
        await client.JsonAsync("/api/sites");
        using HttpResponseMessage gone = await client.DeleteAsync("/api/session", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await client.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answers()
    {
        using HttpClient client = _dashboard.Anonymous();
        foreach (string user in (string[])["nobody", "eva"])
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal("401 badCredentials", await CodeAsync(user, "wrong"));
            }

            Assert.Equal("429 lockedOut", await CodeAsync(user, "wrong"));
            Assert.Equal("429 lockedOut", await CodeAsync(user, RunningDashboard.Password));
        }

        async Task<string?> CodeAsync(string user, string password)
        {
            using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user, password }, Cancelled);
            JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
            return $"{(int)answer.StatusCode} {problem.GetProperty("code")}";
        }
    }

    [Theory]
    [InlineData("{", "application/json", 400, "badRequest")]
    [InlineData("{}", "application/json", 400, "badRequest")]
    [InlineData("null", "application/json", 400, "badRequest")]
    [InlineData("user=ana", "application/x-www-form-urlencoded", 415, "jsonRequired")]
    [InlineData("{}", "text/plain", 415, "jsonRequired")]
    [InlineData("{\"user\":\"\\ud800\",\"password\":\"x\"}", "application/json", 400, "badRequest")]
    [InlineData("{\"user\":\"a\\u0000b\",\"password\":\"x\"}", "application/json", 401, "badCredentials")]
    public async Task A_log_in_that_is_no_log_in_is_told_so(string body, string type, int status, string code)
    {
        using HttpClient client = _dashboard.Anonymous();
        using StringContent content = new(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using HttpResponseMessage answer = await client.PostAsync("/api/session", content, Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 204)]
    public async Task A_page_of_elsewhere_can_change_nothing(string header, string value, int status)
    {
        using HttpClient client = await _dashboard.LogInAsync();
        using HttpRequestMessage request = new(HttpMethod.Delete, "/api/session");
        request.Headers.Add(header, value);
        using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_web_socket_of_a_page_of_elsewhere_is_refused()
    {
        CookieContainer cookies = new();
        (await _dashboard.LogInAsync(cookies: cookies)).Dispose();
        using System.Net.WebSockets.ClientWebSocket socket = new();
        socket.Options.Cookies = cookies;
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        UriBuilder address = new(new Uri(_dashboard.Address, "/hub/live")) { Scheme = "ws" };
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(address.Uri, Cancelled));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode == 0 ? HttpStatusCode.Forbidden : socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/api/sites")]
    [InlineData("/api/nothing")]
    [InlineData("/")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using HttpClient client = _dashboard.Anonymous();
        using HttpResponseMessage answer = await client.GetAsync(path, Cancelled);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task Log_ins_are_limited_by_the_minute()
    {
        using TemporaryFolder directory = new();
        await using RunningDashboard limited = await RunningDashboard.StartAsync(directory.Path, null, "--Login:PermitsPerMinute", "2");
        using HttpClient client = limited.Anonymous();
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage refused = await client.PostAsJsonAsync(
                "/api/session", new { user = "ana", password = "x" }, Cancelled);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user = "ana", password = "x" }, Cancelled);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("tooMany", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_interface_describes_itself()
    {
        using HttpClient client = await _dashboard.LogInAsync();
        JsonElement document = await client.JsonAsync("/openapi/v1.json");
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/sites/{site}/events", out _));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("type=Digital", "type")]
    [InlineData("type=0", "type")]
    [InlineData("from=2026-03-01", "from")]
    [InlineData("to=2026-03-01T12:00:00", "to")]
    [InlineData("before=zzz", "before")]
    [InlineData("tag=a%2Fb", "tag")]
    [InlineData("tags=a", "tags")]
    [InlineData("tag=a&tag=b", "tag")]
    public async Task A_query_that_is_wrong_is_told_where(string query, string name)
    {
        using HttpClient client = await _dashboard.LogInAsync();
        JsonElement problem = await client.JsonAsync("/api/events?" + query, HttpStatusCode.BadRequest);
        Assert.Equal("badQuery", problem.GetProperty("code").GetString());
        Assert.NotEqual(0, problem.GetProperty("errors").GetProperty(name).GetArrayLength());
    }
}
