using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests.Faults;

/// <summary>Before: a sheet <c>formula</c> gave one warning, and every element stayed as the sheet eg has it, quality good.</summary>
public sealed class Fault_55_a_lost_formula_never_leaves_its_element_good
{
    [Theory]
    [InlineData("formula")]
    [InlineData("Fórmulas 2")]
    [InlineData("Formulas_ET")]
    [InlineData("Hoja8")]
    public void A_misnamed_sheet_is_an_error_that_guesses_the_name(string name)
    {
        using var station = new Station();
        station.Sheets[name] = station.Sheets["Fórmulas"];
        station.Sheets.Remove("Fórmulas");
        ProfileCheck check = ProfileCheck.Of(station.Import());
        ProfileFinding error = Assert.Single(check.Findings);
        Assert.Equal((FindingSeverity.Error, "formulas"), (error.Severity, error.Sheet));
        Assert.Contains($"'{name}'", error.Hint.ToString(), StringComparison.Ordinal);
        Assert.All(Looks(check), look => Assert.Equal(Quality.Bad, look.Quality.Level));
    }

    [Fact]
    public void A_sheet_with_that_word_in_its_name_is_guessed_without_headings()
    {
        using var station = new Station();
        station.Sheets["ET formulas nuevas"] = [["Fórmulas de la estación"]];
        station.Sheets.Remove("Fórmulas");
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Contains("'ET formulas nuevas'", error.Hint.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_sheet_makes_every_element_bad_but_those_out_of_use()
    {
        using var station = new Station();
        station.Sheets.Remove("Fórmulas");
        station.Sheets["eg"][2][7] = 1;
        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.Equal(FindingSeverity.Error, Assert.Single(check.Findings).Severity);
        Assert.Equal([Quality.Bad, Quality.Good], Looks(check).Select(look => look.Quality.Level));
    }

    [Fact]
    public void A_missing_heading_of_the_sheet_does_so_too()
    {
        using var station = new Station();
        station.Sheets["Fórmulas"][0][3] = "atribto";
        ProfileCheck check = ProfileCheck.Of(station.Import());
        ProfileFinding error = Assert.Single(check.Findings);
        Assert.Contains("'atribto' atributo", error.Hint.ToString(), StringComparison.Ordinal);
        Assert.All(Looks(check), look => Assert.Equal(Quality.Bad, look.Quality.Level));
    }

    public static TheoryData<int, object> BrokenCells => new()
    {
        { 4, Raw.Formula("\"SI(di.\"&C3&\".value,2,1)\"") }, { 4, Raw.Error("#SPILL!") }, { 4, Raw.Error("#REF!") }, { 3, "filll" },
        { 3, Raw.Formula("\"fill\"") },
    };

    [Theory]
    [MemberData(nameof(BrokenCells))]
    public void A_row_that_cannot_be_used_makes_its_element_bad(int column, object cell)
    {
        using var station = new Station();
        station.Sheets["Fórmulas"][2][column] = cell;
        ProfileCheck check = ProfileCheck.Of(station.Import());
        ProfileFinding error = Assert.Single(check.Findings);
        Assert.Equal((FindingSeverity.Error, "Fórmulas", 3), (error.Severity, error.Sheet, error.Row));
        Assert.Equal([Quality.Bad, Quality.Good], Looks(check).Select(look => look.Quality.Level));
    }

    [Fact]
    public void A_profile_file_keeps_what_was_lost()
    {
        using var station = new Station();
        station.Sheets["Fórmulas"][2][4] = Raw.Error("#REF!");
        ProfileImportResult import = station.Import();
        string file = Path.Combine(station.Folder, "a.profile");
        File.WriteAllBytes(file, ProfileFile.Write(import, "station.xlsx"));
        ProfileCheck check = ProfileCheck.Load(file, new ProfileImportOptions());
        Assert.Equal(new LostFormula("XX52B01", ElementAttribute.Fill, 3), Assert.Single(check.Profile!.LostFormulas));
        Assert.Equal(Quality.Bad, Looks(check)[0].Quality.Level);
    }

    [Theory]
    [InlineData("accionev", "accionv")]
    [InlineData("textoevtipo", "texto_ev_tipo")]
    public void A_misnamed_sheet_that_need_not_be_there_is_named_too(string name, string wrong)
    {
        using Station station = MistakenStation.Create();
        station.Sheets[wrong] = station.Sheets[name];
        station.Sheets.Remove(name);
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings, finding => finding.Sheet == wrong);
        Assert.Equal((FindingSeverity.Error, $"If it is the sheet '{name}', call it so."), (error.Severity, error.Hint.ToString()));
    }

    /// <summary>How the elements look when every point is good.</summary>
    private static ElementLook[] Looks(ProfileCheck check)
    {
        Profile profile = check.Profile!;
        FormulaEngine engine = check.Engine!;
        for (int i = 0; i < profile.Digitals.Length + profile.Analogs.Length; i++)
        {
            engine.SetPoint(i, 1, 0, QualityState.Good);
        }

        _ = engine.Recompute();
        return [.. Enumerable.Range(0, profile.Elements.Length).Select(engine.ReadElement)];
    }
}
