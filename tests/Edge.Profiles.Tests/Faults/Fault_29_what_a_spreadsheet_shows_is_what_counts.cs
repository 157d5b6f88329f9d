using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Tests.Faults;

/// <summary>Before: the stored value of a cell was taken, whatever its number format shows.</summary>
public sealed class Fault_29_what_a_spreadsheet_shows_is_what_counts
{
    // As LibreOffice Calc shows them (decimal point, no thousands), by hand from ECMA-376 part 1, §18.8.31.
    [Theory]
    [InlineData(0.30000000000000004, "0.0", "0.3")]
    [InlineData(0.30000000000000004, null, "0.3")]
    [InlineData(0.953, "0.0%", "95.3%")]
    [InlineData(0.953, "0%", "95%")]
    [InlineData(0.953, "0.0 %", "95.3 %")]
    [InlineData(33.25, "0.0", "33.3")]
    [InlineData(-33.25, "0.0", "-33.3")]
    [InlineData(1.005, "0.00", "1.01")]
    [InlineData(2.675, "0.00", "2.68")]
    [InlineData(0.5, "0", "1")]
    [InlineData(-0.04, "0.0", "0.0")]
    [InlineData(33, "0.00", "33.00")]
    [InlineData(33.2, "0.00 \"kV\"", "33.20 kV")]
    [InlineData(33.2, "0.00\\ \\k\\V", "33.20 kV")]
    [InlineData(5152, "00000", "05152")]
    [InlineData(1234567.8, "#,##0.0", "1234567.8")]
    [InlineData(1234567.8, "#,##0.0,", "1234.6")]
    [InlineData(0.5, "#.##", ".5")]
    [InlineData(12.5, "0.0##", "12.5")]
    [InlineData(-5, "0.0;(0.0)", "(5.0)")]
    [InlineData(0, "0.0;-0.0;\"cero\"0", "cero0")]
    [InlineData(12.5, "[Red]0.00", "12.50")]
    [InlineData(12.5, "[$€-C0A]0.00", "€12.50")]
    [InlineData(6, "General", "6")]
    [InlineData(0.333333333333333, null, "0.333333333")]
    [InlineData(1234.56789012, null, "1234.56789")]
    [InlineData(123456789012, null, "123456789012")]
    public void A_number_is_shown_as_its_format_says(double number, string? format, string shown) =>
        Assert.Equal(shown, ShownText.Of(number, format));

    [Theory]
    [InlineData("d-mmm", "4-mar")]
    [InlineData("dd/mm/yyyy", "04/03/2026")]
    [InlineData("d/m/yy", "4/3/26")]
    [InlineData("yyyy-mm-dd", "2026-03-04")]
    [InlineData("d/m/yyyy h:mm", "4/3/2026 7:05")]
    [InlineData("yyyy\\-mm\\-dd", "2026-03-04")]
    public void A_date_is_shown_as_its_format_says(string format, string shown) =>
        Assert.Equal(shown, ShownText.Of(new DateTime(2026, 3, 4, 7, 5, 0), format));

    [Fact]
    public void A_text_is_what_its_cell_shows_and_formulas_read_its_number()
    {
        using var station = new Station();
        station.Sheets["eg"][1][2] = new Formatted(0.953, "0.0%");
        station.Sheets["eg"][2][2] = new Formatted(0.1 + 0.2, "0.0");
        ProfileImportResult import = station.Import();
        Assert.Empty(import.Findings);
        Element percent = import.Profile!.Elements[0];
        Assert.Equal(("95.3%", 0.953, true, 1), (percent.Text, percent.Number, percent.Percent, percent.Decimals));
        Assert.Equal("0.3", import.Profile.Elements[1].Text);
        station.Sheets["Fórmulas"].Add(["", "eg.", "XX52B01", "mark", "eg.XX52B01.text * 1000"]);
        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.Empty(check.Findings);
        _ = check.Engine!.Recompute();
        Assert.Equal(953, check.Engine.ReadElement(0).Mark!.Value, 9);
    }

    [Fact]
    public void A_tag_that_is_a_number_is_the_number_that_is_shown()
    {
        using var station = new Station();
        station.Sheets["di"][1][5] = new Formatted(5201, "00000");
        station.Sheets["Fórmulas"][2][4] = "SI(di.05201.value,2,1)";
        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.Empty(check.Findings);
        Assert.Equal("05201", check.Profile!.Digitals[0].Tag);
    }

    [Theory]
    [InlineData("eg", 2, 2, "text", FindingSeverity.Warning)]
    [InlineData("eg", 2, 1, "description", FindingSeverity.Warning)]
    [InlineData("di", 1, 6, "description", FindingSeverity.Warning)]
    [InlineData("eg", 2, 0, "tag", FindingSeverity.Error)]
    [InlineData("di", 1, 5, "tag", FindingSeverity.Error)]
    [InlineData("ai", 1, 7, "escala", FindingSeverity.Error)]
    [InlineData("screens", 1, 1, "name", FindingSeverity.Error)]
    public void Words_that_became_a_date_are_named(string sheet, int row, int column, string heading, FindingSeverity severity)
    {
        using var station = new Station();

        // 3-4, as a spreadsheet in Spanish takes it: the third of April 2026.
        station.Sheets[sheet][row][column] = new Formatted(46115, "d-mmm");
        ProfileFinding finding = ProfileCheck.Of(station.Import()).Findings
            .Single(finding => finding.Sheet == sheet && finding.Row == row + 1 && finding.Column == heading);
        Assert.Equal(severity, finding.Severity);
        Assert.Contains("3-abr", finding.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("as text", finding.Hint.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tag_that_a_script_wrote_as_a_formula_does_not_vanish()
    {
        using var station = new Station();
        station.Sheets["di"][1][5] = Raw.Formula("\"XX5\"&\"2B01\"");
        ProfileFinding finding = Assert.Single(
            ProfileCheck.Of(station.Import()).Findings, finding => finding.Sheet == "di");
        Assert.Equal((FindingSeverity.Error, 2, "tag"), (finding.Severity, finding.Row, finding.Column));
    }
}
