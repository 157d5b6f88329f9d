using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>
/// Two thousand alarms of ten stations as fast as they come: each is in the list once, every viewer ends with the same counts and the same
/// alarm in the strip, and none is cut off.
/// </summary>
[Trait("Category", "Slow")]
public sealed class An_alarm_storm_is_complete : IAsyncDisposable
{
    private const int Stations = 10;
    private const int OfEach = 200;
    private const int Viewers = 10;

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_is_missing_and_all_viewers_agree()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = await dashboard.LogInAsync();
        List<Viewer> viewers = [];
        for (int i = 0; i < Viewers; i++)
        {
            viewers.Add(await Viewer.StartAsync(await dashboard.HubAsync()));
        }

        FakeGateway[] gateways = [.. Enumerable.Range(0, Stations).Select(i => new FakeGateway(Site(i)))];
        foreach (FakeGateway gateway in gateways)
        {
            await gateway.ConnectAsync(dashboard.BrokerPort);
            await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        }

        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(gateways.Select(async gateway =>
        {
            for (int seq = 1; seq <= OfEach; seq++)
            {
                await gateway.EventAsync(Alarm(seq));
            }
        }));
        TimeSpan sent = Stopwatch.GetElapsedTime(start);

        // The last of all, and the only one of the highest priority: a device's clock that is a year behind hides it nowhere.
        await gateways[3].EventAsync(Alarm(OfEach + 1, kind: 0, time: "2025-03-01T12:00:00Z"));
        await Eventually.TrueAsync(
            () => viewers.TrueForAll(viewer => viewer.Open == (Stations * OfEach) + 1), "every viewer has the counts", Cancelled,
            TimeSpan.FromSeconds(60));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Stations * OfEach} alarms sent in {sent.TotalSeconds:0.0} s, with every viewer after "
            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");

        Assert.All(viewers, viewer => Assert.Equal(($"T{OfEach + 1}", Site(3)), viewer.First));
        HashSet<string> seen = [];
        string? next = null;
        do
        {
            JsonElement page = await client.JsonAsync($"/api/alarms?limit=500{(next is null ? "" : $"&before={next}")}");
            foreach (JsonElement alarm in page.GetProperty("alarms").EnumerateArray())
            {
                Assert.True(seen.Add($"{alarm.GetProperty("site")} {alarm.GetProperty("event").GetProperty("tag")}"));
                Assert.Equal(1, alarm.GetProperty("raises").GetInt32());
            }

            next = page.TryGetProperty("next", out JsonElement more) ? more.GetString() : null;
        }
        while (next is not null);

        Assert.Equal((Stations * OfEach) + 1, seen.Count);
        Assert.All(viewers, viewer => Assert.Equal(HubConnectionState.Connected, viewer.State));
        foreach (Viewer viewer in viewers)
        {
            await viewer.DisposeAsync();
        }

        foreach (FakeGateway gateway in gateways)
        {
            await gateway.DisposeAsync();
        }
    }

    private static string Site(int i) => string.Create(CultureInfo.InvariantCulture, $"et-{i}");

    private static string Alarm(int seq, int kind = 1, string time = "2026-03-01T12:00:00Z") => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"T{{seq}}","state":1,"text":"ALARMA","alarmKind":{{kind}},
         "time":"{{time}}","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;

    private sealed class Viewer : IAsyncDisposable
    {
        private readonly HubConnection _hub;
        private readonly ConcurrentQueue<JsonElement> _updates = new();

        private Viewer(HubConnection hub)
        {
            _hub = hub;
            hub.On<JsonElement>("alarms", _updates.Enqueue);
        }

        internal HubConnectionState State => _hub.State;

        /// <summary>How many alarms are not acknowledged, as the last message has it.</summary>
        internal int Open => Last?.GetProperty("sites").EnumerateArray()
            .Sum(site => site.GetProperty("unacknowledged").EnumerateArray().Sum(count => count.GetInt32())) ?? 0;

        /// <summary>The alarm of the strip.</summary>
        internal (string?, string?) First
        {
            get
            {
                JsonElement first = Last!.Value.GetProperty("first");
                return (first.GetProperty("event").GetProperty("tag").GetString(), first.GetProperty("site").GetString());
            }
        }

        private JsonElement? Last => _updates.LastOrDefault() is { ValueKind: JsonValueKind.Object } update
            ? update.GetProperty("overview") : null;

        internal static async Task<Viewer> StartAsync(HubConnection hub)
        {
            Viewer viewer = new(hub);
            await hub.StartAsync(Cancelled);
            return viewer;
        }

        public ValueTask DisposeAsync() => _hub.DisposeAsync();
    }
}
