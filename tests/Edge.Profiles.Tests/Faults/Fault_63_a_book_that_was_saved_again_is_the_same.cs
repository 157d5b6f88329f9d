using System.IO.Compression;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests.Faults;

/// <summary>Before: a Strict workbook had "no sheet", and a comparison listed every scale of a book saved by another program.</summary>
public sealed class Fault_63_a_book_that_was_saved_again_is_the_same
{
    [Fact]
    public void A_workbook_saved_as_strict_is_read_as_any_other()
    {
        using var station = new Station();
        string usual = station.Import().Profile!.Colours[0].Colour;
        station.Sheets["ai"][1][7] = Raw.Error("#REF!");
        station.Import();
        using (ZipArchive zip = ZipFile.Open(station.Path, ZipArchiveMode.Update))
        {
            foreach (string name in zip.Entries.Select(entry => entry.FullName).ToArray())
            {
                string text;
                using (var reader = new StreamReader(zip.GetEntry(name)!.Open()))
                {
                    text = reader.ReadToEnd();
                }

                zip.GetEntry(name)!.Delete();
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text
                    .Replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
                    .Replace(
                        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                        "http://purl.oclc.org/ooxml/officeDocument/relationships"));
            }
        }

        ProfileImportResult import = ProfileImporter.Import(station.Path, new ProfileImportOptions());
        ProfileFinding finding = Assert.Single(import.Findings);
        Assert.Equal((FindingSeverity.Error, "ai", 2), (finding.Severity, finding.Sheet, finding.Row));
        Assert.Equal((3, 2, usual), (import.Profile!.Digitals.Length, import.Profile.Elements.Length, import.Profile.Colours[0].Colour));
    }

    [Theory]
    [InlineData(0.006422976501305483, 0.00642297650130548, 0)]
    [InlineData(0.1234567890123456, 0.123456789012345, 0)]
    [InlineData(0.0064, 0.00640001, 1)]
    [InlineData(0, 1e-20, 1)]
    public void The_fifteenth_digit_of_a_number_is_no_change(double old, double next, int changes)
    {
        using var station = new Station();
        station.Sheets["ai"][1][11] = old;
        ProfileImportResult before = station.Import();
        station.Sheets["ai"][1][11] = next;
        Assert.Equal(changes, ProfileDiff.Compare(before, station.Import()).Length);
    }

    [Fact]
    public void A_root_of_the_same_power_twice_is_hardly_meant()
    {
        using var station = new Station();
        station.Sheets["Fórmulas"].Add(
            ["", "eg.", "XX52B01", "text", "str(RAIZ(ai.XXPA_02.value*ai.XXPA_02.value+ai.XXPA_02.value*ai.XXPA_02.value))"]);
        ProfileFinding finding = Assert.Single(ProfileCheck.Of(station.Import()).Findings);
        Assert.Equal((FindingSeverity.Warning, "Fórmulas", 5), (finding.Severity, finding.Sheet, finding.Row));
        Assert.Equal(new FormulaExcerpt((string)station.Sheets["Fórmulas"][4][4]!, 44, 33), finding.Formula);
    }
}
