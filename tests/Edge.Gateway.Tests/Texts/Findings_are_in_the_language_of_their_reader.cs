using Edge.Profiles.Tests;
using TestKit;

namespace Edge.Gateway.Tests.Texts;

/// <summary><c>edge profile …</c> over a workbook with twenty planted mistakes, with the environment of a terminal.</summary>
[Trait("Category", "Slow")]
public sealed class Findings_are_in_the_language_of_their_reader : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edge.dll");

    private readonly Station _mistaken = MistakenStation.Create();

    public Findings_are_in_the_language_of_their_reader() => _mistaken.Import();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _mistaken.Dispose();

    [Fact]
    public async Task A_workbook_is_checked_in_Spanish_with_place_and_hint()
    {
        CommandResult run = await RunAsync("es_AR.UTF-8", "profile", "check", _mistaken.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("ERRORES: lo que está ahí no se puede usar así\n", run.Output, StringComparison.Ordinal);
        string[] findings =
        [
            "  ai, fila 5, columna escala\n    'mucho' no es un número.\n    > Escribir un número solo, sin unidad.\n",
            "  Fórmulas, fila 5, columna Formula\n    eg.XXT1.fill: el paréntesis no está cerrado.\n"
                + "      SI(di.XX52B01.value,2,1\n        ^\n    > Cerrarlo con ).\n",
            "      str(ai.XXVV_O1.value)\n             ^^^^^^^\n    > ¿Quiso decir XXVV_01",
            "  plan.svg, línea 5, atributo tag\n    El tag XXNADA del dibujo no es un elemento: su forma nunca cambia.\n",
        ];
        Assert.All(findings, finding => Assert.Contains(finding, run.Output, StringComparison.Ordinal));
        Assert.EndsWith("10 errores, 10 advertencias, 0 para tener en cuenta.\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\b(the|is|are|of|row|give|write)\b(?![.'])", run.Output);
    }

    [Fact]
    public async Task The_same_is_checked_in_English_where_LANG_is_C()
    {
        CommandResult run = await RunAsync("C", "profile", "check", _mistaken.Path);

        Assert.Contains("  ai, row 5, column escala\n    'mucho' is no number.\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("10 errors, 10 warnings, 0 worth knowing.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_file_keeps_its_findings_for_both_languages()
    {
        string file = Path.Combine(_mistaken.Folder, "a.profile");
        CommandResult import = await RunAsync("C", "profile", "import", _mistaken.Path, "-o", file, "--with-errors");

        CommandResult spanish = await RunAsync("es_AR", "profile", "check", file);
        CommandResult english = await RunAsync("C", "profile", "check", file);

        Assert.Equal(0, import.ExitCode);
        string place = "    Row 2 reads offset 1, bit 0 too.\n    > Correct the place of one of the two.\n";
        Assert.Contains(place, english.Output, StringComparison.Ordinal);
        string lugar = "    La fila 2 también lee offset 1, bit 0.\n    > Corregir el lugar de uno de los dos.\n";
        Assert.Contains(lugar, spanish.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_are_evaluated_in_Spanish()
    {
        CommandResult run = await RunAsync("es_AR", "profile", "eval", _mistaken.Path, "--set", "ai.XXVV_01.value=x");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--set ai.XXVV_01.value=x: 'x' no es un número\n", run.Errors, StringComparison.Ordinal);
    }

    private static Task<CommandResult> RunAsync(string lang, params string[] arguments) => Command.RunAsync(
        "dotnet", [Program, .. arguments], Stop,
        environment: new Dictionary<string, string> { ["LC_ALL"] = "", ["LC_MESSAGES"] = "", ["LANG"] = lang });
}
