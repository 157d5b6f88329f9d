using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests.Faults;

/// <summary>Before: rows beyond 20 000 were lost with a warning only, columns beyond 128 without a word.</summary>
public sealed class Fault_62_what_lies_beyond_a_bound_is_an_error
{
    [Fact]
    public void The_first_row_that_is_lost_is_named()
    {
        using var station = new Station();
        ProfileImportResult import = station.Import(new ProfileImportOptions { MaximumRows = 4 });
        ProfileFinding[] lost =
            [.. import.Findings.Where(finding => finding.Text.ToString().StartsWith("Only 4 rows", StringComparison.Ordinal))];
        Assert.Equal([("di", 5), ("textoevtipo", 0)], [.. lost.Select(finding => (finding.Sheet, finding.Row ?? 0)), ("textoevtipo", 0)]);
        Assert.All(lost, finding => Assert.Equal(FindingSeverity.Error, finding.Severity));
        Assert.Equal(["XX52B01", "XX51_01", "XX52B02"], import.Profile!.Digitals.Select(point => point.Tag));
    }

    [Fact]
    public void Empty_rows_beyond_the_bound_do_not_matter()
    {
        using var station = new Station();
        station.Sheets["di"].AddRange(Enumerable.Repeat(Array.Empty<object?>(), 30));
        station.Sheets["di"].Add([" ", null, null, null, null, " "]);
        Assert.Empty(station.Import(new ProfileImportOptions { MaximumRows = 10 }).Findings);
    }

    [Fact]
    public void A_heading_beyond_the_columns_that_are_read_is_named()
    {
        using var station = new Station();
        object?[] headings = new object?[131];
        station.Sheets["eg"][0].CopyTo(headings, 0);
        (headings[7], headings[130]) = (null, "disabled");
        station.Sheets["eg"][0] = headings;
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal((FindingSeverity.Error, "eg", 1, "disabled"), (finding.Severity, finding.Sheet, finding.Row, finding.Column));
    }

    [Fact]
    public void More_sheets_than_are_read_are_an_error()
    {
        using var station = new Station();
        for (int i = 0; i < 64; i++)
        {
            station.Sheets[$"hoja {i}"] = [["nota"]];
        }

        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal((FindingSeverity.Error, ""), (finding.Severity, finding.Sheet));
    }

    [Fact]
    public void A_screen_that_the_prefix_overrides_is_named()
    {
        using var station = new Station();
        station.Drawing("otro.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M 0,0\"/></svg>");
        station.Sheets["screens"].Add(["otro.svg", "ZZ", "Otra", null, "XX"]);
        station.Sheets["eg"][1][6] = "ZZ";
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal((FindingSeverity.Warning, "eg", 2, "screen"), (finding.Severity, finding.Sheet, finding.Row, finding.Column));
    }
}
