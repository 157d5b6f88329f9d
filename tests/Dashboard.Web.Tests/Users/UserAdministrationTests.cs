using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TestKit;

namespace Dashboard.Web.Tests.Users;

/// <summary>What administrators do with users over HTTP.</summary>
[Trait("Category", "Slow")]
public sealed class UserAdministrationTests : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();
    private RunningDashboard _dashboard = null!;
    private HttpClient _boss = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null, "--Users:Seed:3:Name", "jefe", "--Users:Seed:3:Password", RunningDashboard.Password,
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
    public async Task A_new_user_logs_in_with_the_password_that_was_shown_once()
    {
        JsonElement made = await AnswerAsync("/api/users", new { name = "berta", role = "operator" });
        Assert.Equal((409, "userExists"), await RefusedAsync("/api/users", new { name = "BERTA", role = "viewer" }));
        using HttpClient berta = _dashboard.Anonymous();
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(berta, "berta", made.GetProperty("password").GetString()!));
        Assert.True((await berta.JsonAsync("/api/session")).GetProperty("mustChangePassword").GetBoolean());
        await berta.JsonAsync("/api/sites", HttpStatusCode.Forbidden);
        JsonElement listed = await UserAsync("berta");
        Assert.Equal(("operator", true, 1), (
            listed.GetProperty("role").GetString(), listed.GetProperty("mustChangePassword").GetBoolean(),
            listed.GetProperty("sessions").GetArrayLength()));
        Assert.True(DateTimeOffset.UtcNow - listed.GetProperty("lastLogIn").GetDateTimeOffset() < TimeSpan.FromMinutes(1));
        Assert.False((await UserAsync("eva")).TryGetProperty("lastLogIn", out _));
    }

    [Fact]
    public async Task Another_password_ends_every_session_and_the_former_one()
    {
        using HttpClient ana = await _dashboard.LogInAsync();
        JsonElement made = await AnswerAsync("/api/users/ana/password", new { });
        await ana.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        using HttpClient again = _dashboard.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, await LogInAsync(again, "ana", RunningDashboard.Password));
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(again, "ana", made.GetProperty("password").GetString()!));
    }

    [Fact]
    public async Task Sessions_end_and_a_disabled_user_stays_out()
    {
        using HttpClient ana = await _dashboard.LogInAsync();
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync("/api/users/ana/sessions"));
        await ana.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(ana, "ana", RunningDashboard.Password));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync("ana", new { disabled = true }));
        await ana.JsonAsync("/api/sites", HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Forbidden, await LogInAsync(ana, "ana", RunningDashboard.Password));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync("ana", new { disabled = false }));
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(ana, "ana", RunningDashboard.Password));
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync("jefe", new { role = "viewer" }));
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync("JEFE", new { disabled = true }));
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync("/api/users/jefe"));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync("luis", new { role = "administrator" }));

        // Two who take it from each other at once: one of them is too late.
        using HttpClient luis = await _dashboard.LogInAsync("luis");
        HttpStatusCode[] answers = await Task.WhenAll(
            PutAsync("luis", new { role = "viewer" }), PutAsync("jefe", new { role = "viewer" }, luis));
        Assert.Contains(HttpStatusCode.NoContent, answers);
        Assert.NotEqual(answers[0], answers[1]);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_in_words()
    {
        Assert.Equal((400, "badRequest"), await RefusedAsync("/api/users", new { name = "berta" }));
        Assert.Equal((400, "badRequest"), await RefusedAsync("/api/users", new { name = "berta", role = "king" }));
        Assert.Equal((400, "refused"), await RefusedAsync("/api/users", new { name = "bérta ω", role = "viewer" }));
        Assert.Equal((404, "unknownUser"), await RefusedAsync("/api/users/nadie/password", new { }));
        Assert.Equal((404, "unknownUser"), await RefusedAsync("/api/users/nadie/unlock", new { }));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync("nadie", new { role = "viewer" }));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync("ana", new { }));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync("/api/users/nadie"));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync("/api/users/nadie/sessions"));
    }

    [Fact]
    public async Task All_of_it_is_recorded_and_no_password_is()
    {
        JsonElement made = await AnswerAsync("/api/users", new { name = "berta", role = "operator" });
        await PutAsync("berta", new { role = "viewer" });
        await PutAsync("berta", new { disabled = true });
        using HttpResponseMessage unlocked = await _boss.PostAsJsonAsync("/api/users/berta/unlock", new { }, Cancelled);
        await DeleteAsync("/api/users/berta");
        JsonElement[] lines = [.. (await _boss.JsonAsync("/api/audit")).GetProperty("entries").EnumerateArray().Reverse()];
        Assert.Equal(
            [
                "logIn  >", "userAdded berta >operator", "userRole berta operator>viewer", "userDisabled berta >", "userUnlocked berta >",
                "userRemoved berta viewer>",
            ],
            lines.Select(line => $"{line.GetProperty("what")} {Text(line, "target")} {Text(line, "old")}>{Text(line, "new")}"));
        Assert.DoesNotContain(made.GetProperty("password").GetString()!, string.Join(' ', lines), StringComparison.Ordinal);
    }

    private async Task<JsonElement> UserAsync(string name) =>
        (await _boss.JsonAsync("/api/users")).EnumerateArray().Single(user => user.GetProperty("name").GetString() == name);

    private async Task<JsonElement> AnswerAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _boss.PostAsJsonAsync(path, body, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private async Task<(int Status, string? Code)> RefusedAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _boss.PostAsJsonAsync(path, body, Cancelled);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        return ((int)answer.StatusCode, problem.GetProperty("code").GetString());
    }

    private async Task<HttpStatusCode> PutAsync(string name, object body, HttpClient? by = null)
    {
        using HttpResponseMessage answer = await (by ?? _boss).PutAsJsonAsync($"/api/users/{name}", body, Cancelled);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> DeleteAsync(string path)
    {
        using HttpResponseMessage answer = await _boss.DeleteAsync(path, Cancelled);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> LogInAsync(HttpClient client, string user, string password)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { user, password }, Cancelled);
        return answer.StatusCode;
    }

    private static string Text(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement text) ? text.GetString()! : "";
}
