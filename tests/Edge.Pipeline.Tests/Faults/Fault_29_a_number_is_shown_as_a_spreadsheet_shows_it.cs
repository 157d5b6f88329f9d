using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Tests.Faults;

/// <summary>Before: 0.953 in a cell with the format 0.0% was shown as 1.0, and 1.005 with two decimals as 1.00.</summary>
public sealed class Fault_29_a_number_is_shown_as_a_spreadsheet_shows_it
{
    // The texts of LibreOffice Calc and Excel for these values and decimals.
    [Theory]
    [InlineData(1.005, 2, "1.01")]
    [InlineData(2.675, 2, "2.68")]
    [InlineData(-1.005, 2, "-1.01")]
    [InlineData(109.49999999999999, 0, "110")]
    [InlineData(0.30000000000000004, 9, "0.300000000")]
    [InlineData(-0.004, 2, "0.00")]
    [InlineData(1e20, 0, "100000000000000000000")]
    public void Halves_go_away_from_zero_after_fifteen_digits(double value, int decimals, string shown) =>
        Assert.Equal(shown, DisplayRule.NumberText(value, decimals));

    [Fact]
    public void A_per_cent_format_applies_to_the_result_of_a_formula()
    {
        var element = new Element("P", "", "95.3%", null, null, null, null, false, 1) { Number = 0.953, Percent = true };
        ElementDisplay computed = Display(element, 0.0725, computed: true);
        Assert.Equal(("7.3%", 7.25, 1, "%"), (computed.Text, computed.Number, computed.Decimals, computed.Suffix));
        ElementDisplay standing = Display(element, 0.953, computed: false);
        Assert.Equal(("95.3%", null, null), (standing.Text, standing.Number, standing.Suffix));
    }

    private static ElementDisplay Display(Element element, double value, bool computed)
    {
        var profile = new Profile
        {
            Hash = "",
            Ieds = [],
            Digitals = [],
            Analogs = [],
            Elements = [element],
            Formulas = [],
            Colours = [],
            Screens = [],
            StateTexts = [],
        };
        var look = new ElementLook(FormulaValue.FromCell(null, value), null, null, null, QualityState.Good, null, FormulaCode.None);
        return new DisplayRule(profile).Display(element, look, computed, DateTimeOffset.UnixEpoch);
    }
}
