using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using Dashboard.Web.Passkeys;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using TestKit;
using TestKit.Databases;

namespace Dashboard.Web.Tests.Passkeys;

/// <summary>Passkeys over HTTP, with an authenticator in software, on both databases.</summary>
[Trait("Category", "Slow")]
public sealed class PasskeyTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_passkey_lets_in_without_a_password_until_it_is_removed()
    {
        await using RunningDashboard dashboard = await StartAsync();
        await PlayAsync(dashboard);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task With_PostgreSQL_it_is_the_same_and_those_of_a_file_come_too()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: false, Cancelled);
        await server.RunAsync("postgres", "CREATE DATABASE edge", Cancelled);
        SoftKey key;
        await using (RunningDashboard file = await StartAsync())
        {
            key = new SoftKey(file.Address, file.Address.Host);
            using HttpClient eva = await file.LogInAsync("eva");
            Assert.Equal(HttpStatusCode.OK, await AddAsync(eva, key, "de antes"));
        }

        using (key)
        {
            await using RunningDashboard dashboard = await StartAsync(
                "--Historian:Store", "postgres", "--Historian:Postgres", server.ConnectionTo("edge"));
            key.Origin = dashboard.Address;
            using HttpClient eva = dashboard.Anonymous();
            Assert.Equal(HttpStatusCode.OK, await EnterAsync(eva, key));
            Assert.Equal("eva", (await eva.JsonAsync("/api/session")).GetProperty("user").GetString());
            await PlayAsync(dashboard);
        }
    }

    [Fact]
    public async Task It_is_a_second_factor_too()
    {
        await using RunningDashboard dashboard = await StartAsync("--Login:SecondFactorFrom", "supervisor");
        using SoftKey key = new(dashboard.Address, dashboard.Address.Host);
        using HttpClient luis = await dashboard.LogInAsync("luis");
        Assert.Equal(HttpStatusCode.OK, await AddAsync(luis, key, "móvil"));
        await luis.JsonAsync("/api/sites", HttpStatusCode.Forbidden);
        using HttpClient again = dashboard.Anonymous();
        Assert.Equal(HttpStatusCode.OK, await EnterAsync(again, key));
        await again.JsonAsync("/api/sites");
    }

    [Fact]
    public async Task What_is_not_the_key_of_the_user_lets_nobody_in()
    {
        await using RunningDashboard dashboard = await StartAsync();
        using SoftKey key = new(dashboard.Address, dashboard.Address.Host);
        using HttpClient ana = await dashboard.LogInAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await AddAsync(ana, key, "sin clave", password: "wrong"));
        key.Verifies = false;
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(ana, key, "sin huella"));
        key.Verifies = true;
        Assert.Equal(HttpStatusCode.OK, await AddAsync(ana, key, "móvil"));

        using HttpClient other = dashboard.Anonymous();
        key.Verifies = false;
        Assert.Equal(HttpStatusCode.Unauthorized, await EnterAsync(other, key));
        key.Verifies = true;
        key.Origin = new Uri("https://evil.example/");
        Assert.Equal(HttpStatusCode.Unauthorized, await EnterAsync(other, key));
        key.Origin = dashboard.Address;

        // What somebody overheard counts once; the state of another purpose not at all.
        JsonElement task = await BeginAsync(other, "/api/session/passkey/begin", new { });
        object answer = new { state = task.GetProperty("state").GetString(), credential = key.Sign(task.GetProperty("options")) };
        Assert.Equal(HttpStatusCode.OK, await SendAsync(other, "POST", "/api/session/passkey", answer));
        using HttpClient thief = dashboard.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(thief, "POST", "/api/session/passkey", answer));
        JsonElement adding = await BeginAsync(ana, "/api/account/passkeys", new { password = RunningDashboard.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(thief, "POST", "/api/session/passkey", new
        {
            state = adding.GetProperty("state").GetString(),
            credential = key.Sign(adding.GetProperty("options")),
        }));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await SendAsync(thief, "POST", "/api/session/passkey", new { state = "x", credential = new { } }));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(thief, "POST", "/api/session/passkey", new { }));

        // An administrator takes the keys of a device that was lost, and keeps a user out.
        using HttpClient boss = await dashboard.LogInAsync("jefe");
        (await boss.PutAsJsonAsync("/api/users/ana", new { disabled = true }, Cancelled)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal(HttpStatusCode.Forbidden, await EnterAsync(thief, key));
        (await boss.PutAsJsonAsync("/api/users/ana", new { disabled = false }, Cancelled)).EnsureSuccessStatusCode().Dispose();
        (await boss.DeleteAsync("/api/users/ana/second-factor", Cancelled)).EnsureSuccessStatusCode().Dispose();
        Assert.Equal(HttpStatusCode.Unauthorized, await EnterAsync(thief, key));
    }

    [Fact]
    public async Task Behind_a_proxy_it_is_for_the_host_that_the_browser_shows()
    {
        await using RunningDashboard dashboard = await StartAsync("--Http:PathBase", "/scada", "--Proxies:Known:0", "127.0.0.1");
        using HttpClient browser = new(new Proxied()) { BaseAddress = dashboard.Address };
        Assert.Equal(
            HttpStatusCode.OK,
            await SendAsync(browser, "POST", "/api/session", new { user = "ana", password = RunningDashboard.Password }));
        using SoftKey key = new(new Uri("https://www.example/scada/"), "www.example");
        Assert.Equal(HttpStatusCode.OK, await AddAsync(browser, key, "móvil"));
        using HttpClient again = new(new Proxied()) { BaseAddress = dashboard.Address };
        Assert.Equal(HttpStatusCode.OK, await EnterAsync(again, key));
        Assert.Equal("ana", (await again.JsonAsync("/api/session")).GetProperty("user").GetString());
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_gets_its_table()
    {
        await (await StartAsync()).DisposeAsync();
        await using (SqliteConnection file = new($"Data Source={_directory.At("users.db")}"))
        {
            await file.OpenAsync(Cancelled);
            await using SqliteCommand command = file.CreateCommand();
            command.CommandText = "DROP TABLE AspNetUserPasskeys; ALTER TABLE Sessions DROP COLUMN Passkey";
            await command.ExecuteNonQueryAsync(Cancelled);
        }

        await using RunningDashboard dashboard = await StartAsync();
        await PlayAsync(dashboard);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("scada.example", "https://www.example", "scada.example")]
    [InlineData(null, "https://www.example/scada", "www.example")]
    [InlineData(null, "https://10.0.0.1/", null)]
    public void The_domain_is_that_of_the_settings(string? domain, string? address, string? expected) =>
        Assert.Equal(expected, PasskeyServices.DomainOf(Settings(domain, address)));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("https://scada.example")]
    [InlineData("a b")]
    public void A_domain_that_is_none_ends_the_start(string domain)
    {
        SettingException refused = Assert.Throws<SettingException>(() => PasskeyServices.DomainOf(Settings(domain, null)));
        Assert.Contains("Passkeys:Domain", refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string? domain, string? address) => new ConfigurationBuilder().AddInMemoryCollection(
        [KeyValuePair.Create("Passkeys:Domain", domain), KeyValuePair.Create("Notifications:PublicAddress", address)]).Build();

    private static async Task PlayAsync(RunningDashboard dashboard)
    {
        using SoftKey key = new(dashboard.Address, dashboard.Address.Host);
        using HttpClient ana = await dashboard.LogInAsync();
        Assert.Equal(HttpStatusCode.OK, await AddAsync(ana, key, "móvil de Ana"));
        Assert.Equal(HttpStatusCode.BadRequest, await AddAsync(ana, key, new string('x', 61)));
        using HttpClient again = dashboard.Anonymous();
        Assert.Equal(HttpStatusCode.OK, await EnterAsync(again, key));
        Assert.Equal(HttpStatusCode.OK, await EnterAsync(again, key));
        Assert.Equal("ana", (await again.JsonAsync("/api/session")).GetProperty("user").GetString());
        JsonElement own = Assert.Single((await again.JsonAsync("/api/account/passkeys")).EnumerateArray());
        Assert.Equal("móvil de Ana", own.GetProperty("name").GetString());
        string id = own.GetProperty("id").GetString()!;
        using HttpClient luis = await dashboard.LogInAsync("luis");
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(luis, "DELETE", $"/api/account/passkeys/{id}", null));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(again, "DELETE", $"/api/account/passkeys/{id}", null));
        using HttpClient late = dashboard.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, await EnterAsync(late, key));
        string[] acts =
        [
            .. (await luis.JsonAsync("/api/audit?who=ana")).GetProperty("entries").EnumerateArray()
                .Select(line => $"{line.GetProperty("what")} {(line.TryGetProperty("new", out JsonElement now) ? now : "-")}").Reverse(),
        ];
        Assert.Equal(["logIn -", "passkeyAdded móvil de Ana", "logIn passkey", "logIn passkey", "passkeyRemoved -"], acts);
    }

    private static async Task<HttpStatusCode> AddAsync(
        HttpClient client, SoftKey key, string name, string password = RunningDashboard.Password)
    {
        using HttpResponseMessage begun = await client.PostAsJsonAsync("/api/account/passkeys", new { password }, Cancelled);
        if (!begun.IsSuccessStatusCode)
        {
            return begun.StatusCode;
        }

        JsonElement task = await begun.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        return await SendAsync(client, "PUT", "/api/account/passkeys", new
        {
            name,
            state = task.GetProperty("state").GetString(),
            credential = key.Make(task.GetProperty("options")),
        });
    }

    private static async Task<HttpStatusCode> EnterAsync(HttpClient client, SoftKey key)
    {
        JsonElement task = await BeginAsync(client, "/api/session/passkey/begin", new { });
        return await SendAsync(client, "POST", "/api/session/passkey", new
        {
            state = task.GetProperty("state").GetString(),
            credential = key.Sign(task.GetProperty("options")),
        });
    }

    private static async Task<JsonElement> BeginAsync(HttpClient client, string path, object body)
    {
        using HttpResponseMessage begun = await client.PostAsJsonAsync(path, body, Cancelled);
        Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        return await begun.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string method, string path, object? body)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await client.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }

    private Task<RunningDashboard> StartAsync(params string[] more) => RunningDashboard.StartAsync(
        _directory.Path, null,
        [
            "--Users:Seed:3:Name", "jefe", "--Users:Seed:3:Password", RunningDashboard.Password, "--Users:Seed:3:Role", "administrator",
            .. more,
        ]);

    /// <summary>What a proxy at https://www.example/scada passes on, and the cookies of its browser.</summary>
    private sealed class Proxied() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
    {
        private string? _cookie;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!, "/scada" + request.RequestUri!.PathAndQuery);
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-Host", "www.example");
            request.Headers.Add("Cookie", _cookie ?? "none=1");
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
            _cookie = answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? set.First().Split(';')[0] : _cookie;
            return answer;
        }
    }
}
