namespace Edge.Profiles.Tests.Faults;

/// <summary>
/// A relay resets 110 ms after it tripped: formulas that read it show no trip. Those of the sample read the mark that the gateway sets,
/// which it does only where no formula sets the text.
/// </summary>
public sealed class Fault_37_the_sample_reads_the_mark_of_a_trip
{
    private readonly Domain.Profile _profile = ProfileImporter.Import(
        Path.Combine(Places.Root, "deploy", "sample", "los-alamos.xlsx"), new ProfileImportOptions()).Profile!;

    [Fact]
    public void No_formula_sets_the_text_that_bears_the_mark_of_a_protection() => Assert.DoesNotContain(
        _profile.Formulas,
        formula => formula.Attribute == Domain.ElementAttribute.Text
            && _profile.Digitals.Any(point => point.AlarmKind == 0 && point.Tag == formula.Tag));

    [Fact]
    public void Every_breaker_and_its_word_read_the_mark_of_the_breaker()
    {
        string[] places = ["1", "2", "3", "4", "5", "6", "7", "8"];
        foreach (string n in places)
        {
            string[] formulas =
            [
                .. _profile.Formulas.Where(f => f.Tag == $"LA152B0{n}" || f.Tag == $"LA1TEC0{n}").Select(f => f.Expression),
            ];
            Assert.Equal(3, formulas.Length);
            Assert.All(formulas, text => Assert.Contains($"eg.LA152B0{n}.text", text, StringComparison.Ordinal));
        }
    }
}
