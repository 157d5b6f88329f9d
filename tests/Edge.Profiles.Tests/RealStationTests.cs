using Edge.Domain;
using Edge.Drawings;
using Edge.Profiles.Sheets;

namespace Edge.Profiles.Tests;

/// <summary>The workbook and the drawings of a real station. The expected values were read off the sheets by hand.</summary>
public sealed class RealStationTests
{
    [Fact]
    public void The_counts_are_those_of_the_sheets()
    {
        ProfileImportResult result = ProfileImporter.Import(Places.Real("estacion-e4.xls"), new ProfileImportOptions());
        Assert.False(result.HasErrors, string.Join(Environment.NewLine, result.Findings));
        Profile profile = result.Profile!;
        Assert.Equal(4, result.Comaster!.Id);
        Assert.Equal(12, profile.Ieds.Length);
        Assert.Equal(39, profile.Digitals.Length);
        Assert.Equal(26, profile.Analogs.Length);
        Assert.Equal(179, profile.Elements.Length);
        Assert.Equal(143, profile.Formulas.Length);
        Assert.Equal(13, profile.Colours.Length);
        Assert.Equal((3, 4), (profile.Ieds[0].DigitalWords, profile.Ieds[0].AnalogWords));
    }

    [Fact]
    public void Two_of_its_concentrators_make_one_profile()
    {
        ProfileImportResult result = ProfileImporter.Import(
            Places.Real("estacion-e4.xls"), new ProfileImportOptions { ComasterIds = [3, 4] });
        Assert.False(result.HasErrors, string.Join(Environment.NewLine, result.Findings));
        Assert.Equal(
            [new ComasterDefinition(3, "192.168.2.30", 9761, false), new ComasterDefinition(4, "192.168.2.40", 9761, true)],
            result.Comasters);
        Profile profile = result.Profile!;

        // Rows of the sheets by the concentrator of their IED: 34 and 39 digital points, 26 analogue ones each.
        Assert.Equal(
            [(3, 34), (4, 39)],
            profile.Digitals.CountBy(point => ((MaraInput)point.Source).Concentrator).Select(c => (c.Key, c.Value)).Order());
        Assert.Equal(
            [(3, 26), (4, 26)],
            profile.Analogs.CountBy(point => ((MaraChannel)point.Source).Concentrator).Select(c => (c.Key, c.Value)).Order());
        Assert.Equal(Enumerable.Range(1, 12).Concat(Enumerable.Range(1, 12)), profile.Ieds.Select(ied => ied.Address));
        Assert.Equal(73, profile.Digitals.Select(point => point.Tag).Distinct().Count());
    }

    [Fact]
    public void Colours_are_the_backgrounds_of_the_cells()
    {
        ProfileImportResult result = ProfileImporter.Import(Places.Real("estacion-e4.xls"), new ProfileImportOptions());
        Dictionary<int, (string, string)> colours =
            result.Profile!.Colours.ToDictionary(colour => colour.Index, colour => (colour.Name, colour.Colour));
        Assert.Equal(("gris", "#c0c0c0"), colours[0]);
        Assert.Equal(("ocre", "#ffcc00"), colours[1]);
        Assert.Equal(("violeta", "#cc99ff"), colours[2]);
        Assert.Equal(("azul", "#3366ff"), colours[5]);
        Assert.Equal(("rojo", "#ff0000"), colours[6]);
        Assert.Equal(("turquesa", "#99ccff"), colours[9]);
        Assert.Equal(("verde", "#99cc00"), colours[11]);
    }

    [Fact]
    public void Points_elements_and_formulas_stand_as_in_their_rows()
    {
        Profile profile = ProfileImporter.Import(Places.Real("estacion-e4.xls"), new ProfileImportOptions()).Profile!;
        AnalogPoint voltage = profile.Analogs.Single(point => point.Tag == "E41VV_07");
        Assert.Equal((1, 3), voltage.Source is MaraChannel at ? (at.Ied, at.Word) : default);
        Assert.Equal(0.006422976501305483, voltage.Scale, 15);
        Assert.Equal("13.31", profile.Elements.Single(element => element.Tag == "E41VV_07").Text);
        Assert.True(profile.Elements.Single(element => element.Tag == "E42PIA03").Disabled);
        Assert.Equal("E4", profile.Elements.Single(element => element.Tag == "E42ETT00").Screen);
        FormulaRow formula = profile.Formulas[0];
        Assert.Equal(("E4CVV_01", ElementAttribute.Text, 2), (formula.Tag, formula.Attribute, formula.Row));
        Assert.Equal(354, profile.Formulas[^1].Row);
    }

    [Theory]
    [InlineData("UnifilarE4.svg", 180, "#000000")]
    [InlineData("Trelew.svg", 1, "#f0ede5")]
    public void The_drawings_keep_every_tag_and_their_page_colour(string file, int tags, string pageColour)
    {
        byte[] original = File.ReadAllBytes(Places.Real(file));
        SvgSanitizerResult result = SvgSanitizer.Sanitize(new MemoryStream(original), new SvgSanitizerOptions());
        Assert.DoesNotContain(result.Findings, finding => finding.Kind == DrawingFindingKind.Refused);
        Assert.Equal(tags, result.Tags.Length);
        Assert.Contains($"data-pagecolor=\"{pageColour}\"", result.Svg, StringComparison.Ordinal);
        Assert.Contains("viewBox=\"0 0 1120", result.Svg, StringComparison.Ordinal);
        Assert.DoesNotContain("inkscape", result.Svg, StringComparison.OrdinalIgnoreCase);
        Assert.True(result.Svg!.Length < original.Length);
    }
}
