using System.Text.RegularExpressions;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Profiles.Template;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Tests.Faults;

/// <summary>Before: a typo in an optional heading, a formula without a result and #SPILL! counted as an empty cell.</summary>
public sealed class Fault_56_nothing_of_a_sheet_is_passed_over_in_silence
{
    [Theory]
    [InlineData("di", "maskinv", "mask_inv")]
    [InlineData("di", "maskinv", "maskivn")]
    [InlineData("di", "tipodi", "tipo di")]
    [InlineData("di", "idTextoEv2", "idTextEv2")]
    [InlineData("ai", "valuemax", "value_max")]
    [InlineData("ai", "escE", "esc_E")]
    [InlineData("eg", "Stroke", "strok")]
    [InlineData("eg", "disabled", "disable")]
    [InlineData("comaster", "enabled", "enable")]
    public void A_slip_in_a_heading_is_an_error_with_the_nearest_name(string sheet, string heading, string wrong)
    {
        using var station = new Station();
        int column = Array.IndexOf(station.Sheets[sheet][0], heading);
        station.Sheets[sheet][0][column] = wrong;
        ProfileFinding finding = Assert.Single(
            ProfileCheck.Of(station.Import()).Findings, finding => finding.Column == wrong);
        Assert.Equal(
            (FindingSeverity.Error, sheet, 1, $"Did you mean {heading}?"),
            (finding.Severity, finding.Sheet, finding.Row, finding.Hint.ToString().Replace("stroke", "Stroke", StringComparison.Ordinal)));
        Assert.Contains($"'{wrong}'", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_that_resemble_nothing_are_named_together()
    {
        using var station = new Station();
        station.Sheets["di"][0] = [.. station.Sheets["di"][0], "invertida", "revisado por"];
        ProfileFinding finding = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Information, "di", 1), (finding.Severity, finding.Sheet, finding.Row));
        Assert.Contains("invertida, revisado por", finding.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("pesoaccionH", finding.Hint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("di", 2, 7, "maskinv")]
    [InlineData("di", 2, 5, "tag")]
    [InlineData("ai", 1, 11, "valuemin")]
    [InlineData("ai", 1, 10, "valuemax")]
    [InlineData("eg", 2, 7, "disabled")]
    [InlineData("eg", 2, 0, "tag")]
    [InlineData("eg", 2, 2, "text")]
    public void A_formula_that_was_never_computed_is_an_error_in_every_column(string sheet, int row, int column, string heading)
    {
        foreach (object cell in (object[])[Raw.Formula("1"), new Raw("", "<f>1</f>"), new Raw("t=\"str\"", "<f>A1</f>")])
        {
            using var station = new Station();
            station.Sheets[sheet][row][column] = cell;
            ProfileFinding finding = Assert.Single(
                ProfileCheck.Of(station.Import()).Findings, finding => finding.Sheet == sheet && finding.Severity == FindingSeverity.Error);
            Assert.Equal((row + 1, heading), (finding.Row, finding.Column));
            Assert.Contains("never computed", finding.Text.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_formula_whose_result_is_an_empty_text_is_an_empty_cell()
    {
        using var station = new Station();
        station.Sheets["eg"][1][1] = new Raw("t=\"str\"", "<f>\"\"</f><v></v>");
        station.Sheets["di"][4][5] = new Raw("t=\"str\"", "<f>\"\"</f><v></v>");
        Assert.Empty(ProfileCheck.Of(station.Import()).Findings);
    }

    [Theory]
    [InlineData("#SPILL!")]
    [InlineData("#CALC!")]
    [InlineData("#GETTING_DATA")]
    [InlineData("#FIELD!")]
    [InlineData("#ALGO_NUEVO!")]
    public void Every_error_of_a_spreadsheet_is_named_also_one_that_does_not_exist_yet(string code)
    {
        using var station = new Station();
        station.Sheets["ai"][1][7] = Raw.Error(code);
        ProfileFinding finding = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal(
            ("ai", 2, "escala", $"The cell shows the error "
                + $"{code}."), (finding.Sheet, finding.Row, finding.Column, finding.Text.ToString()));
    }

    /// <summary>XlsxWriter writes 0 as the result of every formula and leaves the computing to the spreadsheet program.</summary>
    [Fact]
    public void A_result_of_0_is_doubted_where_the_file_asks_to_be_computed()
    {
        using var station = new Station { Calculation = "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>" };
        station.Sheets["di"][1][7] = new Raw("", "<f>1</f><v>0</v>");
        ProfileFinding finding = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Warning, "di", 2, "maskinv"), (finding.Severity, finding.Sheet, finding.Row, finding.Column));
        station.Calculation = "";
        Assert.Empty(ProfileCheck.Of(station.Import()).Findings);
    }

    [Fact]
    public void Cells_and_rows_without_a_place_stand_behind_the_one_before()
    {
        using var station = new Station();
        station.Import();
        Rewrite(station.Path, "xl/worksheets/sheet3.xml", text => Regex.Replace(text, " r=\"[A-Z]*[0-9]+\"", "")
            .Replace("<v>15</v>", "<f>15</f><v></v>", StringComparison.Ordinal));
        ProfileFinding finding = Assert.Single(
            ProfileCheck.Load(station.Path, new ProfileImportOptions()).Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("di", 3, "bit"), (finding.Sheet, finding.Row, finding.Column));
        Assert.Contains("never computed", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_column_of_the_empty_workbook_is_known()
    {
        Assert.Equal(SheetShape.All.Select(shape => shape.Name), TemplateSheets.All.Select(sheet => sheet.Name));
        Assert.All(TemplateSheets.All, sheet => Assert.All(
            sheet.Columns, column => Assert.True(SheetShape.Of(sheet.Name)!.Knows(column.Name), $"{sheet.Name}.{column.Name}")));
    }

    private static void Rewrite(string path, string part, Func<string, string> change)
    {
        using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update);
        string text;
        using (var reader = new StreamReader(zip.GetEntry(part)!.Open()))
        {
            text = reader.ReadToEnd();
        }

        zip.GetEntry(part)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(part).Open());
        writer.Write(change(text));
    }
}
