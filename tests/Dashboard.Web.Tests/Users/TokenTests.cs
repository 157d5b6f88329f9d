using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Web.Tests.Users;

/// <summary>The tokens of programs and wall displays.</summary>
[Trait("Category", "Slow")]
public sealed class TokenTests : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private RunningDashboard _dashboard = null!;
    private HttpClient _boss = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await StartAsync(_time);

    private async Task StartAsync(FakeTimeProvider time)
    {
        _dashboard = await RunningDashboard.StartAsync(
            _directory.Path, time, "--Users:Seed:3:Name", "jefe", "--Users:Seed:3:Password", RunningDashboard.Password,
            "--Users:Seed:3:Role", "administrator");
        _boss = await _dashboard.LogInAsync("jefe");
    }

    public async ValueTask DisposeAsync()
    {
        _boss.Dispose();
        await _dashboard.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_program_asks_with_its_token_and_the_record_says_so()
    {
        string token = await MakeAsync(new { name = "scada", kind = "program", role = "operator", days = 30 });
        using HttpClient program = Program(token);
        await program.JsonAsync("/api/sites");
        using (HttpResponseMessage exported = await program.GetAsync("/api/alarms/export", Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, exported.StatusCode);
        }

        // It is no browser, so no page of elsewhere can have sent it.
        program.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal((400, "badRequest"), await PostAsync(program, "/api/alarms/acknowledge", new { }));
        Assert.Equal((403, "forbidden"), await PutAsync(program, "/api/session/password", new { current = "x", @new = "y" }));
        await program.JsonAsync("/api/audit", HttpStatusCode.Forbidden);
        JsonElement[] lines = [.. (await _boss.JsonAsync("/api/audit")).GetProperty("entries").EnumerateArray()];
        Assert.Contains(lines, line => (Text(line, "what"), Text(line, "who")) == ("alarmsExported", "token:scada"));
        Assert.Contains(lines, line => (Text(line, "what"), Text(line, "who"), Text(line, "target")) == ("tokenMade", "jefe", "scada"));
        JsonElement seen = Assert.Single((await _boss.JsonAsync("/api/tokens")).EnumerateArray());
        Assert.Equal(("scada", "operator", "127.0.0.1"), (Text(seen, "name"), Text(seen, "role"), Text(seen, "usedFrom")));
        Assert.DoesNotContain(token, seen.GetRawText(), StringComparison.Ordinal);
        byte[] file = await File.ReadAllBytesAsync(_directory.At("users.db"), Cancelled);
        Assert.DoesNotContain(token, System.Text.Encoding.Latin1.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_revoked_is_worth_nothing_at_once()
    {
        string token = await MakeAsync(new { name = "scada", kind = "program" });
        using HttpClient program = Program(token);
        await using HubConnection hub = new HubConnectionBuilder().WithUrl(
            new Uri(_dashboard.Address, "/hub/live"), options => options.Headers["Authorization"] = $"Bearer {token}").Build();
        TaskCompletionSource closed = ClosedOf(hub);
        await hub.StartAsync(Cancelled);
        await RevokeAsync("scada");
        await program.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
        JsonElement[] lines = [.. (await _boss.JsonAsync("/api/audit")).GetProperty("entries").EnumerateArray()];
        Assert.Contains(lines, line => (Text(line, "what"), Text(line, "target")) == ("tokenRevoked", "scada"));
    }

    [Fact]
    public async Task A_token_ends_on_its_day()
    {
        using HttpClient program = Program(await MakeAsync(new { name = "scada", kind = "program", days = 2 }));
        _time.Later(TimeSpan.FromHours(47));
        await program.JsonAsync("/api/sites");
        _time.Later(TimeSpan.FromHours(2));
        Assert.Equal("badToken", (await program.JsonAsync("/api/sites", HttpStatusCode.Unauthorized)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_wall_display_watches_for_months_and_does_nothing_else()
    {
        string token = await MakeAsync(new { name = "sala", kind = "wall" });
        CookieContainer cookies = new();
        using HttpClient wall = _dashboard.Anonymous(cookies);
        using (HttpResponseMessage opened = await wall.PostAsJsonAsync("/api/session/wall", new { token }, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
            Assert.Contains("httponly", Assert.Single(opened.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        }

        Cookie cookie = Assert.Single(cookies.GetCookies(_dashboard.Address));
        Assert.InRange(cookie.Expires, DateTime.Now.AddDays(399), DateTime.Now.AddDays(401));

        // Ten months later, after a restart.
        _boss.Dispose();
        await _dashboard.DisposeAsync();
        await StartAsync(new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(300)));
        using HttpClient later = _dashboard.Anonymous(cookies);
        JsonElement session = await later.JsonAsync("/api/session");
        Assert.Equal(("wall:sala", "viewer"), (Text(session, "user"), Text(session, "role")));
        Assert.True(session.GetProperty("isWall").GetBoolean());
        await later.JsonAsync("/api/sites");
        Assert.Equal((403, "forbidden"), await PostAsync(later, "/api/alarms/acknowledge", new { }));
        Assert.Equal((403, "forbidden"), await PutAsync(later, "/api/session/password", new { current = "x", @new = "y" }));
        await using HubConnection hub = _dashboard.Hub(cookies);
        TaskCompletionSource closed = ClosedOf(hub);
        await hub.StartAsync(Cancelled);

        // A token of a wall is none of a program.
        using HttpClient program = Program(token);
        await program.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await RevokeAsync("sala");
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancelled);
        await later.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        using HttpClient again = _dashboard.Anonymous();
        Assert.Equal((401, "badToken"), await PostAsync(again, "/api/session/wall", new { token }));
    }

    [Fact]
    public async Task Wrong_tokens_and_floods_are_cut()
    {
        using HttpClient guesser = Program("edge_0000");
        for (int i = 0; i < TokenGuard.WrongEachMinute; i++)
        {
            await guesser.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        }

        await guesser.JsonAsync("/api/sites", HttpStatusCode.TooManyRequests);
        Assert.Equal((429, "tooMany"), await PostAsync(guesser, "/api/session/wall", new { token = "edge_0000" }));

        // Who has one is not held up by that, and asks as often as it may.
        using HttpClient program = Program(await MakeAsync(new { name = "scada", kind = "program" }));
        int answered = 0;
        HttpStatusCode status;
        do
        {
            using HttpResponseMessage answer = await program.GetAsync("/api/status", Cancelled);
            status = answer.StatusCode;
            answered++;
        }
        while (status == HttpStatusCode.OK && answered < 10 * TokenGuard.AtOnce);
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.True(answered > TokenGuard.AtOnce, $"{answered} answers");
    }

    [Theory]
    [InlineData(400, "badRequest", "{}")]
    [InlineData(400, "badRequest", """{"name":"a b","kind":"program"}""")]
    [InlineData(400, "badRequest", """{"name":"x","kind":"program","role":"administrator"}""")]
    [InlineData(400, "badRequest", """{"name":"x","kind":"program","days":367}""")]
    [InlineData(400, "badRequest", """{"name":"x","kind":"program","days":0}""")]
    [InlineData(400, "badRequest", """{"name":"x","kind":"wall","role":"operator"}""")]
    [InlineData(400, "badRequest", """{"name":"x","kind":"wall","days":401}""")]
    public async Task What_no_token_may_be_is_refused(int status, string code, string body) =>
        Assert.Equal((status, code), await PostAsync(_boss, "/api/tokens", JsonDocument.Parse(body).RootElement));

    [Fact]
    public async Task A_name_is_there_once_and_tokens_are_bounded()
    {
        _ = await MakeAsync(new { name = "x", kind = "wall", days = 1 });
        Assert.Equal((409, "tokenExists"), await PostAsync(_boss, "/api/tokens", new { name = "X", kind = "program" }));
        TokenStore tokens = _dashboard.Services.GetRequiredService<TokenStore>();
        for (int i = 1; i < TokenStore.Maximum; i++)
        {
            Assert.NotNull(tokens.Add($"t{i}", TokenKind.Program, SessionRole.Viewer, "jefe", _time.GetUtcNow().AddDays(1)));
        }

        Assert.Equal((409, "tooManyTokens"), await PostAsync(_boss, "/api/tokens", new { name = "y", kind = "program" }));
    }

    [Fact]
    public async Task How_long_a_wall_display_lives_is_a_setting()
    {
        using TemporaryFolder other = new();
        StartupException refused = await Assert.ThrowsAsync<SettingException>(
            () => RunningDashboard.StartAsync(other.Path, null, "--Tokens:WallDays", "many"));
        Assert.Contains("Tokens:WallDays", refused.Message, StringComparison.Ordinal);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(other.Path, null, "--Tokens:WallDays", "1000");
        Assert.Equal(1000, dashboard.Services.GetRequiredService<TokenSettings>().WallDays);
    }

    private static TaskCompletionSource ClosedOf(HubConnection hub)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        return closed;
    }

    private async Task<string> MakeAsync(object body)
    {
        using HttpResponseMessage answer = await _boss.PostAsJsonAsync("/api/tokens", body, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled), "token");
    }

    private async Task RevokeAsync(string name)
    {
        JsonElement token = (await _boss.JsonAsync("/api/tokens")).EnumerateArray().Single(one => Text(one, "name") == name);
        using HttpResponseMessage answer = await _boss.DeleteAsync($"/api/tokens/{Text(token, "id")}", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private HttpClient Program(string token)
    {
        HttpClient client = _dashboard.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<(int Status, string? Code)> PostAsync(HttpClient client, string path, object body)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(path, body, Cancelled);
        return ((int)answer.StatusCode, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled), "code"));
    }

    private static async Task<(int Status, string? Code)> PutAsync(HttpClient client, string path, object body)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync(path, body, Cancelled);
        return ((int)answer.StatusCode, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled), "code"));
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement text) ? text.GetString()! : "";
}
