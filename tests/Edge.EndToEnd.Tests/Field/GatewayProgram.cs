using System.Text.Json;
using TestKit;

namespace Edge.EndToEnd.Tests.Field;

/// <summary><c>edge run</c> as a program, in a folder of its own with configuration and journal.</summary>
internal sealed class GatewayProgram : IAsyncDisposable
{
    public const string Site = "los-alamos";

    private readonly TemporaryFolder _folder = new();

    public GatewayProgram() => Program = new RunningProgram("edge/Edge.Gateway", "edge", ["run", "--config", PathOf("edge.json")]);

    public RunningProgram Program { get; }

    /// <summary>The program file: for the commands that are no service.</summary>
    public static string Executable => RunningProgram.PathOf("edge/Edge.Gateway", "edge");

    /// <summary>A file in its folder.</summary>
    public string PathOf(string name) => _folder.At(name);

    /// <summary>Writes the configuration: of the sample substation, unless a profile is given.</summary>
    public void Configure(object[] devices, object[] northbound, int mqtt, string? profile = null) =>
        File.WriteAllText(PathOf("edge.json"), JsonSerializer.Serialize(new
        {
            site = Site,
            name = "ET Los Álamos",
            timeZone = "America/Argentina/Buenos_Aires",
            trustClock = true,
            profile = new { workbook = profile ?? Repository.PathOf("deploy", "sample", "los-alamos.xlsx") },
            dataDirectory = "data",
            devices,
            northbound,
            mqtt = new { host = "127.0.0.1", port = mqtt, heartbeat = "00:00:01" },
        }));

    /// <summary>Runs <c>edge</c> to its end; the stop of the running test ends it too.</summary>
    public static Task<CommandResult> EdgeAsync(params string[] arguments) => Command.RunAsync(
        Executable, arguments, TestContext.Current.CancellationToken, limit: TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        _folder.Dispose();
    }
}
