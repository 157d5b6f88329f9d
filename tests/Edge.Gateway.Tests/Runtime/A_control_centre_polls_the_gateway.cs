using Edge.Gateway.Configuration;
using Edge.Gateway.Hosting;
using Edge.Gateway.Runtime;
using Edge.Journal;
using Edge.Profiles;
using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>The real gateway beside a simulated COMaster, and the centre that polled the COMaster before.</summary>
[Trait("Category", "Slow")]
public sealed class A_control_centre_polls_the_gateway : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_the_sections_and_every_event_as_from_the_concentrator_itself()
    {
        await using SimulatedStation station = await SimulatedStation.StartAsync();
        int port = FreePort.Take(1)[0];
        string config = Write(station.EndPoint.Port, $$"""[ { "listen": "127.0.0.1:{{port}}", "clients": [ { "name": "centre" } ] } ]""");

        // What the concentrator itself says, before the gateway takes its one connection.
        // The events that it had with that are no business of the gateway's any more.
        PollAnswer direct;
        List<string> gone;
        using (ControlCentre before = new(() => station.EndPoint.Port))
        {
            direct = await before.PollAsync(Stop);
            gone = before.Events;
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
            await HasAsync(open: true, "the breaker is open");
        });

        // What happens while the gateway is down waits in the COMaster, and comes through it afterwards.
        station.Close("F3");
        await RunWhileAsync(config, async () =>
        {
            await HasAsync(open: false, "the breaker is closed again");

            // Whatever came twice has come by the time that the next event is there.
            station.Open("F3");
            string[] truth = await HasAsync(open: true, "the breaker is open once more");
            Assert.True(truth.Length >= 3, "the simulator recorded too little");
            Assert.Equal(BySource(truth), BySource(centre.Events.Where(e => !gone.Contains(e))));
        });

        // Polls until the breaker stands so, and everything that the simulator recorded until then is at the centre; gives that.
        async Task<string[]> HasAsync(bool open, string what)
        {
            string[] truth = [];
            await Eventually.TrueAsync(
                async () =>
                {
                    PollAnswer answer = await centre.PollAsync(Stop);
                    string[] recorded = station.Inspect(
                        (_, comaster) => comaster.Log.Latest.Select(e => Convert.ToHexString(e.Bytes)).ToArray());
                    truth = [.. recorded.Where(e => !gone.Contains(e))];
                    return answer.Digitals.SequenceEqual(direct.Digitals) != open && truth.All(centre.Events.Contains);
                },
                what, Stop);
            return truth;
        }
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
            new JournalOptions { Path = _folder.At("data", "journal.db") }, TimeProvider.System,
            NullLogger<SqliteJournal>.Instance);
        Assert.Equal(["historian", "mqtt", "north/0/new"], journal.Readers);
    }

    [Theory]
    [InlineData("""[ { "comaster": 99, "allowUnknown": true } ]""", "99 is no concentrator of this gateway")]
    public void A_concentrator_that_the_profile_does_not_know_ends_the_start(string northbound, string words)
    {
        GatewayStartException refused = Assert.Throws<GatewayStartException>(() => Create(Write(1, northbound)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // Bit 4 of byte 0: no answer (Mara 1.4 §6).
    private static bool IsHeard(PollAnswer answer) => answer.Variables.Chunk(6).All(sv => (sv[0] & 0x10) == 0);

    // Byte 0 is type and address (Mara 1.4 §5): each source keeps its order, between them the concentrator chooses.
    private static string[] BySource(IEnumerable<string> events) => [.. events.OrderBy(e => e[..2], StringComparer.Ordinal)];

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
        string path = _folder.At("edge.json");
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
