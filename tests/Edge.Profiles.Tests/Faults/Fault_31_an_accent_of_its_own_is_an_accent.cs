namespace Edge.Profiles.Tests.Faults;

/// <summary>Before: letters whose accent is a character of its own (files from a Mac) made sheet, heading and drawing "missing".</summary>
public sealed class Fault_31_an_accent_of_its_own_is_an_accent
{
    private const string Formulas = "Fo\u0301rmulas";

    [Fact]
    public void Sheets_headings_drawings_and_words_are_found_either_way()
    {
        using var station = new Station();
        List<object?[]> rows = station.Sheets["Fórmulas"];
        station.Sheets.Remove("Fórmulas");
        rows[0][4] = "Fo\u0301rmula";
        station.Sheets[Formulas] = rows;
        File.Move(Path.Combine(station.Folder, "plan.svg"), Path.Combine(station.Folder, "Estación.svg"));
        station.Sheets["screens"][1][0] = "Estacio\u0301n.svg";
        station.Sheets["eg"][1][1] = "Interruptor de cabecera, sen\u0303al de posicio\u0301n";
        ProfileImportResult import = station.Import();
        Assert.Empty(import.Findings);
        Assert.Equal("Interruptor de cabecera, señal de posición", import.Profile!.Elements[0].Description);
        Assert.NotNull(import.Profile.Screens[0].Svg);
    }

    [Theory]
    [InlineData("Diagra\u0301mas/Estacio\u0301n.svg", "Diagrámas/Estación.svg")]
    [InlineData("Diagrámas/Estación.svg", "Diagra\u0301mas/ESTACIO\u0301N.svg")]
    public void Folders_of_drawings_are_found_too(string written, string onDisk)
    {
        using var station = new Station();
        string file = Path.Combine(station.Folder, onDisk);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Move(Path.Combine(station.Folder, "plan.svg"), file);
        station.Sheets["screens"][1][0] = written;
        Assert.Empty(station.Import().Findings);
    }

    [Theory]
    [InlineData("\u200Bdi")]
    [InlineData("DI\u00a0")]
    [InlineData("d\u00ADi")]
    public void Invisible_characters_do_not_count(string name)
    {
        using var station = new Station();
        station.Sheets[name] = station.Sheets["di"];
        station.Sheets.Remove("di");
        Assert.Empty(station.Import().Findings);
    }
}
