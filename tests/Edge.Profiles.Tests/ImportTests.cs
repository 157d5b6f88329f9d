using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Profiles.Sheets;

namespace Edge.Profiles.Tests;

public sealed class ImportTests
{
    [Fact]
    public void A_point_belongs_to_the_bay_that_its_row_names()
    {
        using var station = new Station();
        station.Sheets["di"][0] = [.. station.Sheets["di"][0], "Campo"];
        station.Sheets["di"][1] = [.. station.Sheets["di"][1], "Línea 1 "];
        station.Sheets["ai"][0] = [.. station.Sheets["ai"][0], "campo"];
        station.Sheets["ai"][2] = [.. station.Sheets["ai"][2], 33];

        ProfileImportResult result = station.Import();

        Assert.Equal(["Línea 1", null, null], result.Profile!.Digitals.Select(point => point.Bay));
        Assert.Equal([null, "33", null], result.Profile.Analogs.Select(point => point.Bay));
        Assert.DoesNotContain(result.Findings, finding => finding.Column is "campo" or "Campo");
    }

    [Fact]
    public void A_sound_workbook_becomes_a_profile_without_findings()
    {
        using var station = new Station();
        ProfileImportResult result = station.Import();
        Assert.Empty(result.Findings);
        Profile profile = Assert.IsType<Profile>(result.Profile);
        Assert.Equal(new ComasterDefinition(4, "10.0.0.4", 9761, true), result.Comaster);
        Assert.Equal([new IedDefinition(1, 1, 1, 6, 3, 4, ""), new IedDefinition(2, 7, 2, 6, 1, 2, "")], profile.Ieds);
        Assert.Equal(
            [
                new DigitalPoint("XX52B01", "Interruptor", new MaraInput(0, 1, 1, 0, 0), false, 2, 0),
                new DigitalPoint("XX51_01", "Protección", new MaraInput(0, 1, 3, 2, 15), true, 0, 0),
                new DigitalPoint("XX52B02", "Interruptor", new MaraInput(0, 7, 4, 0, 3), false, 2, null),
            ],
            profile.Digitals);
        Assert.Equal(
            [
                new AnalogPoint("XXVV_01", "Tensión", "kV", new MaraChannel(0, 1, 1, 0), 0.01, null, 0, 36, 3300),
                new AnalogPoint("XXPA_02", "Potencia", "kW", new MaraChannel(0, 7, 5, 0), 2, 0.5, null, null, 100),
                new AnalogPoint("XXPR_02", "Reactiva", "kvar", new MaraChannel(0, 7, 6, 1), 2.5, null, null, null, 0),
            ],
            profile.Analogs);
        Assert.Equal(
            [
                new Element("XX52B01", "Interruptor", null, 2, null, null, "XX", false),
                new Element("XXVV_01", "Tensión", "33.2", 1, 2, 1, "XX", false),
            ],
            profile.Elements);
        Assert.Equal(
            [
                new FormulaRow("XXVV_01", ElementAttribute.Text, "str(ai.XXVV_01.value*ai.XXVV_01.escala)", 2),
                new FormulaRow("XX52B01", ElementAttribute.Fill, "SI(di.XX52B01.value,2,1)", 3),
            ],
            profile.Formulas);
        Assert.Equal(
            [new PaletteColour(1, "ocre", "#d19a1c", "13,2 kV"), new PaletteColour(2, "violeta", "#9633ac", "33 kV")], profile.Colours);
        Assert.Equal([new StateText(0, 0, "ABIERTO"), new StateText(0, 1, "CERRADO")], profile.StateTexts);
        Screen screen = Assert.Single(profile.Screens);
        Assert.Equal(("XX", "Estación", "XX", null), (screen.Name, screen.Description, screen.Prefix, screen.Parent));
        Assert.Contains("tag=\"XX52B01\"", screen.Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_changes_with_the_drawing_and_with_nothing_else()
    {
        using var station = new Station();
        string first = station.Import().Profile!.Hash;
        Assert.Equal(64, first.Length);
        Assert.Equal(first, ProfileImporter.Import(station.Path, new ProfileImportOptions()).Profile!.Hash);
        File.AppendAllText(Path.Combine(station.Folder, "plan.svg"), "<!-- -->");
        Assert.NotEqual(first, ProfileImporter.Import(station.Path, new ProfileImportOptions()).Profile!.Hash);
    }

    [Fact]
    public void The_concentrator_asked_for_is_taken_even_when_it_is_not_enabled()
    {
        using var station = new Station();
        ProfileImportResult result = station.Import(new ProfileImportOptions { ComasterId = 5 });
        Assert.Equal(["YY52B01"], result.Profile!.Digitals.Select(point => point.Tag));
        Assert.Equal("10.0.0.5", result.Comaster!.Host);
    }

    [Fact]
    public void Several_concentrators_stand_in_one_profile_each_with_own_offsets()
    {
        using var station = new Station();
        ProfileImportResult result = station.Import(new ProfileImportOptions { ComasterIds = [4, 5] });
        Assert.Empty(result.Findings);
        Assert.Equal(
            [new ComasterDefinition(4, "10.0.0.4", 9761, true), new ComasterDefinition(5, "10.0.0.5", 9761, false)], result.Comasters);

        // Both have an IED at address 1 and at place 1, and a digital point at word 1.
        Assert.Equal([(4, 1, 1), (4, 7, 2), (5, 1, 1)], result.Profile!.Ieds.Select(ied => (ied.Comaster, ied.Address, ied.Offset)));
        Assert.Equal(
            [("XX52B01", 4, 1), ("XX51_01", 4, 3), ("XX52B02", 4, 4), ("YY52B01", 5, 1)],
            result.Profile.Digitals.Select(point => (point.Tag, point.Source))
                .Select(p => (p.Tag, ((MaraInput)p.Source).Concentrator, ((MaraInput)p.Source).Word)));
        Assert.All(result.Profile.Analogs, point => Assert.Equal(4, ((MaraChannel)point.Source).Concentrator));
    }

    [Fact]
    public void One_concentrator_alone_gives_no_id_to_its_points()
    {
        using var station = new Station();
        ProfileImportResult result = station.Import(new ProfileImportOptions { ComasterIds = [5] });
        Assert.Equal(0, Assert.Single(result.Profile!.Ieds).Comaster);
        Assert.Equal(5, Assert.Single(result.Comasters).Id);
    }

    [Fact]
    public void A_tag_is_unique_over_all_concentrators()
    {
        using var station = new Station();
        station.Sheets["di"][5][5] = "XX52B01";
        ProfileImportResult result = station.Import(new ProfileImportOptions { ComasterIds = [4, 5] });
        Assert.Equal(
            "Error: di, row 6, column tag: The tag XX52B01 stands in row 2 too. Give each point its own tag.",
            Assert.Single(result.Findings).ToString());
        Assert.DoesNotContain(result.Profile!.Digitals, point => point.Source is MaraInput { Concentrator: 5 });
    }

    [Fact]
    public void Of_several_each_that_is_missing_or_has_a_hole_in_its_answer_is_named()
    {
        using var station = new Station();
        Assert.Null(station.Import(new ProfileImportOptions { ComasterIds = [4, 7, 8] }).Profile);
        Assert.Equal(
            ["There is no concentrator 7.", "There is no concentrator 8."],
            station.Import(new ProfileImportOptions { ComasterIds = [4, 7, 8] }).Findings.Select(f => f.Text.ToString()));
        station.Sheets["ied"][3][2] = 2;
        ProfileImportResult result = station.Import(new ProfileImportOptions { ComasterIds = [4, 5] });
        Assert.Null(result.Profile);
        Assert.Contains(result.Findings, f => f.Text.ToString() == "No IED has the place 1 in the answer.");
    }

    [Fact]
    public void With_none_enabled_the_only_one_with_points_is_taken()
    {
        using var station = new Station();
        station.Sheets["comaster"][1][3] = 0;
        station.Sheets["di"].RemoveAt(5);
        Assert.Equal(4, station.Import().Comaster!.Id);
    }

    [Fact]
    public void With_two_enabled_that_both_have_points_none_is_guessed()
    {
        using var station = new Station();
        station.Sheets["comaster"][2][3] = 1;
        ProfileImportResult result = station.Import();
        Assert.Null(result.Profile);
        ProfileFinding finding = Assert.Single(result.Findings);
        Assert.Equal(
            "Error: comaster, column enabled: Several concentrators could be meant: 4, 5. Put 1 into "
            + "'enabled' of one row, or name its id in the settings.",
            finding.ToString());
    }

    [Fact]
    public void The_longest_prefix_owns_an_element_else_the_column_screen()
    {
        using var station = new Station();
        station.Sheets["screens"].Add(["plan.svg", "XXV", "Tensiones", "XXV", "XX"]);
        station.Sheets["eg"].Add(["ZZ01", "Suelto", null, null, null, null, "XXV", 0]);
        Profile profile = station.Import().Profile!;
        Assert.Equal(["XX", "XXV", "XXV"], profile.Elements.Select(element => element.Screen));
    }

    [Fact]
    public void A_drawing_is_found_though_the_workbook_spells_its_case_otherwise()
    {
        using var station = new Station();
        station.Sheets["screens"][1][0] = "PLAN.SVG";
        ProfileImportResult result = station.Import();
        Assert.Empty(result.Findings);
        Assert.NotNull(result.Profile!.Screens[0].Svg);
    }

    [Fact]
    public void A_colour_without_background_is_taken_by_its_name_and_said_so()
    {
        using var station = new Station();
        station.Sheets["color"][1][2] = "Ocre";
        ProfileImportResult result = station.Import();
        ProfileFinding finding = Assert.Single(result.Findings);
        Assert.Equal((FindingSeverity.Warning, "color", 2, "color"), (finding.Severity, finding.Sheet, finding.Row, finding.Column));
        Assert.Equal("#d5a021", result.Profile!.Colours[0].Colour);
    }
}
