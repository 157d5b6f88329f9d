using Edge.Gateway.Configuration;
using Edge.Gateway.Hosting;
using Edge.Gateway.Runtime;
using Edge.Journal;
using Edge.Profiles;
using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;
using TestKit.Brokers;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>The real gateway in this process, between the simulated station and a real broker.</summary>
public sealed class The_gateway_carries_the_field_to_the_broker
{
    private const string Breaker = "LA152B03";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_breaker_that_opens_arrives_and_a_silent_station_turns_stale()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        SimulatedStation station = await SimulatedStation.StartAsync();
        using Files files = new(broker.Port, station.EndPoint.Port);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        ExitState exit = new();
        GatewayRuntime runtime = Create(files);
        await using (runtime)
        {
            using IHost host = GatewayHost.Build(runtime, exit, TimeProvider.System, _ => { });
            await host.StartAsync(Stop);

            await Eventually.TrueAsync(() => listener.Last($"tag/{Breaker}", "quality") == "good", "the station is read", Stop);
            await Eventually.TrueAsync(() => listener.Last($"element/{Breaker}", "quality") == "good", "the drawing shows it", Stop);
            Assert.Equal("1", listener.Last($"tag/{Breaker}", "value"));
            Assert.Equal(listener.Colour(1), listener.Last($"element/{Breaker}", "fill"));

            station.Open("F3");
            await Eventually.TrueAsync(() => listener.Last($"tag/{Breaker}", "value") == "0", "the tag is open", Stop);
            await Eventually.TrueAsync(
                () => listener.Last($"element/{Breaker}", "fill") == listener.Colour(5), "the drawing shows it open", Stop);
            await Eventually.TrueAsync(
                () => listener.All("event").Any(e => e.TryGetProperty("tag", out var tag) && tag.GetString() == Breaker
                    && e.GetProperty("state").GetInt32() == 0), "the event arrives", Stop);
            await Eventually.TrueAsync(() => (listener.Last("state", "journal") ?? "").Contains("publishedSeq", StringComparison.Ordinal),
                "the journal's health is told", Stop);

            await station.DisposeAsync();
            await Eventually.TrueAsync(() => listener.Last($"tag/{Breaker}", "quality") == "stale", "the tag is stale", Stop);
            await Eventually.TrueAsync(() => listener.Last($"element/{Breaker}", "quality") == "stale", "the element is stale", Stop);
            Assert.Equal("0", listener.Last($"tag/{Breaker}", "value"));
            Assert.Equal("linkDown", listener.Last($"tag/{Breaker}", "reason"));
            await Eventually.TrueAsync(
                () => (listener.Last("state", "field") ?? "").Contains("\"up\":false", StringComparison.Ordinal), "the link is down", Stop);

            await host.StopAsync(Stop);
            await Eventually.TrueAsync(() => listener.Last("state", "status") == "offline", "the gateway says goodbye", Stop);
        }

        Assert.Equal(0, exit.Code);

        // The journal was closed in order, and holds what the field said.
        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = files.Journal }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        Assert.Contains(journal.Read(0, 10_000), r => r.Event?.Tag == Breaker);
        Assert.True(journal.GetCursor("mqtt") > 0);
        Assert.NotNull(journal.GetCheckpoint("comaster"));
    }

    [Fact]
    public async Task A_gateway_that_starts_again_goes_on_behind_what_it_had_published()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using SimulatedStation station = await SimulatedStation.StartAsync();
        using Files files = new(broker.Port, station.EndPoint.Port);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await RunWhileAsync(files, async () =>
        {
            await Eventually.TrueAsync(() => listener.Last($"tag/{Breaker}", "quality") == "good", "the station is read", Stop);
            station.Open("F3");
            await Eventually.TrueAsync(() => Events(listener).Count >= 1, "the event arrives", Stop);
        });
        station.Close("F3");
        await RunWhileAsync(files, () => Eventually.TrueAsync(() => Events(listener).Count >= 2, "what happened in between arrives", Stop));
        Assert.Equal([0, 1], Events(listener));
    }

    private static GatewayRuntime Create(Files files)
    {
        ConfigurationResult loaded = ConfigurationLoader.Load(files.Config);
        Assert.Empty(loaded.Errors);
        ProfileImportResult import = ProfileImporter.Import(loaded.Configuration!.Profile.Workbook, new ProfileImportOptions());
        Assert.NotNull(import.Profile);
        return GatewayRuntime.Create(loaded.Configuration, import, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private static async Task RunWhileAsync(Files files, Func<Task> what)
    {
        await using GatewayRuntime runtime = Create(files);
        using IHost host = GatewayHost.Build(runtime, new ExitState(), TimeProvider.System, _ => { });
        await host.StartAsync(Stop);
        await what();
        await host.StopAsync(Stop);
    }

    private static List<int> Events(Listener listener) =>
        [.. listener.All("event").Where(e => e.TryGetProperty("tag", out var tag) && tag.GetString() == Breaker)
            .Select(e => e.GetProperty("state").GetInt32())];
}
