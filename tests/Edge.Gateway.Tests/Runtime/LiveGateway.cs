using System.Net;
using System.Text.Json;
using Edge.Gateway.Configuration;
using Edge.Gateway.Hosting;
using Edge.Gateway.Runtime;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Profiles;
using FirmwareSim.Devices.Server;
using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;
using TestKit.Brokers;
using TestKit.Logs;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>
/// The real gateway in this process, with a workbook of its own that can be changed, between a simulated station and a real broker, and a
/// third party that hears everything.
/// </summary>
internal sealed class LiveGateway : IAsyncDisposable
{
    public const string Breaker = "LA152B03";

    private readonly MosquittoBroker _broker;
    private readonly IHost _host;
    private readonly Notes _log;

    private LiveGateway(
        MosquittoBroker broker, SimulatedStation station, Files files, Listener listener, GatewayRuntime runtime, IHost host,
        Notes log)
    {
        (_broker, Station, Files, Listener, Runtime, _host, _log) = (broker, station, files, listener, runtime, host, log);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public SimulatedStation Station { get; private set; }

    public Files Files { get; }

    public int BrokerPort => _broker.Port;

    public SampleWorkbook Workbook => Files.Workbook!;

    public Listener Listener { get; }

    public GatewayRuntime Runtime { get; }

    public ExitState Exit { get; private init; } = new();

    /// <summary>What was logged with an id, oldest first.</summary>
    public string[] Said(int id) => [.. _log.Of(id)];

    public static async Task<LiveGateway> StartAsync(
        string more = "", Func<DriverFactory, DriverFactory>? drivers = null, bool watch = false,
        string answerTimeout = "00:00:00.500", PlayedClock? clock = null)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        SimulatedStation station = await SimulatedStation.StartAsync();
        Files files = new(broker.Port, station.EndPoint.Port, own: true, more, watch, answerTimeout);
        Listener listener = await Listener.StartAsync(broker.Port, Stop);
        Notes log = new();
        ConfigurationResult loaded = ConfigurationLoader.Load(files.Config);
        Assert.Empty(loaded.Errors);
        ProfileImportResult import = ProfileImporter.Import(files.Workbook!.Path, new ProfileImportOptions());
        ILoggerFactory logs = LoggerFactory.Create(l => l.AddProvider(new NotesProvider(log)));
        ExitState exit = new();
        TimeProvider time = (TimeProvider?)clock ?? TimeProvider.System;
        GatewayRuntime runtime = GatewayRuntime.Create(
            loaded.Configuration!, import, time, logs, files.Config, drivers,
            (ISystemClock?)clock ?? new TrustedClock());
        IHost host = GatewayHost.Build(runtime, exit, time, l => l.AddProvider(new NotesProvider(log)));
        await host.StartAsync(Stop);
        LiveGateway gateway = new(broker, station, files, listener, runtime, host, log) { Exit = exit };
        await Eventually.TrueAsync(() => listener.Last($"tag/{Breaker}", "quality") == "good", "the station is read", Stop);
        await Eventually.TrueAsync(() => listener.Last("state", "status") == "online", "the picture is complete", Stop);
        return gateway;
    }

    /// <summary>Saves the workbook, asks for a reload and waits until the state names another profile.</summary>
    public async Task TakeAsync()
    {
        string? before = Hash;
        Workbook.Save();
        Runtime.Reload();
        await Eventually.TrueAsync(
            () => Hash is { } now && now != before, $"the new profile is at work: {string.Join(" / ", Said(5206))}", Stop);
        await Eventually.TrueAsync(() => Listener.Last("catalog", "profile") == Hash, "its catalogue is published", Stop);
    }

    /// <summary>Asks for a reload and waits until the state says why not.</summary>
    public async Task<string> RefusedAsync()
    {
        int before = Said(5206).Length;
        Runtime.Reload();
        await Eventually.TrueAsync(() => Said(5206).Length > before && Refusal is not null, "it is refused", Stop);
        return Refusal!;
    }

    /// <summary>The hash that the state names.</summary>
    public string? Hash => Profile("hash");

    /// <summary>Why the last one was refused, or null.</summary>
    public string? Refusal =>
        Profile("refused") is { } refused ? JsonDocument.Parse(refused).RootElement.GetProperty("detail").GetString() : null;

    /// <summary>Breaks the link to the field.</summary>
    public ValueTask StopStationAsync() => Station.DisposeAsync();

    /// <summary>A station on the same port again.</summary>
    public async Task StartStationAsync() =>
        Station = await SimulatedStation.StartAsync(new SimulatedStationOptions
        {
            Server = new ServerOptions { Listen = new IPEndPoint(IPAddress.Loopback, Station.EndPoint.Port) },
        });

    /// <summary>What was heard of the topics of a kind since there were so many messages: topic, field.</summary>
    public IReadOnlyList<(string Topic, string Text)> Since(int count) => [.. Listener.Heard.Skip(count)];

    /// <summary>What the concentrator recorded, as it stands on the wire.</summary>
    public string[] Recorded() => Station.Inspect((_, comaster) => comaster.Log.Latest.Select(e => Convert.ToHexString(e.Bytes)).ToArray());

    /// <summary>Stops the gateway in order and gives its journal, whole.</summary>
    public async Task<IReadOnlyList<JournalRecord>> StopAndReadAsync()
    {
        await _host.StopAsync(Stop);
        await Runtime.DisposeAsync();
        Assert.Equal(0, Exit.Code);
        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = Files.Journal }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        return journal.Read(0, 100_000);
    }

    /// <summary>
    /// That no value lost its quality by the gateway's doing (a feeder without load has no pulses), and that the gateway never was away.
    /// </summary>
    /// <param name="heard">Everything that was published.</param>
    /// <param name="unread">The names of what is new, and not read at first.</param>
    public static void AssertNothingFlashed(IEnumerable<(string Topic, string Text)> heard, params string[] unread)
    {
        foreach ((string topic, string text) in heard.Where(
            m => m.Text.Length > 0 && !unread.Any(u => m.Topic.EndsWith(u, StringComparison.Ordinal))))
        {
            if (topic.StartsWith("tag/", StringComparison.Ordinal) || topic.StartsWith("element/", StringComparison.Ordinal))
            {
                JsonElement message = JsonDocument.Parse(text).RootElement;
                string? reason = message.TryGetProperty("reason", out JsonElement words) ? words.GetString() : null;
                Assert.True(
                    message.GetProperty("quality").GetString() is "good" || reason is "noPulses" or "source",
                    $"{topic}: {text}");
                Assert.NotEqual("stale", message.GetProperty("quality").GetString());
            }
            else if (topic == "state")
            {
                Assert.Equal("online", JsonDocument.Parse(text).RootElement.GetProperty("status").GetString());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await Runtime.DisposeAsync();
        await Listener.DisposeAsync();
        await Station.DisposeAsync();
        await _broker.DisposeAsync();
        Files.Dispose();
    }

    private string? Profile(string field) =>
        Listener.Last("state", "profile") is { } profile
            && JsonDocument.Parse(profile).RootElement.TryGetProperty(field, out JsonElement value)
            ? value.ToString() : null;
}
