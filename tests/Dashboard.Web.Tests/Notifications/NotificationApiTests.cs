using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>Rules, groups, texts and the queue over HTTP.</summary>
public sealed class NotificationApiTests : IAsyncLifetime
{
    private const string Api = "/api/notifications";

    private readonly TemporaryFolder _directory = new();
    private readonly MailServerUnderTest _server = new();
    private RunningDashboard _dashboard = null!;
    private HttpClient _administrator = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null,
            [
                "--Users:Seed:3:Name", "adela", "--Users:Seed:3:Password", RunningDashboard.Password,
                "--Users:Seed:3:Role", "administrator",
                .. _server.Settings,
            ]);
        _administrator = await _dashboard.LogInAsync("adela");
    }

    public async ValueTask DisposeAsync()
    {
        _administrator.Dispose();
        await _dashboard.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_rule_and_a_group_are_made_changed_and_removed()
    {
        long group = await IdAsync(HttpMethod.Post, "groups", Group());
        long rule = await IdAsync(HttpMethod.Post, "rules", Rule(group));
        await IdAsync(HttpMethod.Put, $"rules/{rule}", Rule(group, name: "noche"));
        await IdAsync(HttpMethod.Put, $"groups/{group}", Group(secret: null));
        JsonElement read = Assert.Single((await _administrator.JsonAsync($"{Api}/rules")).GetProperty("rules").EnumerateArray());
        Assert.Equal("noche", read.GetProperty("name").GetString());
        Assert.Equal(10, read.GetProperty("steps")[1].GetProperty("afterMinutes").GetInt32());
        JsonElement team = Assert.Single((await _administrator.JsonAsync($"{Api}/groups")).GetProperty("groups").EnumerateArray());
        Assert.Equal("22:00", team.GetProperty("members")[0].GetProperty("roster")[0].GetProperty("from").GetString());
        Assert.False(team.GetProperty("webhook").TryGetProperty("secret", out _));
        Assert.Equal("groupInUse", await CodeAsync(HttpMethod.Delete, $"groups/{group}", null, HttpStatusCode.Conflict));
        await IdAsync(HttpMethod.Delete, $"rules/{rule}", null);
        await IdAsync(HttpMethod.Delete, $"groups/{group}", null);
        Assert.Equal("notFound", await CodeAsync(HttpMethod.Delete, $"groups/{group}", null, HttpStatusCode.NotFound));
        Assert.Equal("notFound", await CodeAsync(HttpMethod.Put, $"rules/{rule}", Rule(group), HttpStatusCode.NotFound));
        Assert.Equal(
            ["notificationGroupRemoved", "notificationRuleRemoved", "notificationGroupSet"],
            (await _administrator.JsonAsync("/api/audit?limit=3")).GetProperty("entries").EnumerateArray()
                .Select(line => line.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task What_is_wrong_is_named_and_changes_nothing()
    {
        Assert.Equal("badZone", await CodeAsync(HttpMethod.Post, "groups", Group(zone: "America/Montevido"), HttpStatusCode.BadRequest));
        Assert.Equal("badAddress", await CodeAsync(HttpMethod.Post, "groups", Group(mail: "ana"), HttpStatusCode.BadRequest));
        Assert.Equal("badRequest", await CodeAsync(HttpMethod.Post, "groups", new { members = 3 }, HttpStatusCode.BadRequest));
        object nobody = new { name = "x", members = (object?)null };
        Assert.Equal("badRequest", await CodeAsync(HttpMethod.Post, "groups", nobody, HttpStatusCode.BadRequest));
        Assert.Equal(
            "tooManyMembers",
            await CodeAsync(HttpMethod.Post, "groups", new { name = "x", members = new object?[] { null } }, HttpStatusCode.BadRequest));
        Assert.Equal("badGroup", await CodeAsync(HttpMethod.Post, "rules", Rule(77), HttpStatusCode.BadRequest));
        Assert.Equal(
            "tooLarge",
            await CodeAsync(HttpMethod.Post, "groups", new { name = new string('x', 70_000) }, HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal(0, (await _administrator.JsonAsync($"{Api}/groups")).GetProperty("groups").GetArrayLength());

        // A full group is more than the body of any other request.
        object[] members = [.. Enumerable.Range(0, 50).Select(i => Member($"p{i}@example.org", "UTC"))];
        await IdAsync(HttpMethod.Post, "groups", new { name = "todos", members });
    }

    [Fact]
    public async Task A_text_is_previewed_set_and_taken_back()
    {
        JsonElement[] texts = [.. (await _administrator.JsonAsync($"{Api}/templates")).GetProperty("templates").EnumerateArray()];
        Assert.Equal(8, texts.Length);
        Assert.All(texts, text => Assert.True(text.GetProperty("isDefault").GetBoolean()));
        object mine = new { name = "mailOne.es", subject = "{station}", body = "{alarm} {state}\n{device}\n{link}" };
        using HttpResponseMessage answer = await _administrator.PostAsJsonAsync($"{Api}/preview", mine, Cancelled);
        JsonElement shown = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal("los-alamos", shown.GetProperty("subject").GetString());
        Assert.StartsWith("Protección 51 OPERÓ\nhttps://", shown.GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "unknownPlaceholder",
            await CodeAsync(HttpMethod.Post, "preview", new { name = "smsOne.en", body = "{link}" }, HttpStatusCode.BadRequest));
        Assert.Equal("notFound", await CodeAsync(HttpMethod.Put, "templates/mailOne.fr", mine, HttpStatusCode.NotFound));
        await IdAsync(HttpMethod.Put, "templates/mailOne.es", mine);
        texts = [.. (await _administrator.JsonAsync($"{Api}/templates")).GetProperty("templates").EnumerateArray()];
        JsonElement own = Assert.Single(texts, text => !text.GetProperty("isDefault").GetBoolean());
        Assert.Equal("mailOne.es", own.GetProperty("name").GetString());
        await IdAsync(HttpMethod.Delete, "templates/mailOne.es", null);
        texts = [.. (await _administrator.JsonAsync($"{Api}/templates")).GetProperty("templates").EnumerateArray()];
        Assert.All(texts, text => Assert.True(text.GetProperty("isDefault").GetBoolean()));
    }

    [Fact]
    public async Task A_test_is_sent_at_once_and_is_in_the_queue()
    {
        long group = await IdAsync(HttpMethod.Post, "groups", Group());
        await IdAsync(HttpMethod.Post, "test", new { group, person = "Ana", way = "mail" });
        await Eventually.TrueAsync(() => !_server.Mails.IsEmpty, "the mail is there", Cancelled);
        Assert.StartsWith("[PRUEBA] [P1] los-alamos: Protección 51", _server.Mails.Single().Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("/acknowledge/", _server.Mails.Single().TextBody, StringComparison.Ordinal);
        Assert.Equal("notFound", await CodeAsync(
            HttpMethod.Post, "test", new { group, person = "Ana", way = "sms" }, HttpStatusCode.NotFound));
        using HttpClient supervisor = await _dashboard.LogInAsync("luis");
        JsonElement message = default;
        await Eventually.TrueAsync(
            async () =>
            {
                message = (await supervisor.JsonAsync($"{Api}/queue?way=mail")).GetProperty("messages")[0];
                return message.GetProperty("state").GetString() == "sent";
            },
            "it is noted as sent", Cancelled);
        Assert.True(message.GetProperty("test").GetBoolean());
        Assert.Equal(1, message.GetProperty("tries").GetInt32());
        Assert.Equal(0, (await supervisor.JsonAsync($"{Api}/queue?state=gaveUp")).GetProperty("messages").GetArrayLength());
        Assert.True((await supervisor.JsonAsync($"{Api}/ways")).GetProperty("mail").GetBoolean());
        await supervisor.JsonAsync($"{Api}/rules", HttpStatusCode.Forbidden);
        await supervisor.JsonAsync($"{Api}/queue?state=nothing", HttpStatusCode.BadRequest);
        HttpStatusCode last = HttpStatusCode.OK;
        for (int i = 0; i < 10 && last == HttpStatusCode.OK; i++)
        {
            using HttpResponseMessage answer = await _administrator.PostAsJsonAsync(
                $"{Api}/test", new { group, person = "Ana", way = "mail" }, Cancelled);
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    private static object Member(string mail, string zone) => new
    {
        name = "Ana",
        email = mail,
        language = "es",
        zone,
        roster = Enumerable.Range(1, 7).Select(day => new { day, from = "22:00", to = "06:00" }),
    };

    private static object Group(string mail = "ana@example.org", string zone = "America/Montevideo", string? secret = "0123456789abcdef") =>
        new { name = "turno", members = new[] { Member(mail, zone) }, webhook = new { url = "https://example.org/hook", secret } };

    private static object Rule(long group, string name = "todas") => new
    {
        name,
        enabled = true,
        leastPriority = 2,
        @class = "protection",
        steps = new[] { new { group, afterMinutes = 0 }, new { group, afterMinutes = 10 } },
    };

    private async Task<long> IdAsync(HttpMethod method, string path, object? body) =>
        (await SendAsync(method, path, body, HttpStatusCode.OK)).GetProperty("id").GetInt64();

    private async Task<string?> CodeAsync(HttpMethod method, string path, object? body, HttpStatusCode expected) =>
        (await SendAsync(method, path, body, expected)).GetProperty("code").GetString();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(method, $"{Api}/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await _administrator.SendAsync(request, Cancelled);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }
}
