using TestKit;

namespace Edge.Gateway.Tests.Texts;

/// <summary>The program <c>edge</c> with the environment variables of a terminal.</summary>
[Trait("Category", "Slow")]
public sealed class The_program_speaks_the_language_of_its_user
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edge.dll");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "", "es_AR.UTF-8", "mqtt.host: falta: indicar el nombre o la dirección del broker.")]
    [InlineData("", "", "C", "mqtt.host: is missing: give the name or address of the broker.")]
    [InlineData("C", "", "es_AR.UTF-8", "mqtt.host: is missing: give the name or address of the broker.")]
    [InlineData("", "es_AR", "C", "mqtt.host: falta: indicar el nombre o la dirección del broker.")]
    [InlineData("es_AR", "C", "C", "mqtt.host: falta: indicar el nombre o la dirección del broker.")]
    public async Task LC_ALL_goes_before_LC_MESSAGES_and_that_before_LANG(string all, string messages, string lang, string line)
    {
        using TemporaryFolder own = new();
        string file = own.At("file");
        await File.WriteAllTextAsync(file, "{\n \"site\": \"a\", \"dataDirectory\": \"/tmp\" }", Stop);

        CommandResult run = await RunAsync(all, messages, lang, "run", "--config", file);

        Assert.Equal(78, run.ExitCode);
        Assert.Contains($"{file}, {(line.Contains("falta", StringComparison.Ordinal) ? "línea" : "line")} 1: "
            + $"{line}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_Spanish_to_the_last_word()
    {
        CommandResult root = await RunAsync("es_AR", "", "", "--help");
        CommandResult command = await RunAsync("es_AR", "", "", "decode", "--help");

        Assert.StartsWith("Descripción:", root.Output, StringComparison.Ordinal);
        Assert.Contains("Uso:\n  edge [comando] [opciones]", root.Output, StringComparison.Ordinal);
        Assert.Contains("Muestra esta ayuda.", root.Output, StringComparison.Ordinal);
        Assert.Contains("[por defecto: epb]", command.Output, StringComparison.Ordinal);
        string[] english = ["Usage", "Options", "Commands", "Arguments", "default", "Show", "REQUIRED", " the ", " of "];
        Assert.All(english, word => Assert.DoesNotContain(word, root.Output + command.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Falta el comando.")]
    [InlineData("Falta un argumento obligatorio del comando: 'check'.", "profile", "check")]
    [InlineData("Comando o argumento desconocido '--nada'.", "run", "--nada")]
    [InlineData("La opción '--ied' es obligatoria.", "ied", "read-ram", "--host", "h", "--address", "0")]
    [InlineData("Falta el argumento de la opción: '--config'.", "run", "--config")]
    [InlineData("La opción '--config' lleva un solo argumento y se dieron 2.", "run", "--config", "a", "--config", "b")]
    [InlineData("El argumento 'x' no se conoce. Debe ser uno de: 'epb', 'bpe'", "decode", "--layout", "x")]
    [InlineData("'x' no es un número entero que corresponda (--comaster).", "profile", "check", "f", "--comaster", "x")]
    public async Task A_wrong_command_line_is_explained_in_Spanish(string line, params string[] arguments)
    {
        CommandResult run = await RunAsync("", "", "es", arguments);

        Assert.Equal(64, run.ExitCode);
        Assert.Contains(line, run.Errors.Split('\n'));
        Assert.Contains("muestra cómo se usa.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_are_explained_in_Spanish()
    {
        using TemporaryFolder own = new();
        string file = own.At("capture");
        await File.WriteAllTextAsync(file, "FE 08 05 01 3F 10 00 00\n", Stop);

        CommandResult none = await RunAsync("", "", "es", "decode");
        CommandResult wrong = await RunAsync("", "", "es", "decode", file);

        Assert.Equal("Ninguna trama en la entrada estándar: una trama son bytes en hexadecimal que empiezan con FE.\n", none.Errors);
        Assert.StartsWith("línea 1  concentrador 1 → IED 5  SEC 3F  COM 10 consulta  8 bytes  ! BCC 0000 INCORRECTO, los bytes piden ",
            wrong.Output, StringComparison.Ordinal);
    }

    private static Task<CommandResult> RunAsync(string all, string messages, string lang, params string[] arguments) => Command.RunAsync(
        "dotnet", [Program, .. arguments], Stop,
        environment: new Dictionary<string, string> { ["LC_ALL"] = all, ["LC_MESSAGES"] = messages, ["LANG"] = lang });
}
