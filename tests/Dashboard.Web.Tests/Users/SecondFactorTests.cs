using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests.Users;

/// <summary>Codes of a device (RFC 6238), recovery codes, and the user's own sessions.</summary>
[Trait("Category", "Slow")]
public sealed class SecondFactorTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_log_in_needs_the_code_once_it_is_set_up()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient other = await dashboard.LogInAsync();
        using HttpClient ana = await dashboard.LogInAsync();
        (string key, string[] recovery) = await EnrolAsync(ana);
        Assert.Equal(10, recovery.Distinct().Count());
        JsonElement account = await ana.JsonAsync("/api/account");
        Assert.True(account.GetProperty("secondFactor").GetBoolean());
        Assert.Equal(10, account.GetProperty("recoveryCodes").GetInt32());

        // What was open with the password alone is out.
        await other.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        using HttpClient next = dashboard.Anonymous();
        Assert.Equal("codeRequired", await LogInAsync(next, null));
        Assert.Equal("badCode", await LogInAsync(next, "000000"));
        Assert.Equal("badCredentials", await LogInAsync(next, CodeOf(key, 1), "wrong"));
        Assert.Null(await LogInAsync(next, CodeOf(key, 1)));
        Assert.Equal("badCode", await LogInAsync(next, CodeOf(key, 1)));
        Assert.Equal("badCode", await LogInAsync(next, $"0{CodeOf(key, 1)}"));
        Assert.Null(await LogInAsync(next, recovery[3]));
        Assert.Equal("badCode", await LogInAsync(next, recovery[3]));
        Assert.Equal(9, (await next.JsonAsync("/api/account")).GetProperty("recoveryCodes").GetInt32());

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(next, "POST", "second-factor/off", new { password = "wrong" }));
        Assert.Equal(
            HttpStatusCode.NoContent, await SendAsync(next, "POST", "second-factor/off", new { password = RunningDashboard.Password }));
        Assert.Null(await LogInAsync(next, null));
        using HttpClient luis = await dashboard.LogInAsync("luis");
        string[] acts =
        [
            .. (await luis.JsonAsync("/api/audit?who=ana")).GetProperty("entries").EnumerateArray()
                .Select(line => line.GetProperty("what").GetString()!).Where(what => what is not "logIn").Reverse(),
        ];
        Assert.Equal(["secondFactorOn", "recoveryCodeUsed", "secondFactorOff"], acts);
    }

    [Fact]
    public async Task Wrong_codes_lock_as_wrong_passwords_do()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient ana = await dashboard.LogInAsync();
        (string key, _) = await EnrolAsync(ana);
        using HttpClient guesser = dashboard.Anonymous();
        for (int i = 0; i < 5; i++)
        {
            // To ask what is needed forgets no wrong code.
            Assert.Equal("codeRequired", await LogInAsync(guesser, null));
            Assert.Equal("badCode", await LogInAsync(guesser, $"00000{i}"));
        }

        Assert.Equal("lockedOut", await LogInAsync(guesser, CodeOf(key, 1)));
    }

    [Fact]
    public async Task A_role_may_need_it()
    {
        await using RunningDashboard dashboard = await StartAsync("--Login:SecondFactorFrom", "supervisor");
        using HttpClient ana = await dashboard.LogInAsync();
        await ana.JsonAsync("/api/sites");
        using HttpClient luis = await dashboard.LogInAsync("luis");
        Assert.True((await luis.JsonAsync("/api/session")).GetProperty("mustEnrol").GetBoolean());
        JsonElement refused = await luis.JsonAsync("/api/sites", HttpStatusCode.Forbidden);
        Assert.Equal("secondFactorRequired", refused.GetProperty("code").GetString());
        Assert.True((await luis.JsonAsync("/api/account")).GetProperty("isNeeded").GetBoolean());
        _ = await EnrolAsync(luis);
        await luis.JsonAsync("/api/sites");

        // Who has lost the device is let in by an administrator, and sets up another one.
        using HttpClient boss = await dashboard.LogInAsync("jefe");
        _ = await EnrolAsync(boss);
        using HttpResponseMessage forgot = await boss.DeleteAsync("/api/users/luis/second-factor", Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, forgot.StatusCode);
        await luis.JsonAsync("/api/sites", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_user_sees_and_ends_the_own_sessions()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using HttpClient one = await dashboard.LogInAsync();
        using HttpClient two = await dashboard.LogInAsync();
        using HttpClient three = await dashboard.LogInAsync();
        using HttpClient luis = await dashboard.LogInAsync("luis");
        JsonElement[] sessions = [.. (await one.JsonAsync("/api/account")).GetProperty("sessions").EnumerateArray()];
        Assert.Equal(3, sessions.Length);
        JsonElement own = Assert.Single(sessions, session => session.GetProperty("isThis").GetBoolean());
        string ofLuis = (await luis.JsonAsync("/api/account")).GetProperty("sessions")[0].GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(one, "DELETE", $"sessions/{ofLuis}"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(one, "DELETE", $"sessions/{own.GetProperty("id").GetString()}"));
        string second = (await two.JsonAsync("/api/account")).GetProperty("sessions").EnumerateArray()
            .Single(session => session.GetProperty("isThis").GetBoolean()).GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(one, "DELETE", $"sessions/{second}"));
        await two.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await three.JsonAsync("/api/sites");
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(one, "DELETE", "sessions"));
        await three.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        await one.JsonAsync("/api/sites");
        await luis.JsonAsync("/api/sites");
    }

    [Fact]
    public async Task A_role_that_is_none_ends_the_start()
    {
        StartupException refused = await Assert.ThrowsAsync<SettingException>(() => StartAsync("--Login:SecondFactorFrom", "boss"));
        Assert.Contains("Login:SecondFactorFrom", refused.Message, StringComparison.Ordinal);
    }

    // The key in base 32 (RFC 4648), the code of a step of 30 s from now (RFC 6238, RFC 4226 §5.3).
    private static string CodeOf(string key, int step = 0)
    {
        string bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        byte[] secret = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
        byte[] counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30) + step);
#pragma warning disable CA5350 // The RFC says so.
        byte[] hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15, 4)) & int.MaxValue;
        return $"{number % 1_000_000:000000}";
    }

    private static async Task<(string Key, string[] Recovery)> EnrolAsync(HttpClient client)
    {
        using HttpResponseMessage begun = await client.PostAsJsonAsync(
            "/api/account/second-factor", new { password = RunningDashboard.Password }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        JsonElement key = await begun.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.StartsWith("<svg", key.GetProperty("svg").GetString(), StringComparison.Ordinal);
        string secret = key.GetProperty("key").GetString()!;
        Assert.Contains($"secret={secret}", key.GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(client, "PUT", "second-factor", new { code = "000000" }));
        using HttpResponseMessage enrolled = await client.PutAsJsonAsync(
            "/api/account/second-factor", new { code = CodeOf(secret) }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, enrolled.StatusCode);
        JsonElement codes = await enrolled.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        return (secret, [.. codes.GetProperty("codes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    private static async Task<string?> LogInAsync(HttpClient client, string? code, string password = RunningDashboard.Password)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user = "ana", password, code }, Cancelled);
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        return answer.IsSuccessStatusCode ? null : body.GetProperty("code").GetString();
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), $"/api/account/{path}")
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }

    private Task<RunningDashboard> StartAsync(params string[] more) => RunningDashboard.StartAsync(
        _directory.Path, null,
        [
            "--Users:Seed:3:Name", "jefe", "--Users:Seed:3:Password", RunningDashboard.Password, "--Users:Seed:3:Role", "administrator",
            .. more,
        ]);
}
