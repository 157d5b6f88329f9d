using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.Contracts;
using Edge.EndToEnd.Tests.Torture;
using Microsoft.AspNetCore.SignalR.Client;
using TestKit;
using TestKit.Brokers;
using TestKit.Databases;

namespace Edge.EndToEnd.Tests;

/// <summary>
/// Simulator, gateway and dashboard as programs; the broker within the dashboard, or Mosquitto with its memory on the disk.
/// </summary>
internal sealed class WholeSystem : IAsyncDisposable
{
    public const string Site = "los-alamos";
    public const string User = "ana";
    public const string Administrator = "jefa";
    public const string Password = "una clave larga";

    // A historian that was taken back to a copy gets everything anew.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Edge = RunningProgram.PathOf("edge/Edge.Gateway", "edge");

    private readonly TemporaryFolder _folder = new();
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    private WholeSystem(
        FieldProgram field, MosquittoBroker? broker, PostgresServer? store, string? gatewayData, (string Name, string Value)[] settings)
    {
        int[] ports = FreePort.Take(2);
        (Field, Broker, Store) = (field, broker, store);
        (GatewayData, DashboardData) = (gatewayData ?? _folder.At("gateway"), _folder.At("dashboard"));
        Address = new Uri($"http://127.0.0.1:{ports[0]}");
        int mqtt = BrokerPort = broker?.Port ?? ports[1];
        string configuration = _folder.At("edge.json");
        File.WriteAllText(configuration, JsonSerializer.Serialize(new
        {
            site = Site,
            name = "ET Los Álamos",
            timeZone = "America/Argentina/Buenos_Aires",
            trustClock = true,
            profile = new { workbook = Repository.PathOf("deploy", "sample", "los-alamos.xlsx") },
            dataDirectory = GatewayData,
            devices = new[]
            {
                new { name = "comaster", type = "mara-tcp", host = "127.0.0.1", port = field.Port, pollPeriod = "00:00:00.1",
                    answerTimeout = "00:00:00.3" },
            },
            mqtt = new { host = "127.0.0.1", port = mqtt },
        }));
        Gateway = new RunningProgram("edge/Edge.Gateway", "edge", ["run", "--config", configuration]);
        Dashboard = NewDashboard(Address, DashboardData, settings);
        string path = settings.FirstOrDefault(one => one.Name == "Http__PathBase").Value ?? "";
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = new Uri(Address, $"{path}/") };
    }

    public FieldProgram Field { get; }

    public MosquittoBroker? Broker { get; }

    /// <summary>Where the broker listens, within the dashboard or beside it.</summary>
    public int BrokerPort { get; }

    /// <summary>Where the historian is; null: in a file.</summary>
    public PostgresServer? Store { get; }

    /// <summary>The directory of the gateway.</summary>
    public string GatewayData { get; }

    /// <summary>The directory of the dashboard.</summary>
    public string DashboardData { get; }

    /// <summary>The session of a user.</summary>
    public HttpClient Http => _http;

    /// <summary>The cookie of the session.</summary>
    public string Cookie => _cookies.GetCookieHeader(Address);

    public RunningProgram Gateway { get; }

    public RunningProgram Dashboard { get; }

    public Uri Address { get; }

    /// <summary>Starts everything and waits until the station is shown as good.</summary>
    /// <param name="stop">The stop of the test.</param>
    /// <param name="broker">A broker beside the dashboard; null: that within it. It is owned.</param>
    /// <param name="store">A server with the database <see cref="Site"/> for the historian; null: a file. It is owned.</param>
    /// <param name="gatewayData">Where the gateway keeps its journal; null: in a folder of the test.</param>
    /// <param name="settings">More of the environment of the dashboard.</param>
    public static async Task<WholeSystem> StartAsync(
        CancellationToken stop, MosquittoBroker? broker = null, PostgresServer? store = null, string? gatewayData = null,
        params (string Name, string Value)[] settings)
    {
        FieldProgram field = await FieldProgram.StartAsync(stop);
        WholeSystem whole = new(field, broker, store, gatewayData, settings);
        try
        {
            whole.Dashboard.Start();
            whole.Gateway.Start();
            await whole.DashboardIsReadyAsync(stop);
            using HttpResponseMessage answer = await whole._http.PostAsJsonAsync(
                "api/session", new { user = User, password = Password }, stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await Eventually.TrueAsync(async () => await whole.StatusAsync(stop) == "online", "the site is online", stop);
            return whole;
        }
        catch
        {
            await whole.DisposeAsync();
            throw;
        }
    }

    public Task DashboardIsReadyAsync(CancellationToken stop) => Dashboard.IsReadyAsync(_http, stop);

    /// <summary>A dashboard of this system, not started.</summary>
    /// <param name="address">Where its pages are.</param>
    /// <param name="data">Its directory.</param>
    /// <param name="more">More of its environment.</param>
    public RunningProgram NewDashboard(Uri address, string data, params (string Name, string Value)[] more)
    {
        (string, string)[] historian = Store is null ? []
            : [("Historian__Store", "postgres"), ("Historian__Postgres", Store.ConnectionTo(Site))];
        return new RunningProgram(
            "cloud-dashboard/Dashboard.Web", "edge-dashboard", ["--urls", address.ToString()],
            [
                ("ASPNETCORE_ENVIRONMENT", "Production"), ("Data__Directory", data),
                ("MqttBroker__Mode", Broker is null ? "embedded" : "external"), ("MqttBroker__Host", "127.0.0.1"),
                ("MqttBroker__Port", $"{BrokerPort}"), ("Login__PermitsPerMinute", "1000"), ("Users__Seed__0__Name", User),
                ("Users__Seed__0__Password", Password), ("Users__Seed__0__Role", "operator"), ("Users__Seed__1__Name", Administrator),
                ("Users__Seed__1__Password", Password), ("Users__Seed__1__Role", "administrator"), .. historian, .. more,
            ]);
    }

    /// <summary>How the dashboard says that the site is; null while it does not know it.</summary>
    public async Task<string?> StatusAsync(CancellationToken stop)
    {
        using HttpResponseMessage answer = await _http.GetAsync($"api/sites/{Site}", stop);
        return answer.StatusCode == HttpStatusCode.NotFound ? null
            : (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("summary").GetProperty("status").GetString();
    }

    /// <summary>
    /// The sequence of events in the historian, in the order of the journal; without those that are kept aside until the gateway's state
    /// has announced them, seconds later.
    /// </summary>
    public async Task<IReadOnlyList<Recorded>> HistorianAsync(CancellationToken stop)
    {
        List<JsonElement> all = [];
        string? before = null;
        do
        {
            JsonElement page = await _http.GetFromJsonAsync<JsonElement>(
                $"api/events?site={Site}&limit=500" + (before is null ? "" : $"&before={Uri.EscapeDataString(before)}"), stop);

            // What the dashboard itself finds out about the way to the gateway is in no journal.
            all.AddRange(page.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("epoch").GetString() != "centre"));
            before = page.TryGetProperty("next", out JsonElement next) ? next.GetString() : null;
        }
        while (before is not null);

        all.RemoveAll(e => e.GetProperty("epoch").GetString()!.Contains("~+", StringComparison.Ordinal));

        // What the gateway says of the rules of the workbook, in a new journal once each, no field recorded.
        all.RemoveAll(e => e.TryGetProperty("finding", out JsonElement finding) && finding.GetString()!.EndsWith(
            "Suppressed", StringComparison.Ordinal));
        int journals = all.Select(e => JournalEpochs.BaseOf(e.GetProperty("epoch").GetString()!)).Distinct().Count();
        Assert.True(journals <= 1, "The journal was created again.");
        return [.. all.OrderBy(e => e.GetProperty("seq").GetInt64()).Select(Recorded.Of)];
    }

    /// <summary>Waits until the historian has each event and each energy that the field recorded, once.</summary>
    /// <returns>The events that the field recorded.</returns>
    public async Task<IReadOnlyList<Recorded>> HasEverythingAsync(CancellationToken stop)
    {
        await DashboardIsReadyAsync(stop);
        await Field.AtRestAsync(stop);
        await Eventually.TrueAsync(
            async () => (await Field.StatusAsync(stop)).GetProperty("queue").GetInt32() == 0, "the gateway has everything", stop);
        IReadOnlyList<Recorded> truth = await Field.RecordedAsync(stop);
        IReadOnlyList<Recorded> energies = await Field.EnergiesAsync(stop);
        HistorianFile historian = new(this);
        await Eventually.ElseBelowAsync(Eventually.TrueAsync(
            async () => await historian.CountAsync(stop) is var (ofEvents, ofEnergies)
                && ofEvents >= truth.Count && ofEnergies >= energies.Count,
            "the historian has everything", stop, Patience));
        IReadOnlyList<Recorded> kept = await HistorianAsync(stop);
        Assert.Empty(Recorded.Lacking(truth, kept));
        Assert.Empty(Recorded.Lacking(kept, truth));

        // The plant is at rest, but a quarter of an hour may end at any time: what is kept is compared with what is recorded afterwards.
        IReadOnlyList<Recorded> counted = await historian.EnergiesAsync(stop);
        Assert.Empty(Recorded.Lacking(energies, counted));
        Assert.Empty(Recorded.Lacking(counted, await Field.EnergiesAsync(stop)));
        return truth;
    }

    /// <summary>Waits until the historian has acknowledged everything that the journal of the gateway has now, samples included.</summary>
    /// <returns>The last record that it waited for.</returns>
    public async Task<long> JournalIsStoredAsync(CancellationToken stop)
    {
        JsonElement status = await JournalAsync(stop);
        long last = status.GetProperty("newest").GetProperty("seq").GetInt64();
        await Eventually.TrueAsync(
            async () => (await JournalAsync(stop)).GetProperty("readers").EnumerateArray().Any(
                reader => reader.GetProperty("reader").GetString() == "historian" && reader.GetProperty("seq").GetInt64() >= last),
            $"the historian has acknowledged record {last}", stop, Patience);
        CommandResult verified = await Command.RunAsync(Edge, ["journal", "verify", "--data", GatewayData], stop);
        Assert.True(verified.ExitCode == 0, verified.All);
        return last;
    }

    /// <summary>The records of a kind that the journal has, as <c>edge journal export</c> writes them.</summary>
    public async Task<IReadOnlyList<JsonElement>> ExportAsync(string kind, CancellationToken stop)
    {
        CommandResult exported = await Command.RunAsync(
            Edge, ["journal", "export", "--json", "--kind", kind, "--data", GatewayData], stop);
        Assert.True(exported.ExitCode == 0, exported.Errors);
        return
        [
            .. exported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement),
        ];
    }

    /// <summary>Runs a command of the dashboard, such as <c>backup</c>, on its data.</summary>
    public async Task RunDashboardAsync(string command, string file, CancellationToken stop)
    {
        CommandResult done = await Command.RunAsync(
            RunningProgram.PathOf("cloud-dashboard/Dashboard.Web", "edge-dashboard"), [command, file, "--data", DashboardData], stop);
        Assert.True(done.ExitCode == 0, done.All);
    }

    /// <summary>A connection to the hub as a page has it, started.</summary>
    public async Task<HubConnection> HubAsync(CancellationToken stop)
    {
        HubConnection hub = new HubConnectionBuilder().WithUrl(new Uri(Address, "/hub/live"), options => options.Cookies = _cookies)
            .Build();
        await hub.StartAsync(stop);
        return hub;
    }

    private async Task<JsonElement> JournalAsync(CancellationToken stop)
    {
        CommandResult status = await Command.RunAsync(Edge, ["journal", "status", "--data", GatewayData, "--json"], stop);
        Assert.True(status.ExitCode == 0, status.All);
        using JsonDocument read = JsonDocument.Parse(status.Output);
        return read.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Gateway.DisposeAsync();
        await Dashboard.DisposeAsync();
        await Field.DisposeAsync();
        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        _folder.Dispose();
    }
}
