using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests;

/// <summary>Each mistake alone in a sound workbook: exactly its finding, with its place.</summary>
public sealed class PlantedMistakeTests
{
    public static TheoryData<string, string, int, int, object?, FindingSeverity, string> Cells => new()
    {
        // what, sheet, row, column (from 0), planted value, severity, column of the finding
        { "a tag twice among digitals", "di", 4, 5, "XX52B01", FindingSeverity.Error, "tag" },
        { "a tag with a blank", "di", 4, 5, "XX 52", FindingSeverity.Error, "tag" },
        { "a tag with a letter that no topic takes", "ai", 3, 4, "XXPÁ", FindingSeverity.Error, "tag" },
        { "a tag of 65 letters", "ai", 3, 4, new string('A', 65), FindingSeverity.Error, "tag" },
        { "an IED that is not there", "di", 4, 1, 99, FindingSeverity.Error, "ied_id" },
        { "a word of another IED", "di", 4, 2, 3, FindingSeverity.Error, "offset" },
        { "a word beyond the answer", "ai", 4, 2, 7, FindingSeverity.Error, "offset" },
        { "a word that is no number", "ai", 4, 2, "seis", FindingSeverity.Error, "offset" },
        { "no word at all", "ai", 4, 2, null, FindingSeverity.Error, "offset" },
        { "bit 16", "di", 4, 4, 16, FindingSeverity.Error, "bit" },
        { "half a bit", "di", 4, 4, 1.5, FindingSeverity.Error, "bit" },
        { "a port whose events would be another's", "di", 4, 3, 1, FindingSeverity.Warning, "port" },
        { "a pair of words that is not there", "di", 4, 9, 8, FindingSeverity.Warning, "idTextoEv2" },
        { "neither yes nor no", "di", 4, 7, "quizás", FindingSeverity.Error, "maskinv" },
        { "two analogues in one word", "ai", 4, 2, 5, FindingSeverity.Error, "offset" },
        { "a scale of nothing", "ai", 4, 7, 0, FindingSeverity.Error, "escala" },
        { "no scale", "ai", 4, 7, null, FindingSeverity.Error, "escala" },
        { "bounds exchanged", "ai", 2, 11, 40, FindingSeverity.Error, "valuemin" },
        { "an odd number of bytes", "ied", 3, 4, 3, FindingSeverity.Error, "can_dis" },
        { "an address beyond 63", "ied", 3, 6, 64, FindingSeverity.Error, "rs485_address" },
        { "an address twice", "ied", 3, 6, 1, FindingSeverity.Error, "rs485_address" },
        { "a place in the answer twice", "ied", 3, 2, 1, FindingSeverity.Error, "offset" },
        { "a formula for an element that is not there", "Fórmulas", 3, 2, "XX52B09", FindingSeverity.Error, "tag" },
        { "an attribute that elements do not have", "Fórmulas", 3, 3, "colour", FindingSeverity.Error, "atributo" },
        { "a colour that the palette does not have", "eg", 2, 3, 9, FindingSeverity.Warning, "fill" },
        { "a parent that is not there", "screens", 2, 4, "ZZ", FindingSeverity.Error, "parent" },
        { "a screen that is its own parent", "screens", 2, 4, "XX", FindingSeverity.Error, "parent" },
        { "a drawing that is not there", "screens", 2, 0, "otro.svg", FindingSeverity.Error, "path" },
        { "a drawing outside of the folder", "screens", 2, 0, "../plan.svg", FindingSeverity.Error, "path" },
        { "a drawing by its full path", "screens", 2, 0, "/etc/plan.svg", FindingSeverity.Error, "path" },
        { "a drawing that is no drawing", "screens", 2, 0, "station.xlsx", FindingSeverity.Error, "path" },
        { "a colour without background or known name", "color", 2, 2, "atardecer", FindingSeverity.Error, "color" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_mistake_is_found_at_its_place_and_nowhere_else(
        string what, string sheet, int row, int column, object? planted, FindingSeverity severity, string place)
    {
        using var station = new Station();
        station.Sheets[sheet][row - 1][column] = planted;
        if (sheet == "color")
        {
            // Its index is gone with it: nothing may refer to it.
            station.Sheets["eg"][2][3] = null;
        }

        ProfileImportResult result = station.Import();
        ProfileFinding[] findings = [.. result.Findings.Where(finding => finding.Sheet == sheet)];
        Assert.True(findings.Length == 1, $"{what}: {string.Join(" | ", result.Findings)}");
        Assert.Equal((severity, row, place), (findings[0].Severity, findings[0].Row, findings[0].Column));
        Assert.Single(result.Findings);
        Assert.NotEqual("", findings[0].Hint.ToString());
        Assert.Equal(sheet == "ied", result.Profile is null);
    }

    [Fact]
    public void One_bad_row_hides_no_other()
    {
        using var station = new Station();
        station.Sheets["di"][1][4] = 16;
        station.Sheets["di"][2][1] = 99;
        station.Sheets["ai"][1][7] = "mucho";
        ProfileImportResult result = station.Import();
        Assert.Equal([("di", 2), ("di", 3), ("ai", 2)], result.Findings.Select(finding => (finding.Sheet, finding.Row ?? 0)));
        Assert.Equal(["XX52B02"], result.Profile!.Digitals.Select(point => point.Tag));
        Assert.Equal(2, result.Profile.Analogs.Length);
    }

    [Fact]
    public void Screens_that_lead_round_in_a_circle_are_found_once()
    {
        using var station = new Station();
        station.Sheets["screens"] = [["path", "name", "prefix", "parent"], ["plan.svg", "XX", "XX", "B"], ["plan.svg", "B", "XXV", "XX"]];
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal(("screens", 2, "parent"), (finding.Sheet, finding.Row, finding.Column));
    }

    [Theory]
    [InlineData("comaster")]
    [InlineData("ied")]
    [InlineData("di")]
    [InlineData("ai")]
    [InlineData("screens")]
    [InlineData("color")]
    public void A_missing_sheet_is_named(string sheet)
    {
        using var station = new Station();
        station.Sheets.Remove(sheet);
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal((FindingSeverity.Error, sheet, $"The sheet '{sheet}' is "
            + $"missing."), (finding.Severity, finding.Sheet, finding.Text.ToString()));
    }

    [Fact]
    public void A_missing_column_is_named_once()
    {
        using var station = new Station();
        station.Sheets["di"][0][4] = "bitt";
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal(("di", 1, "bit"), (finding.Sheet, finding.Row, finding.Column));
    }

    [Fact]
    public void An_element_that_no_drawing_shows_is_named_with_the_likely_tag()
    {
        using var station = new Station();
        station.Drawing(
            "plan.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path tag=\"XX52B0I\" d=\"M 0,0\"/><path tag=\"XXVV_01\" d=\"M 0,0\"/></svg>");
        Assert.Equal(
            [
                "Warning: plan.svg, row 1, column tag: The tag XX52B0I of the drawing is no "
                + "element: its shape never changes. Did you mean XX52B01?",
                "Warning: eg, row 2, column tag: No drawing shows the element XX52B01, and no formula reads it. Did you mean XX52B0I?",
            ],
            station.Import().Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void A_tag_of_the_drawing_that_is_no_element_is_named()
    {
        using var station = new Station();
        station.Drawing(
            "plan.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path tag=\"XX52B01\" d=\"M 0,0\"/><path tag=\"XXVV_01\" d=\"M 0,0\"/>\n<path "
            + "tag=\"XX99\" d=\"M 0,0\"/></svg>");
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal((FindingSeverity.Warning, "plan.svg", 2), (finding.Severity, finding.Sheet, finding.Row));
        Assert.Contains("XX99", finding.Text.ToString(), StringComparison.Ordinal);
    }
}
