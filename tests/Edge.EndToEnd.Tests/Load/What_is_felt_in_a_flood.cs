using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;

namespace Edge.EndToEnd.Tests.Load;

/// <summary>
/// Plays each flood of docs/limits.md against the programs, with the broker within the dashboard, and reports what a viewer and a gateway
/// feel meanwhile. Times depend on the machine: they are reported beside the same without a flood, and not judged; docs/performance.md has
/// the table and the command. That everything sent has its outcome and no link is lost is judged.
/// </summary>
[Trait("Category", "Long")]
[Collection("Demonstration")]
public sealed class What_is_felt_in_a_flood
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("FLOOD_SECONDS") ?? "10", CultureInfo.InvariantCulture));

    private readonly Gap _values = new();
    private readonly Gap _calls = new();
    private readonly Gap _confirmed = new();
    private int _closed;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_and_a_gateway_still_live()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using HubConnection hub = await whole.HubAsync(Stop);
        List<string> statuses = [];
        hub.On<string, JsonElement, long>("elements", (_, _, _) => _values.Mark());
        hub.On<string, JsonElement, long>("tags", (_, _, _) => _values.Mark());
        hub.On<JsonElement>("site", site => Hear(site, statuses));
        hub.On<JsonElement>("glance", site => Hear(site, statuses));
        hub.Closed += _ => Task.FromResult(Interlocked.Increment(ref _closed));
        await Eventually.TrueAsync(
            async () => await hub.InvokeAsync<object?>("Watch", WholeSystem.Site, Stop) is not null, "the site is watched", Stop);
        using IMqttClient gateway = await GatewayAsync(whole.BrokerPort);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task[] beating = [BeatAsync(hub, end.Token), BeatAsync(gateway, end.Token)];
        Floods floods = new(whole.Address, whole.BrokerPort, whole.Http);
        Write($"| flood, {Lasts.TotalSeconds:0} s each | sent | outcomes | values, page | call of a page | message, gateway |");
        TimeSpan[]? quiet = null;
        string[] outages = [];
        int records = 0;
        foreach (string flood in new[] { "nothing", "log-ins", "queries", "requests", "records", "log lines" })
        {
            TimeSpan[] felt = await PlayAsync(floods, flood);
            if (quiet is null)
            {
                // A gateway that starts was offline.
                (quiet, outages) = (felt, await OutagesAsync(whole.Http));
            }

            string outcomes = string.Join(", ", floods.Outcomes.OrderBy(one => one.Key).Select(one => $"{one.Key}: {one.Value}"));
            Write($"| {flood} | {floods.Sent} | {outcomes} | {string.Join(" | ", felt.Zip(quiet, Ratio))} |");
            Assert.Equal(floods.Sent, floods.Outcomes.Values.Sum());
            records = flood == "records" ? floods.Outcomes.GetValueOrDefault("Success") : records;
        }

        await end.CancelAsync();
        await Task.WhenAll(beating);
        Assert.Equal((0, HubConnectionState.Connected, true), (_closed, hub.State, gateway.IsConnected));
        Assert.DoesNotContain(" is lost: ", whole.Gateway.Said, StringComparison.Ordinal);
        Assert.All(statuses, status => Assert.Equal("online", status));
        Assert.Equal(records, (await StoredAsync(whole.Http, "flood")).Count);
        Assert.Equal(outages, await OutagesAsync(whole.Http));

        // The station itself goes on: what happens in the field is there once.
        await whole.Field.TellAsync("open F1", Stop);
        await whole.Field.AtRestAsync(Stop);
        IReadOnlyList<Recorded> truth = await whole.Field.RecordedAsync(Stop);
        IReadOnlyList<Recorded> kept = [];
        await Eventually.ElseBelowAsync(Eventually.TrueAsync(
            async () => (kept = await whole.HistorianAsync(Stop)).Count >= truth.Count, "the historian has everything", Stop));
        Assert.Equal(truth.Order(Comparer), kept.Order(Comparer));
    }

    private static Comparer<Recorded> Comparer { get; } =
        Comparer<Recorded>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));

    private static void Write(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    private static string Ratio(TimeSpan felt, TimeSpan quiet) => $"{felt.TotalMilliseconds:0} ms, {felt / quiet:0.0} ×";

    private static void Hear(JsonElement site, List<string> statuses)
    {
        if (site.GetProperty("site").GetString() == WholeSystem.Site)
        {
            statuses.Add(site.GetProperty("status").GetString()!);
        }
    }

    private async Task<TimeSpan[]> PlayAsync(Floods floods, string flood)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        _ = Take();
        enough.CancelAfter(Lasts);
        await floods.PlayAsync(flood, enough.Token);
        return Take();
    }

    private TimeSpan[] Take() => [_values.Take(), _calls.Take(), _confirmed.Take()];

    private async Task BeatAsync(HubConnection hub, CancellationToken end)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        while (!end.IsCancellationRequested)
        {
            await hub.InvokeAsync("Unwatch", "nobody", CancellationToken.None);
            _calls.Mark();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task BeatAsync(IMqttClient gateway, CancellationToken end)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        while (!end.IsCancellationRequested)
        {
            MqttClientPublishResult result = await gateway.PublishStringAsync(
                "edge/v1/pulse/tag/PULSE", """{"value":1,"quality":"good","time":"2026-03-01T12:00:00Z"}""",
                MqttQualityOfServiceLevel.AtLeastOnce, retain: true, CancellationToken.None);
            Assert.True(result.IsSuccess, $"{result.ReasonCode} {result.ReasonString}");
            _confirmed.Mark();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<IMqttClient> GatewayAsync(int broker)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker).WithClientId("pulse")
                .WithProtocolVersion(MqttProtocolVersion.V500).Build(),
            Stop);
        return client;
    }

    /// <summary>What the dashboard found out about the way to the gateway; its field may be slow on a busy machine.</summary>
    private static async Task<string[]> OutagesAsync(HttpClient http) =>
    [
        .. (await StoredAsync(http, WholeSystem.Site, "&type=gateway"))
            .Select(one => $"{one.GetProperty("time")} {one.GetProperty("finding")}")
            .Where(one => one.Contains(" gateway", StringComparison.Ordinal)),
    ];

    /// <summary>The events of a site that are stored.</summary>
    private static async Task<List<JsonElement>> StoredAsync(HttpClient http, string site, string filter = "")
    {
        List<JsonElement> all = [];
        string? before = null;
        do
        {
            JsonElement page = await http.GetFromJsonAsync<JsonElement>(
                $"/api/events?site={site}&limit=500{filter}" + (before is null ? "" : $"&before={Uri.EscapeDataString(before)}"), Stop);
            all.AddRange(page.GetProperty("events").EnumerateArray());
            before = page.TryGetProperty("next", out JsonElement next) ? next.GetString() : null;
        }
        while (before is not null);
        return all;
    }
}
