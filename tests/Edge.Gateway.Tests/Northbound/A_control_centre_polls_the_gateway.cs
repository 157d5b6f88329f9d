using Edge.Gateway.Configuration;
using Edge.Gateway.Hosting;
using Edge.Journal;
using Edge.Profiles;
using FirmwareSim.Devices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Edge.Gateway.Tests.Northbound;

/// <summary>The real gateway beside a simulated COMaster, and the centre that polled the COMaster before.</summary>
public sealed class A_control_centre_polls_the_gateway : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-north").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_the_sections_and_every_event_as_from_the_concentrator_itself()
    {
        await using SimulatedStation station = await SimulatedStation.StartAsync();
        int port = FreePort.Take(1)[0];
        string config = Write(station.EndPoint.Port, $$"""[ { "listen": "127.0.0.1:{{port}}", "clients": [ { "name": "centre" } ] } ]""");

        // What the concentrator itself says, before the gateway takes its one connection.
        PollAnswer direct;
        using (ControlCentre before = new(() => station.EndPoint.Port))
        {
            direct = await before.PollAsync(Stop);
        }

        using ControlCentre centre = new(() => port);
        await RunWhileAsync(config, async () =>
        {
            await Eventually.TrueAsync(async () => IsHeard(await centre.PollAsync(Stop)), "all IEDs are heard", Stop);
            PollAnswer answer = await centre.PollAsync(Stop);
            Assert.Equal(direct.Digitals, answer.Digitals);
            Assert.Equal(direct.Variables.Length, answer.Variables.Length);
            Assert.Equal(direct.Analogs.Length, answer.Analogs.Length);

            station.Open("F3");
            await Eventually.TrueAsync(async () => HasOpened(await centre.PollAsync(Stop)), "the breaker is open", Stop);
        });

        // What happens while the gateway is down waits in the COMaster, and comes through it afterwards.
        station.Close("F3");
        await RunWhileAsync(config, () => Eventually.TrueAsync(
            async () =>
            {
                _ = await centre.PollAsync(Stop);
                return Opened(centre) == 1 && Closed(centre) == 1;
            },
            "each event came once", Stop));

        bool HasOpened(PollAnswer answer) => !answer.Digitals.SequenceEqual(direct.Digitals) && Opened(centre) == 1;
    }

    [Fact]
    public async Task A_centre_that_is_taken_out_of_the_configuration_is_forgotten()
    {
        int[] ports = FreePort.Take(2);
        foreach (string name in (string[])["old", "new"])
        {
            string config = Write(ports[0], $$"""[ { "listen": "127.0.0.1:{{ports[1]}}", "clients": [ { "name": "{{name}}" } ] } ]""");
            await using GatewayRuntime runtime = Create(config);
        }

        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = Path.Combine(_folder, "data", "journal.db") }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        Assert.Equal(["mqtt", "north/0/new"], journal.Readers);
    }

    [Theory]
    [InlineData("""[ { "comaster": 99, "allowUnknown": true } ]""", "99 is no concentrator of this gateway")]
    public void A_concentrator_that_the_profile_does_not_know_ends_the_start(string northbound, string words)
    {
        GatewayStartException refused = Assert.Throws<GatewayStartException>(() => Create(Write(1, northbound)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Bit 4 of byte 0: no answer (Mara 1.4 §6).
    private static bool IsHeard(PollAnswer answer) => answer.Variables.Chunk(6).All(sv => (sv[0] & 0x10) == 0);

    private static int Opened(ControlCentre centre) => Events(centre, state: 0);

    private static int Closed(ControlCentre centre) => Events(centre, state: 1);

    // Type 0 is digital; bit 7 of byte 1 is the state, the rest port and bit (Mara 1.4 §5). The first one that opened is the breaker's.
    private static int Events(ControlCentre centre, int state)
    {
        byte[][] digital = [.. centre.Events.Select(Convert.FromHexString).Where(e => e[0] >> 6 == 0)];
        return digital.FirstOrDefault(e => e[1] >> 7 == 0) is { } opened
            ? digital.Count(e => (e[0], e[1] & 0x7F) == (opened[0], opened[1] & 0x7F) && e[1] >> 7 == state)
            : 0;
    }

    private static GatewayRuntime Create(string config)
    {
        ConfigurationResult loaded = ConfigurationLoader.Load(config);
        Assert.Empty(loaded.Errors);
        ProfileImportResult import = ProfileImporter.Import(loaded.Configuration!.Profile.Workbook, new ProfileImportOptions());
        return GatewayRuntime.Create(loaded.Configuration, import, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private static async Task RunWhileAsync(string config, Func<Task> what)
    {
        await using GatewayRuntime runtime = Create(config);
        using IHost host = GatewayHost.Build(runtime, new ExitState(), TimeProvider.System, _ => { });
        await host.StartAsync(Stop);
        await what();
        await host.StopAsync(Stop);
    }

    private string Write(int field, string northbound)
    {
        string path = Path.Combine(_folder, "edge.json");
        File.WriteAllText(path, $$"""
            {
              "site": "los-alamos", "name": "ET Los Álamos", "timeZone": "America/Argentina/Buenos_Aires",
              "profile": { "workbook": "{{Repository.PathOf("deploy", "sample", "los-alamos.xlsx")}}" },
              "dataDirectory": "data",
              "devices": [ { "name": "comaster", "type": "mara-tcp", "host": "127.0.0.1", "port": {{field}},
                             "pollPeriod": "00:00:00.100", "answerTimeout": "00:00:00.500" } ],
              "mqtt": { "host": "127.0.0.1", "port": 1 },
              "northbound": {{northbound}}
            }
            """);
        return path;
    }
}
