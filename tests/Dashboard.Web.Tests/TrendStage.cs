using System.Globalization;
using System.Text.Json;
using Dashboard.Historian.Journal;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>
/// A dashboard with a station, and what its journal said for ten minutes from a past noon on, a record a second: 13 and 13.5 in turn, once
/// 99; from second 400 on stale, from 450 bad; between 500 and 550 records are missing; then 14, and 21 as the last one.
/// </summary>
public sealed class TrendStage : IAsyncLifetime
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Catalog = """
        {"site":"los-alamos","name":"ET Los Álamos","timeZone":"America/Argentina/Buenos_Aires","profile":"abc",
         "devices":[{"id":"f3","description":"Alimentador 3","kind":"ied"}],
         "tags":[{"tag":"LA152B03","kind":"digital","description":"Interruptor 3","device":"f3","stateTexts":["Abierto","Cerrado"]},
                 {"tag":"LA1VV_00","kind":"analog","description":"Tensión RN","unit":"kV","device":"f3"},
                 {"tag":"LA1VV_00","kind":"analog","description":"Dos veces","unit":"V","device":"f3"}],
         "elements":[],"colours":[],"screens":[]}
        """;

    private readonly TemporaryFolder _directory = new();
    private readonly FakeGateway _gateway = new();

    internal RunningDashboard Dashboard { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await FillAsync(Dashboard, _gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Dashboard.DisposeAsync();
        _directory.Dispose();
    }

    internal static async Task FillAsync(RunningDashboard dashboard, FakeGateway gateway)
    {
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await gateway.RetainAsync("catalog", Catalog);
        using HttpClient client = await dashboard.LogInAsync();
        await Eventually.TrueAsync(
            async () => (await client.GetStringAsync("/api/sites/los-alamos", Stop)).Contains("LA1VV_00", StringComparison.Ordinal),
            "the catalogue is there", Stop);
        IJournalStore journal = dashboard.Services.GetRequiredService<IJournalStore>();
        long arrival = 0;
        journal.StoreTogether([Batch(0, 500, 1), Batch(500, 601, 550)], () => ++arrival, DateTimeOffset.UtcNow);
    }

    internal static string Path(string tags, double from, double to, int columns) =>
        $"/api/sites/los-alamos/trend?tags={tags}&from={Time(from)}&to={Time(to)}&columns={columns}";

    internal static double?[] Numbers(JsonElement series, string name) =>
        [.. series.GetProperty(name).EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? (double?)null : one.GetDouble())];

    private static string Time(double seconds) =>
        Start.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JournalBatch Batch(long after, long last, long oldest) => new()
    {
        Site = "los-alamos",
        Epoch = "e1",
        AfterSeq = after,
        LastSeq = last,
        OldestSeq = oldest,
        Entries = [.. Enumerable.Range((int)Math.Max(after + 1, oldest), (int)(last - Math.Max(after + 1, oldest) + 1)).Select(Entry)],
        Pack = _ => [],
    };

    private static JournalEntry Entry(int second)
    {
        double value = second switch { 150 => 99, 601 => 21, >= 550 => 14, _ => second % 2 == 0 ? 13 : 13.5 };
        QualityWords? quality = second switch
        {
            >= 450 and <= 500 => new QualityWords("bad", "outOfRange", ""),
            >= 400 and < 450 => new QualityWords("stale", "linkDown", ""),
            _ => null,
        };
        List<SampleValue> values = [new SampleValue("LA1VV_00", value, null, quality)];
        if (second == 1)
        {
            values.AddRange(new SampleValue("LA152B03", 1, null, null), new SampleValue("FORMER", 5, null, null));
        }

        return new JournalEntry(second, Start.AddSeconds(second).ToUnixTimeMilliseconds() * 1000) { Samples = values };
    }
}
