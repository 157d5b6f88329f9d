using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Historian.Audit;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>What users do stands in the record of it, over HTTP and as a table.</summary>
[Trait("Category", "Slow")]
public sealed class AuditTests : IAsyncDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_thing_that_a_user_does_is_a_line()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using (FakeGateway gateway = new())
        {
            await gateway.ConnectAsync(dashboard.BrokerPort);
            await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
            await gateway.EventAsync(
                """
                {"epoch":"e1","seq":1,"type":"digital","tag":"LA151_03","state":1,"text":"DISPARO","alarmKind":0,
                 "time":"2026-03-01T12:00:00.125Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
                """);
            using HttpClient ana = await dashboard.LogInAsync();
            JsonElement alarms = default;
            await Eventually.TrueAsync(
                async () => (alarms = (await ana.JsonAsync("/api/alarms")).GetProperty("alarms")).GetArrayLength() == 1,
                "there is an alarm", Cancelled);
            long id = alarms[0].GetProperty("id").GetInt64();
            DateTimeOffset until = DateTimeOffset.UtcNow.AddHours(1);
            object seen = new { alarms = new[] { new { id, raises = 1 } }, comment = "=visto" };
            await ana.PostAsJsonAsync("/api/alarms/acknowledge", seen, Cancelled);
            await ana.PutAsJsonAsync($"/api/alarms/{id}/shelf", new { reason = "Pruebas", until }, Cancelled);
            await ana.DeleteAsync($"/api/alarms/{id}/shelf", Cancelled);
            await ana.DeleteAsync("/api/session", Cancelled);
            await gateway.RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow, "offline"));
        }

        using HttpClient luis = await dashboard.LogInAsync("luis");
        await Eventually.TrueAsync(
            async () => (await luis.DeleteAsync("/api/sites/los-alamos", Cancelled)).IsSuccessStatusCode,
            "it is forgotten", Cancelled);
        JsonElement entries = (await luis.JsonAsync("/api/audit")).GetProperty("entries");
        JsonElement[] lines = [.. entries.EnumerateArray().Reverse()];
        Assert.Equal(
            [
                "ana logIn", "ana alarmAcknowledged", "ana alarmShelved", "ana alarmBack", "ana logOut", "luis logIn",
                "luis stationForgotten",
            ],
            lines.Select(line => $"{line.GetProperty("who")} {line.GetProperty("what")}"));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.GetProperty("from").GetString()));
        Assert.Equal("los-alamos/protection/LA151_03 #1", lines[1].GetProperty("target").GetString());
        Assert.Equal("=visto", lines[1].GetProperty("new").GetString());
        Assert.EndsWith("Z Pruebas", lines[2].GetProperty("new").GetString(), StringComparison.Ordinal);

        // A spreadsheet must not take the comment for a formula; and who exported it stands in it too.
        string csv = await luis.GetStringAsync("/api/audit/csv?who=ana", Cancelled);
        Assert.Equal(5, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Contains(",\"'=visto\",", csv, StringComparison.Ordinal);
        JsonElement last = (await luis.JsonAsync("/api/audit?limit=1")).GetProperty("entries")[0];
        Assert.Equal(("auditExported", "?who=ana"), (last.GetProperty("what").GetString(), last.GetProperty("new").GetString()));
        Assert.Empty(dashboard.Services.GetRequiredService<IAuditLog>().Verify().Faults);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_filters_hold()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        for (int i = 0; i < 3; i++)
        {
            (await dashboard.LogInAsync("ana")).Dispose();
        }

        using HttpClient luis = await dashboard.LogInAsync("luis");
        JsonElement page = await luis.JsonAsync("/api/audit?who=ana&limit=2");
        Assert.Equal([3, 2], page.GetProperty("entries").EnumerateArray().Select(line => line.GetProperty("id").GetInt64()));
        page = await luis.JsonAsync($"/api/audit?who=ana&limit=2&before={page.GetProperty("next").GetString()}");
        Assert.Equal(1, page.GetProperty("entries")[0].GetProperty("id").GetInt64());
        Assert.False(page.TryGetProperty("next", out _));
        await luis.JsonAsync("/api/audit?before=0", HttpStatusCode.BadRequest);
        await luis.JsonAsync("/api/audit/csv?limit=1", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_log_in_of_nobody_is_no_line()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient nobody = dashboard.Anonymous();
        await nobody.PostAsJsonAsync("/api/session", new { user = "ana", password = "falsa falsa falsa" }, Cancelled);
        await nobody.DeleteAsync("/api/session", Cancelled);
        Assert.Equal(0, dashboard.Services.GetRequiredService<IAuditLog>().Verify().Lines);
    }
}
