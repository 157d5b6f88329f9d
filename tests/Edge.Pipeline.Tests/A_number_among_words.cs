using System.Globalization;
using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Tests;

public sealed class A_number_among_words
{
    [Theory]
    [InlineData("\"I = \" & REDONDEAR(ai.V.value * ai.V.escala, 1) & \" A\"", "I = 33.5 A", "I = ", 33.5, 1, " A")]
    [InlineData("ai.V.value & \" kV\"", "67.0 kV", null, 67.0, 1, " kV")]
    [InlineData("\"Toma \" & int(ai.V.value)", "Toma 67", "Toma ", 67.0, 0, null)]
    [InlineData("SI(ai.V.value > 1, \"U \" & ai.V.value, \"F/S\")", "U 67.0", "U ", 67.0, 1, null)]
    public void It_is_shown_as_the_formula_wrote_it_and_told_beside_the_text(
        string formula, string text, string? prefix, double value, int decimals, string? suffix)
    {
        ElementDisplay display = Display(formula);

        Assert.Equal(
            (text, prefix, value, decimals, suffix),
            (display.Text, display.Prefix, display.Number, display.Decimals, display.Suffix));
        Assert.Equal(text, prefix + value.ToString($"F{decimals}", CultureInfo.InvariantCulture) + suffix);
    }

    [Fact]
    public void Several_numbers_in_one_text_are_words_alone()
    {
        ElementDisplay display = Display("ai.V.value & \" / \" & ai.V.q");

        Assert.Equal(
            ("67.0 / 0", null, null, null, null), (display.Text, display.Prefix, display.Number, display.Decimals, display.Suffix));
    }

    private static ElementDisplay Display(string formula)
    {
        var profile = new Profile
        {
            Hash = "",
            Ieds = [],
            Digitals = [],
            Analogs = [new("V", "", "A", new MaraChannel(0, 1, 1, 0), 0.5, null, null, null, 0)],
            Elements = [new Element("E", "", null, null, null, null, null, false)],
            Formulas = [new("E", ElementAttribute.Text, formula, 2)],
            Colours = [],
            Screens = [],
            StateTexts = [],
        };
        FormulaEngine engine = FormulaEngine.Build(profile);
        engine.SetPoint(engine.FindAnalog("V"), 67, 0, QualityState.Good);
        _ = engine.Recompute();
        return new DisplayRule(profile).Display(profile.Elements[0], engine.ReadElement(0), computed: true, DateTimeOffset.UnixEpoch);
    }
}
