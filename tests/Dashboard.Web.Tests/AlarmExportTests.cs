using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using Dashboard.Historian.Audit;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>Alarms as a table: exactly those that are filtered, for a spreadsheet.</summary>
[Trait("Category", "Slow")]
public sealed class AlarmExportTests : IAsyncLifetime
{
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly TemporaryFolder _directory = new();
    private RunningDashboard _dashboard = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(_dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        for (int i = 1; i <= 3; i++)
        {
            await gateway.EventAsync($$"""
                {"epoch":"e1","seq":{{i}},"type":"digital","tag":"T{{i}}","description":"=Protección \"{{i}}\"","state":1,"text":"DISPARO",
                 "alarmKind":{{i % 2}},"time":"2026-03-01T12:00:0{{i}}.125Z","timeSource":"device",
                 "clock":"{{(i == 2 ? "unsynchronised" : "synchronised")}}","received":"2026-03-01T12:00:09Z"}
                """);
        }

        _client = await _dashboard.LogInAsync();
        await Eventually.TrueAsync(
            async () => (await _client.JsonAsync("/api/alarms")).GetProperty("alarms").GetArrayLength() == 3, "three alarms", Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _dashboard.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Values_with_commas_have_the_order_of_the_filter_and_no_formula()
    {
        string[] lines = (await _client.GetStringAsync("/api/alarms/export?order=time&language=en", Cancelled)).Split("\r\n");
        Assert.StartsWith("\"time (UTC)\",\"doubtful time\",\"priority\"", lines[0].TrimStart('\ufeff'), StringComparison.Ordinal);
        Assert.Equal(["T3", "T2", "T1", null], lines.Skip(1).Select(line => line.Length == 0 ? null : line.Split(',')[7].Trim('"')));
        Assert.StartsWith("2026-03-01T12:00:02.125Z,\"~\",1,\"protection\",1,0,\"los-alamos\",", lines[2], StringComparison.Ordinal);
        Assert.Contains(",\"'=Protección \"\"2\"\"\",", lines[2], StringComparison.Ordinal);
        string some = await _client.GetStringAsync("/api/alarms/export?priority=1", Cancelled);
        Assert.Equal(3, some.Split("\r\n").Length);
        Assert.StartsWith("\"hora (UTC)\"", some.TrimStart('\ufeff'), StringComparison.Ordinal);
        AuditPage recorded = _dashboard.Services.GetRequiredService<IAuditLog>().Query(new AuditQuery { What = AuditWord.AlarmsExported });
        Assert.Equal(["?priority=1", "?order=time&language=en"], recorded.Entries.Select(entry => entry.Act.New));
    }

    [Fact]
    public async Task A_workbook_has_real_times_and_texts_that_are_texts()
    {
        using MemoryStream file = new(await _client.GetByteArrayAsync("/api/alarms/export?form=xlsx&order=time", Cancelled));
        using ZipArchive book = new(file, ZipArchiveMode.Read);
        await using Stream part = await book.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Cancelled);
        XDocument sheet = await XDocument.LoadAsync(part, LoadOptions.None, Cancelled);
        XElement[] rows = [.. sheet.Descendants(Sheet + "row")];
        Assert.Equal(4, rows.Length);
        Assert.Equal("hora (UTC)", rows[0].Elements().First().Value);
        XElement[] cells = [.. rows[1].Elements()];
        DateTime time = DateTime.FromOADate(double.Parse(cells[0].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(new DateTime(2026, 3, 1, 12, 0, 3, 125), time, TimeSpan.FromMilliseconds(1));
        Assert.Equal(("inlineStr", "=Protección \"3\""), (cells[8].Attribute("t")!.Value, cells[8].Value));
        Assert.Empty(sheet.Descendants(Sheet + "f"));
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_named()
    {
        JsonElement problem = await _client.JsonAsync("/api/alarms/export?form=pdf&limit=3&language=fr", HttpStatusCode.BadRequest);
        Assert.Equal(
            ["form", "language", "limit"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
    }
}
