using System.Text.Json;
using Edge.Domain;
using Edge.Gateway.Configuration;
using Edge.Gateway.Hosting;
using Edge.Gateway.Runtime;
using Edge.Gateway.Tests.Runtime;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Profiles;
using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;
using TestKit.Brokers;

namespace Edge.Gateway.Tests.Faults;

/// <summary>
/// 4 KiB of noise in the middle of the journal of a running gateway: the rest of the backlog reaches the broker, then what is new, and the
/// state says what was lost.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Fault_65_A_gateway_survives_a_damaged_journal
{
    private const int Backlog = 1500;
    private const string Breaker = "LA152B03";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_go_on_reaching_the_broker_and_the_state_names_the_loss()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using SimulatedStation station = await SimulatedStation.StartAsync();
        using Files files = new(broker.Port, station.EndPoint.Port);
        string epoch = await FillAsync(files.Journal);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        ExitState exit = new();
        ConfigurationResult loaded = ConfigurationLoader.Load(files.Config);
        ProfileImportResult import = ProfileImporter.Import(loaded.Configuration!.Profile.Workbook, new ProfileImportOptions());
        await using (GatewayRuntime runtime = GatewayRuntime.Create(
            loaded.Configuration, import, TimeProvider.System, NullLoggerFactory.Instance))
        {
            // The gateway has the file open.
            Noise(files.Journal);
            using IHost host = GatewayHost.Build(runtime, exit, TimeProvider.System, _ => { });
            await host.StartAsync(Stop);
            await Eventually.TrueAsync(() => Salvage(listener) is { } s && s.GetProperty("status").GetString() == "done", "done", Stop);
            long records = Salvage(listener)!.Value.GetProperty("records").GetInt64();
            await Eventually.TrueAsync(() => Old(listener).Length >= Backlog - records, "the backlog arrives", Stop);

            // Each once, and what is missing is what the state says.
            Assert.Equal(Old(listener).Distinct().Count(), Old(listener).Length);
            Assert.InRange(records, 1, 100);
            long[] missing = [.. Enumerable.Range(1, Backlog).Select(seq => (long)seq).Except(Old(listener))];
            JsonElement salvage = Salvage(listener)!.Value;
            Assert.Equal(records, missing.Length);
            Assert.Equal(records, salvage.GetProperty("events").GetInt64());
            Assert.Equal(
                (missing[0], missing[^1]), (salvage.GetProperty("firstSeq").GetInt64(), salvage.GetProperty("lastSeq").GetInt64()));
            await Eventually.TrueAsync(
                () => listener.All("event").Any(e => e.GetProperty("type").GetString() == "loss"
                    && e.GetProperty("droppedEvents").GetInt64() == records && e.GetProperty("lossReason").GetString() == "damaged"),
                "the loss is an event", Stop);
            Assert.All(
                listener.All("event").Where(e => e.GetProperty("seq").GetInt64() <= Backlog),
                e => Assert.Equal(epoch, e.GetProperty("epoch").GetString()));

            // The field is asked and acknowledged again.
            await Eventually.TrueAsync(() => listener.Last($"tag/{Breaker}", "quality") == "good", "the station is read", Stop);
            station.Open("F3");
            await Eventually.TrueAsync(
                () => listener.All("event").Any(e => e.TryGetProperty("tag", out JsonElement tag) && tag.GetString() == Breaker),
                "what is new arrives", Stop);
            await host.StopAsync(Stop);
        }

        Assert.Equal(0, exit.Code);
    }

    private static async Task<string> FillAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = path }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        for (int i = 0; i < Backlog; i += 10)
        {
            FieldEvents ten = [.. Enumerable.Range(i, 10).Select(n => new FieldEvent
            {
                Device = new("4"),
                Content = new StateChange(n % 2 == 0, "backlog", alarmKind: 2),
                Tag = "LA152B01",
                Description = "Interruptor",
                Time = TimeProvider.System.GetUtcNow(),
                Received = TimeProvider.System.GetUtcNow(),
            })];
            _ = journal.Append(new JournalEntry(TimeProvider.System.GetUtcNow(), default, ten));
        }

        _ = journal.GetCursor("mqtt");
        return journal.Status.Epoch;
    }

    private static void Noise(string path)
    {
        byte[] noise = new byte[4096];
        new Random(65).NextBytes(noise);
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = file.Length / 2 / 4096 * 4096;
        file.Write(noise);
    }

    private static JsonElement? Salvage(Listener listener) =>
        listener.Last("state", "journal") is { } journal
            && JsonDocument.Parse(journal).RootElement.TryGetProperty("salvage", out JsonElement salvage) ? salvage : null;

    private static long[] Old(Listener listener) =>
        [.. listener.All("event").Select(e => e.GetProperty("seq").GetInt64()).Where(seq => seq <= Backlog)];
}
