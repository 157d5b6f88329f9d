using TestKit;

namespace Dashboard.Web.Tests.Texts;

/// <summary>The commands of <c>edge-dashboard</c> with the environment variables of a terminal.</summary>
[Trait("Category", "Slow")]
public sealed class The_commands_speak_the_language_of_their_user : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edge-dashboard.dll");

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Users_are_worked_on_in_Spanish()
    {
        string[] data = ["--data", _directory.Path];
        CommandResult none = await RunAsync("es_AR.UTF-8", ["user", "list", .. data]);
        CommandResult unknown = await RunAsync("es_AR.UTF-8", ["user", "add", "ana", "--role", "jefa", .. data]);
        CommandResult made = await RunAsync("es_AR.UTF-8", ["user", "add", "ana", "--role", "operator", .. data]);
        CommandResult english = await RunAsync("C", ["user", "list", .. data]);

        Assert.Equal((0, "No hay ningún usuario.\n"), (none.ExitCode, none.Output));
        Assert.Equal(64, unknown.ExitCode);
        Assert.StartsWith(
            "El rol 'jefa' no se conoce: usar viewer, operator, supervisor, engineer, administrator.\n", unknown.Errors,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "ana está creado. La clave para el próximo ingreso, que allí se cambia: ", made.Output, StringComparison.Ordinal);
        Assert.Contains("must change password", english.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_a_wrong_start_are_Spanish()
    {
        CommandResult help = await RunAsync("es", ["--help"]);
        CommandResult user = await RunAsync("es", ["user", "add", "--help"]);
        CommandResult broker = await RunAsync("es", ["broker-user", "--help"]);
        CommandResult start = await RunAsync("es", ["--Data:Directory", _directory.Path, "--MqttBroker:Mode", "nada"]);

        Assert.StartsWith("El servidor de todas las estaciones:", help.Output, StringComparison.Ordinal);
        Assert.Contains("Uso:\n  edge-dashboard user add <NAME> [opciones]", user.Output, StringComparison.Ordinal);
        Assert.Contains("(OBLIGATORIO)", user.Output, StringComparison.Ordinal);
        Assert.StartsWith("uso: edge-dashboard broker-user add", broker.Output, StringComparison.Ordinal);
        Assert.Equal(
            (78, "edge-dashboard: MqttBroker:Mode 'nada' no se conoce: usar embedded o external.\n"), (start.ExitCode, start.Errors));
    }

    private static Task<CommandResult> RunAsync(string lang, IEnumerable<string> arguments) => Command.RunAsync(
        "dotnet", [Program, .. arguments], Stop,
        environment: new Dictionary<string, string> { ["LC_ALL"] = "", ["LC_MESSAGES"] = "", ["LANG"] = lang });
}
