using System.Text.RegularExpressions;
using Edge.Domain;

namespace Edge.Profiles.Tests;

/// <summary>The sample that the project ships: workbook, drawings and the station of the simulator must agree.</summary>
public sealed class SampleStationTests
{
    private static readonly string Folder = Path.Combine(Places.Root, "deploy", "sample");

    private static ProfileImportResult Import() =>
        ProfileImporter.Import(Path.Combine(Folder, "los-alamos.xlsx"), new ProfileImportOptions());

    [Fact]
    public void It_imports_without_a_finding()
    {
        ProfileImportResult result = Import();
        Assert.Empty(result.Findings);
        Assert.Equal(["VS", "LA"], result.Profile!.Screens.Select(screen => screen.Name));
        Assert.Equal([null, "VS"], result.Profile.Screens.Select(screen => screen.Parent));
        Assert.All(result.Profile.Screens, screen => Assert.NotNull(screen.Svg));
    }

    [Fact]
    public void Every_tag_of_the_drawings_is_an_element_and_every_element_is_drawn()
    {
        var drawn = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Folder, "*.svg"))
        {
            drawn.UnionWith(Regex.Matches(File.ReadAllText(file), " tag=\"([^\"]+)\"").Select(match => match.Groups[1].Value));
        }

        Assert.Equal(drawn, new SortedSet<string>(Import().Profile!.Elements.Select(element => element.Tag), StringComparer.Ordinal));
    }

    [Fact]
    public void The_station_on_the_map_leads_to_its_diagram()
    {
        ProfileImportResult result = Import();
        Assert.Contains("tag=\"LA2ETT00\"", result.Profile!.Screens[0].Svg, StringComparison.Ordinal);
        Assert.Equal("LA", result.Profile.Elements.Single(element => element.Tag == "LA2ETT00").Screen);
    }

    [Fact]
    public void The_concentrator_and_its_eleven_IEDs_stand_in_the_order_of_the_answer()
    {
        Profile profile = Import().Profile!;
        Assert.Equal(Enumerable.Range(1, 12), profile.Ieds.Select(ied => ied.Address));
        Assert.Equal([3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], profile.Ieds.Select(ied => ied.DigitalWords));
        Assert.Equal([4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], profile.Ieds.Select(ied => ied.AnalogWords));
        Assert.All(profile.Ieds, ied => Assert.Equal(6, ied.SystemVariableBytes));
    }

    [Fact]
    public void Each_feeder_has_its_eight_contacts_and_its_two_powers()
    {
        Profile profile = Import().Profile!;
        for (int feeder = 1; feeder <= 8; feeder++)
        {
            string[] tags =
            [
                $"LA152B0{feeder}", $"LA151_0{feeder}", $"LA151N0{feeder}", $"LA179_0{feeder}", $"LA1RES0{feeder}", $"LA1TEL0{feeder}",
                $"LA189B0{feeder}", $"LA189T0{feeder}",
            ];
            for (int bit = 0; bit < tags.Length; bit++)
            {
                AssertDigital(profile, tags[bit], feeder + 1, feeder + 3, 0, bit);
            }

            // What is usual alarms nobody.
            Assert.Equal(
                [2, 0, 0, 3, 3, 3],
                tags.Take(6).Select(tag => profile.Digitals.Single(point => point.Tag == tag).AlarmKind));

            AssertAnalog(profile, $"LA1PA_0{feeder}", feeder + 1, 3 + 2 * feeder, 0, 2.0, 0.5);
            AssertAnalog(profile, $"LA1PR_0{feeder}", feeder + 1, 4 + 2 * feeder, 1, 2.0, 0.5);
        }
    }

    [Fact]
    public void Transformers_lines_and_coupler_have_theirs()
    {
        Profile profile = Import().Profile!;
        for (int number = 1; number <= 2; number++)
        {
            string[] tags =
            [
                $"LA152T0{number}", $"LA151T0{number}", $"LA287D0{number}", $"LA263D0{number}", $"LA263A0{number}", $"LA226A0{number}",
                $"LA249D0{number}", $"LA252T0{number}", $"LA290F0{number}",
            ];
            for (int bit = 0; bit < tags.Length; bit++)
            {
                AssertDigital(profile, tags[bit], number + 9, number + 11, 0, bit);
            }

            AssertAnalog(profile, $"LA1PAT0{number}", number + 9, 19 + 2 * number, 0, 4.0, 1.0);
            AssertAnalog(profile, $"LA1PRT0{number}", number + 9, 20 + 2 * number, 1, 4.0, 1.0);
            AssertAnalog(profile, $"LA2PA_0{number}", 12, 24 + number, number - 1, 4.0, 1.0);
        }

        string[] lines = ["LA252B01", "LA251_01", "LA252B02", "LA251_02", "LA152C00", "LA151C00", "LA289L01", "LA289L02"];
        for (int bit = 0; bit < lines.Length; bit++)
        {
            AssertDigital(profile, lines[bit], 12, 14, 0, bit);
        }
    }

    [Fact]
    public void The_concentrators_own_inputs_are_voltages_and_auxiliaries()
    {
        Profile profile = Import().Profile!;
        AssertAnalog(profile, "LA2VV_00", 1, 1, 0, 0.0088, null);
        AssertAnalog(profile, "LA1VV_01", 1, 2, 1, 0.0035, null);
        AssertAnalog(profile, "LA1VV_02", 1, 3, 2, 0.0035, null);
        AssertAnalog(profile, "LACVV_01", 1, 4, 3, 0.03, null);
        string[] own = ["LAC27_01", "LAAFCA01", "LACCAR01", "LACTS201", "LACTS101", "LAAINC01", "LAAPTA01", "LAAGEN01", "LAA52A01"];
        for (int bit = 0; bit < own.Length; bit++)
        {
            AssertDigital(profile, own[bit], 1, 1, 0, bit);
        }

        AssertDigital(profile, "LA181_00", 1, 2, 1, 0);
        AssertDigital(profile, "LA127_01", 1, 2, 1, 1);
        AssertDigital(profile, "LA127_02", 1, 2, 1, 2);
        Assert.Equal(12 + 64 + 18 + 8, profile.Digitals.Length);
        Assert.Equal(26, profile.Analogs.Length);
    }

    private static void AssertDigital(Profile profile, string tag, int ied, int word, int port, int bit)
    {
        DigitalPoint point = profile.Digitals.Single(candidate => candidate.Tag == tag);
        Assert.Equal((tag, new MaraInput(0, ied, word, port, bit), false), (point.Tag, point.Source, point.Inverted));
    }

    private static void AssertAnalog(Profile profile, string tag, int ied, int word, int channel, double scale, double? energy)
    {
        AnalogPoint point = profile.Analogs.Single(candidate => candidate.Tag == tag);
        Assert.Equal(
            (tag, new MaraChannel(0, ied, word, channel), scale, energy), (point.Tag, point.Source, point.Scale, point.EnergyScale));
    }
}
