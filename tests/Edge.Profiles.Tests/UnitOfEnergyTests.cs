using System.Text;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests;

public sealed class UnitOfEnergyTests : IDisposable
{
    // The row of XXPA_02, which is metered, and that of XXPR_02, which is not.
    private const int Metered = 2;
    private const int Unmetered = 3;

    private readonly Station _station = new();

    public void Dispose() => _station.Dispose();

    [Fact]
    public void It_is_what_the_column_unitE_says_and_none_where_that_is_empty()
    {
        ProfileImportResult import = With("kWh", Metered);

        Assert.Empty(import.Findings);
        Assert.Equal([null, "kWh", null], import.Profile!.Analogs.Select(point => point.EnergyUnit));
        byte[] file = ProfileFile.Write(import, "station.xlsx");
        string path = Path.Combine(_station.Folder, "station.profile");
        File.WriteAllBytes(path, file);
        ProfileImportResult back = ProfileImporter.Import(path, new ProfileImportOptions());
        Assert.Equal([null, "kWh", null], back.Profile!.Analogs.Select(point => point.EnergyUnit));
        Assert.Single(Encoding.UTF8.GetString(file).Split('\n'), line => line.Contains("energyUnit", StringComparison.Ordinal));
    }

    [Fact]
    public void A_workbook_without_the_column_names_none() =>
        Assert.All(_station.Import().Profile!.Analogs, point => Assert.Null(point.EnergyUnit));

    [Fact]
    public void A_unit_of_an_input_that_is_not_metered_is_reported()
    {
        ProfileFinding finding = Assert.Single(With("kvarh", Unmetered).Findings);

        Assert.Equal(("ai", 4, "unitE"), (finding.Sheet, finding.Row, finding.Column));
        Assert.Contains("escE", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_unit_is_a_change()
    {
        ProfileImportResult before = _station.Import();
        ProfileChange change = Assert.Single(ProfileDiff.Compare(before, With("MWh", Metered)));

        Assert.Equal([new ProfileFieldChange("energy unit", null, "MWh")], change.Fields);
    }

    private ProfileImportResult With(string unit, int row)
    {
        List<object?[]> sheet = _station.Sheets["ai"];
        for (int i = 0; i < sheet.Count; i++)
        {
            sheet[i] = [.. sheet[i], i == 0 ? "unitE" : i == row ? unit : null];
        }

        return _station.Import();
    }
}
