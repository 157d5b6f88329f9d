using System.Text.Json;
using Edge.Profiles;
using Edge.Profiles.Tests;

namespace Edge.Gateway.Tests.Commands.Profiles;

public sealed class ProfileCommandTests : IDisposable
{
    private readonly Station _station = new();

    public void Dispose() => _station.Dispose();

    [Fact]
    public void A_sound_workbook_ends_with_0_and_says_what_it_holds()
    {
        _station.Import();
        ProfileRun run = ProfileRun.Of("check", _station.Path);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal(
            $"{_station.Path}, concentrator 4: 2 IEDs, 3 digital and 3 analogue inputs, 2 elements, 2 formulas, 1 screens. "
            + "0 errors, 0 warnings, 0 worth knowing.\n",
            run.Output);
    }

    [Fact]
    public void Twenty_mistakes_are_listed_errors_first_with_places_and_their_count()
    {
        using Station mistaken = MistakenStation.Create();
        mistaken.Import();
        ProfileRun run = ProfileRun.Of("check", mistaken.Path);
        Assert.Equal(1, run.Exit);
        Assert.EndsWith("10 errors, 10 warnings, 0 worth knowing.\n", run.Output, StringComparison.Ordinal);
        Assert.True(run.Output.IndexOf("ERRORS", StringComparison.Ordinal) < run.Output.IndexOf("WARNINGS", StringComparison.Ordinal));
        Assert.Contains(
            "  Fórmulas, row 5, column Formula\n    eg.XXT1.fill: the parenthesis is not closed.\n"
            + "      SI(di.XX52B01.value,2,1\n        ^\n    > Close it with ).\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "      str(ai.XXVV_O1.value)\n             ^^^^^^^\n    > Did you mean XXVV_01", run.Output, StringComparison.Ordinal);
        Assert.Contains("  plan.svg, line 5, attribute tag\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_holds_the_same_findings()
    {
        using Station mistaken = MistakenStation.Create();
        mistaken.Import();
        ProfileRun run = ProfileRun.Of("check", mistaken.Path, "--json");
        Assert.Equal(1, run.Exit);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.Equal((10, 10, 0),
            (root.GetProperty("errors").GetInt32(), root.GetProperty("warnings").GetInt32(), root.GetProperty("informations").GetInt32()));
        Assert.Equal(
            MistakenStation.Expected.Select(item => (item.Sheet, item.Row, item.Column)),
            root.GetProperty("findings").EnumerateArray().Select(finding =>
                (finding.GetProperty("sheet").GetString()!, (int?)finding.GetProperty("row").GetInt32(),
                    finding.GetProperty("column").GetString())));
        JsonElement unclosed = root.GetProperty("findings").EnumerateArray()
            .First(finding => finding.GetProperty("formula").ValueKind == JsonValueKind.String);
        Assert.Equal((MistakenStation.Unclosed, 3, 1), (unclosed.GetProperty("formula").GetString(),
            unclosed.GetProperty("start").GetInt32(), unclosed.GetProperty("length").GetInt32()));
    }

    [Fact]
    public void A_file_that_is_no_workbook_ends_with_2()
    {
        File.WriteAllText(_station.Path, "<html/>");
        ProfileRun run = ProfileRun.Of("check", _station.Path);
        Assert.Equal(2, run.Exit);
        Assert.Contains("HTML", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_and_its_profile_file_say_the_same_each_time()
    {
        _station.Import();
        string first = Path.Combine(_station.Folder, "a.profile");
        string second = Path.Combine(_station.Folder, "b.profile");
        Assert.Equal(0, ProfileRun.Of("import", _station.Path, "-o", first).Exit);
        Assert.Equal(0, ProfileRun.Of("import", _station.Path, "--output", second).Exit);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.Equal(["a.profile", "b.profile", "plan.svg", "station.xlsx"],
            Directory.GetFiles(_station.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        ProfileRun same = ProfileRun.Of("diff", _station.Path, first);
        Assert.Equal((0, ""), (same.Exit, same.Error));
        ProfileRun show = ProfileRun.Of("show", first);
        Assert.Equal(0, show.Exit);
        Assert.Contains(
            ProfileImporter.Import(_station.Path, new ProfileImportOptions()).Profile!.Hash, show.Output, StringComparison.Ordinal);
        Assert.Contains("profile of station.xlsx", show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_errors_nothing_is_written_unless_it_is_asked_for()
    {
        using Station mistaken = MistakenStation.Create();
        mistaken.Import();
        string file = Path.Combine(mistaken.Folder, "a.profile");
        ProfileRun refused = ProfileRun.Of("import", mistaken.Path, "-o", file);
        Assert.Equal((1, ""), (refused.Exit, refused.Output));
        Assert.Contains("is not written", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));

        Assert.Equal(0, ProfileRun.Of("import", mistaken.Path, "-o", file, "--with-errors").Exit);
        ProfileRun check = ProfileRun.Of("check", file);
        Assert.Equal(1, check.Exit);
        Assert.EndsWith("10 errors, 10 warnings, 0 worth knowing.\n", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_ends_with_2_and_says_so()
    {
        _station.Import();
        ProfileRun run = ProfileRun.Of("import", _station.Path, "-o", Path.Combine(_station.Folder, "nowhere", "a.profile"));
        Assert.Equal(2, run.Exit);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_ends_with_1_and_says_old_and_new()
    {
        _station.Import();
        string old = Path.Combine(_station.Folder, "old.profile");
        Assert.Equal(0, ProfileRun.Of("import", _station.Path, "-o", old).Exit);
        _station.Sheets["Fórmulas"][2][4] = "SI(di.XX52B01.value,1,2)";
        _station.Sheets["di"][2][5] = "XX51_09";
        _station.Sheets["ai"][1][7] = 0.02;
        _station.Import();
        ProfileRun run = ProfileRun.Of("diff", old, _station.Path);
        Assert.Equal(1, run.Exit);
        Assert.Contains("Formulas: 1 changed\n  ~ XX52B01.fill\n      old SI(di.XX52B01.value,2,1)\n      new SI(di.XX52B01.value,1,2)\n",
            run.Output, StringComparison.Ordinal);
        Assert.Contains("Digital inputs: 1 renamed\n  ~ XX51_09: tag XX51_01 → XX51_09\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Analogue inputs: 1 changed\n  ~ XXVV_01: scale 0.01 → 0.02\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 changes.", run.Output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(ProfileRun.Of("diff", old, _station.Path, "--json").Output);
        Assert.Equal(["digital", "analog", "formula"],
            json.RootElement.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("group").GetString()));
    }

    [Fact]
    public void A_file_that_cannot_be_used_ends_a_comparison_with_2()
    {
        _station.Import();
        ProfileRun run = ProfileRun.Of("diff", _station.Path, Path.Combine(_station.Folder, "none.xlsx"));
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Contains("There is no workbook", run.Error, StringComparison.Ordinal);
    }
}
