using System.Diagnostics;
using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests;

public sealed class ProfileCheckTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Twenty_planted_mistakes_are_exactly_twenty_findings_each_at_its_place()
    {
        using Station station = MistakenStation.Create();
        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.Equal(20, MistakenStation.Expected.Length);
        Assert.Equal(
            MistakenStation.Expected.Select(item => (item.Sheet, item.Row, item.Column, item.Severity)),
            check.Findings.Select(finding => (finding.Sheet, finding.Row, finding.Column, finding.Severity)));
        Assert.All(check.Findings, finding => Assert.NotEqual("", finding.Hint.ToString()));
        Assert.Equal((10, 10), (check.Count(FindingSeverity.Error), check.Count(FindingSeverity.Warning)));
    }

    [Fact]
    public void What_is_good_beside_twenty_mistakes_is_in_the_profile()
    {
        using Station station = MistakenStation.Create();
        Profile profile = station.Import().Profile!;
        Assert.Equal(["XX52B01", "XX51_01", "XX52B02", "XXPAR", "XXACC"], profile.Digitals.Select(point => point.Tag));
        Assert.Equal(["XXVV_01", "XXPA_02", "XXPR_02", "XXUNI"], profile.Analogs.Select(point => point.Tag));
        DigitalPoint acting = profile.Digitals.Single(point => point.Tag == "XXACC");
        Assert.Equal((1u, 4u), (acting.ActionsHigh, acting.ActionsLow));
        Assert.Equal(new SystemVariable("NoResp", "No responde", 1, 1, 4), Assert.Single(profile.SystemVariables) with { Bit = 4 });
    }

    [Fact]
    public void A_formula_is_shown_with_the_place_and_with_what_was_probably_meant()
    {
        using Station station = MistakenStation.Create();
        ProfileCheck check = ProfileCheck.Of(station.Import());
        ProfileFinding unclosed = check.Findings.Single(finding => finding is { Sheet: "Fórmulas", Row: 5 });
        Assert.Equal(new FormulaExcerpt(MistakenStation.Unclosed, MistakenStation.OpenParenthesis, 1), unclosed.Formula);
        ProfileFinding unknown = check.Findings.Single(finding => finding is { Sheet: "Fórmulas", Row: 6 });
        Assert.Equal(new FormulaExcerpt("str(ai.XXVV_O1.value)", 8, 7), unknown.Formula);
        Assert.StartsWith("Did you mean XXVV_01", unknown.Hint.ToString(), StringComparison.Ordinal);
        ProfileFinding cycle = check.Findings.Single(finding => finding is { Sheet: "Fórmulas", Row: 7 });
        Assert.Contains("XXC1.stroke → XXC2.stroke → XXC1.stroke", cycle.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_that_fails_on_the_values_of_the_workbook_is_named()
    {
        using var station = new Station();
        station.Sheets["eg"][1][2] = "ES";
        station.Sheets["Fórmulas"].Add(["", "eg.", "XXVV_01", "fill", "SI(int(eg.XX52B01.text),2,1)"]);
        ProfileFinding finding = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Warning, "Fórmulas", 5), (finding.Severity, finding.Sheet, finding.Row));
        Assert.Contains("the text \"ES\" is no", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_of_another_concentrator_is_distinguished_from_an_unknown_one()
    {
        using var station = new Station();
        station.Sheets["Fórmulas"].Add(["", "eg.", "XX52B01", "stroke", "SI(di.YY52B01.value,2,1)"]);
        ProfileFinding finding = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Contains("another concentrator", finding.Hint.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_analogue_input_with_a_digital_ones_tag_is_an_error_and_left_out()
    {
        using var station = new Station();
        station.Sheets["ai"][2][4] = "XX52B02";
        ProfileCheck check = ProfileCheck.Of(station.Import());
        ProfileFinding finding = Assert.Single(check.Findings);
        Assert.Equal((FindingSeverity.Error, "ai", 3, "tag"), (finding.Severity, finding.Sheet, finding.Row, finding.Column));
        Assert.Equal(["XXVV_01", "XXPR_02"], check.Profile!.Analogs.Select(point => point.Tag));
    }

    /// <summary>
    /// Workbooks that LibreOffice computed and saved: <c>1/0</c> as a scale, <c>NA()</c> as a text, <c>SQRT(-1)</c> as a formula.
    /// </summary>
    [Theory]
    [InlineData("cell-errors.xls")]
    [InlineData("cell-errors.xlsx")]
    public void A_cell_that_shows_an_error_of_the_spreadsheet_is_named_once(string file)
    {
        ProfileCheck check = ProfileCheck.Load(
            Path.Combine(Places.Root, "tests", "Edge.Profiles.Tests", "files", file), new ProfileImportOptions());
        Assert.Equal(
            [
                "ai, row 2, column escala: The cell shows the error #DIV/0!.", "eg, row 3, column text: The cell shows the error #N/A.",
                "formulas, row 2, column Formula: The cell shows the error #VALUE!.",
            ],
            check.Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                .Select(finding => finding.ToString().Split(" Open")[0]["Error: ".Length..]));
        Assert.Equal("di.D1.value", Assert.Single(check.Profile!.Formulas).Expression);
    }

    [Theory]
    [InlineData("SII(ai.XXVV_01.value,1,2)", 1, 3, "Did you mean SI?")]
    [InlineData("ai.XXVV_01.valor", 12, 5, "ai has value, q, escala.")]
    [InlineData("ia.XXVV_01.value", 1, 2, "Did you mean ai?")]
    [InlineData("SI(ai.XXVV_01.value > 3, 5, 6))", 31, 1, "There is one ) too many, or a ( is missing before it.")]
    [InlineData("SI(ai.XXVV_01.value => 3,5,6)", 22, 1, "Write >=.")]
    [InlineData("3,5 * ai.XXVV_01.value", 2, 1, "Decimals have a point.")]
    [InlineData("ai.XXVV_01,value", 11, 1, "A comma stands between the arguments of a function; points stand in a path as ai.TAG.value.")]
    [InlineData("ai XXVV_01 value", 4, 7, "Points stand in a path as ai.TAG.value.")]
    [InlineData("XXVV_01.value", 1, 7, "Write 'ai.' before it.")]
    [InlineData("ai.XXVV_01.value x 2", 18, 1, "The sign for times is *.")]
    [InlineData("SI(di.XX52B01.value O ai.XXVV_01.value,1,2)", 21, 1, "Between two values write or; or O(a, b).")]
    [InlineData("str(ai.XXVV_01.value", 4, 1, "Close it with ).")]
    [InlineData("ai.XXVV_01.value**", 19, 0, "An operand or an argument is missing.")]
    public void What_was_probably_meant_is_said_for_the_slips_that_people_make(string formula, int start, int length, string hint)
    {
        using var station = new Station();
        station.Sheets["Fórmulas"].Add(["", "eg.", "XX52B01", "stroke", formula]);
        ProfileFinding finding = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Error, 5, hint), (finding.Severity, finding.Row, finding.Hint.ToString()));
        Assert.Equal(new FormulaExcerpt(formula, start, length), finding.Formula);
    }

    [Fact]
    public void A_thousand_wrong_formulas_do_not_drown_the_reader()
    {
        using var station = new Station();
        for (int i = 0; i < 1200; i++)
        {
            station.Sheets["eg"].Add([$"XXQ{i}", "", null, null, null, null, "XX", 1]);
            station.Sheets["Fórmulas"].Add(["", "eg.", $"XXQ{i}", "text", "str("]);
        }

        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.Equal(1001, check.Findings.Length);
        Assert.Contains(
            check.Findings, finding => finding.Text.ToString().StartsWith("There are more than 1000 findings", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_bad_cells_of_a_row_are_two_findings_and_not_three()
    {
        using var station = new Station();
        station.Sheets["di"][1][3] = 9;
        station.Sheets["di"][1][4] = 16;
        Assert.Equal(["port", "bit"], ProfileCheck.Of(station.Import()).Findings.Select(finding => finding.Column));
    }

    /// <summary>
    /// The expectations are computed by a script that shares nothing with the importer: see <c>independent/expect.py</c>.
    /// </summary>
    [Fact]
    public async Task The_real_workbook_is_explained_completely_and_without_a_false_word()
    {
        string workbook = Path.GetFullPath(Places.Real("estacion-e4.xls"));
        Assert.SkipUnless(File.Exists(Python), "The expectations need python3 with xlrd (Debian: python3-xlrd).");
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "independent", "expect.py"), workbook, "4"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process script = Process.Start(start)!;
        Task<string> complaints = script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string[] expected = (await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(
            (await complaints).Contains("No module named 'xlrd'", StringComparison.Ordinal),
            "The expectations need xlrd (Debian: python3-xlrd).");
        Assert.True(script.ExitCode == 0, await complaints);

        ProfileCheck check = ProfileCheck.Load(workbook, new ProfileImportOptions());
        Assert.Equal(
            expected,
            check.Findings.Select(finding => $"{finding.Severity}|{finding.Sheet}|{finding.Row}|{finding.Column}")
                .Order(StringComparer.Ordinal));
        Assert.True(expected.Length > 20);
        Assert.False(check.HasErrors);
    }

    [Fact]
    public void The_real_workbook_gives_its_system_variables_actions_and_rules()
    {
        Profile profile = ProfileImporter.Import(Places.Real("estacion-e4.xls"), new ProfileImportOptions()).Profile!;
        Assert.Equal(12 * 13, profile.SystemVariables.Length);
        Assert.Equal(new SystemVariable("CalifNoResp4", "No respuesta de IED", 2, 7, 4), profile.SystemVariables[17]);
        Assert.Equal(
            (2, 8, null as int?),
            (profile.SystemVariables[21].IedId, profile.SystemVariables[21].ByteOffset, profile.SystemVariables[21].Bit));
        Assert.Equal(Enumerable.Range(0, 13), profile.Actions.Select(action => action.Id));
        Assert.Equal("Blink en Pantalla.", profile.Actions[2].Text);
        Assert.Equal(
            [(2, 3, 5u), (3, 3, 5u), (4, 3, 5u), (6, 3, 5u), (7, 3, 5u)],
            profile.SystemEvents.Select(rule => (rule.Code, rule.StateTextId ?? -1, rule.Actions)));
        Assert.All(profile.Analogs, point => Assert.Equal((7, 6), (point.LimitTextId, point.DeltaTextId)));
    }
}
