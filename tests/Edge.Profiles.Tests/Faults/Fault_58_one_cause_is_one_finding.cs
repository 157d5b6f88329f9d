using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests.Faults;

/// <summary>Before: a missing heading was followed by an error for each formula, a title row by advice that would spoil formulas.</summary>
public sealed class Fault_58_one_cause_is_one_finding
{
    [Fact]
    public void A_heading_that_was_renamed_is_one_error_that_says_what_stands_there()
    {
        using var station = new Station();
        station.Sheets["ai"][0][7] = "escVPQ";
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal(("ai", 1, "escala"), (error.Sheet, error.Row, error.Column));
        Assert.Contains("escVPQ", error.Hint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("di")]
    [InlineData("ai")]
    [InlineData("eg")]
    [InlineData("color")]
    [InlineData("screens")]
    public void A_title_above_the_headings_is_one_error(string sheet)
    {
        using var station = new Station();
        station.Sheets[sheet].Insert(0, ["ENTRADAS – ET PRUEBA"]);
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Error, sheet, 2), (error.Severity, error.Sheet, error.Row));
        Assert.StartsWith("Remove the rows above", error.Hint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("di")]
    [InlineData("ai")]
    [InlineData("eg")]
    [InlineData("color")]
    [InlineData("screens")]
    public void A_missing_sheet_is_one_error(string sheet)
    {
        using var station = new Station();
        station.Sheets.Remove(sheet);
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Error, sheet), (error.Severity, error.Sheet));
    }

    [Theory]
    [InlineData("di", 1, 7)]
    [InlineData("color", 2, 2)]
    public void A_row_that_cannot_be_used_is_one_error_whatever_reads_it(string sheet, int row, int column)
    {
        using var station = new Station();
        station.Sheets[sheet][row][column] = "x y z";
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Error, sheet, row + 1), (error.Severity, error.Sheet, error.Row));
    }

    /// <summary>What the row is called cannot be known, so what is not found in its sheet may be it.</summary>
    [Theory]
    [InlineData("color", 1, 1, "x y z")]
    [InlineData("color", 2, 1, "x y z")]
    [InlineData("color", 2, 1, null)]
    [InlineData("color", 2, 1, "#REF!")]
    [InlineData("di", 1, 5, "x y z")]
    [InlineData("ai", 1, 4, "x y z")]
    [InlineData("eg", 1, 0, "x y z")]
    [InlineData("screens", 1, 0, "x y z")]
    [InlineData("textoevtipo", 1, 1, "x y z")]
    public void A_row_whose_key_cannot_be_read_is_one_error(string sheet, int row, int column, string? written)
    {
        using var station = new Station();
        station.Sheets[sheet][row][column] = written;
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Error, sheet, row + 1), (error.Severity, error.Sheet, error.Row));
    }

    [Fact]
    public void A_name_that_nothing_has_is_told_where_all_keys_can_be_read()
    {
        using var station = new Station();
        station.Sheets["color"][2][1] = 3;
        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.NotEmpty(check.Findings);
        Assert.DoesNotContain(check.Findings, one => one.Sheet == "color");
    }

    [Fact]
    public void A_concentrator_without_IEDs_is_named_where_it_is_enabled()
    {
        using var station = new Station();
        station.Sheets["comaster"][1][3] = 0;
        station.Sheets["comaster"].Add([7, "10.0.0.7", 9761, 1]);
        ProfileFinding error = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal(("comaster", 4, "enabled"), (error.Sheet, error.Row, error.Column));
        Assert.Contains("those of 4, 5", error.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_IEDs_is_the_cause_where_no_concentrator_can_be_chosen()
    {
        using var station = new Station();
        station.Sheets["comaster"][1][3] = null;
        station.Sheets["comaster"][2][3] = null;
        foreach (int row in (int[])[1, 2, 3])
        {
            station.Sheets["ied"][row][0] = null;
        }

        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.Equal([("ied", 2, "id"), ("ied", 3, "id"), ("ied", 4, "id")],
            check.Findings.Select(finding => (finding.Sheet, finding.Row ?? 0, finding.Column ?? "")));
    }

    [Fact]
    public void Findings_of_one_kind_are_reported_once_with_the_rows_of_the_others()
    {
        using var station = new Station();
        for (int i = 0; i < 60; i++)
        {
            station.Sheets["eg"].Add([$"XXSOLO{i}", "", null, null, null, null, "XX", 0]);
        }

        station.Sheets["di"][1][9] = 8;
        ProfileCheck check = ProfileCheck.Of(station.Import());
        Assert.Equal(61, check.Findings.Length);
        FoldedFinding[] folded = [.. FoldedFinding.Of(check.Findings)];
        Assert.Equal([("di", 0), ("eg", 59)], folded.Select(finding => (finding.First.Sheet, finding.Others.Length)));
        Assert.Equal("So do 59 more rows: 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 ….", folded[1].Rows?.ToString());
        Assert.Null(folded[0].Rows);
    }
}
