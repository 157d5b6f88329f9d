using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests;

/// <summary>
/// Formulas that compute and are yet hardly meant: each kind alone in a sound workbook, and what looks like it and is none.
/// </summary>
public sealed class FormulaSenseTests
{
    [Theory]
    [InlineData("float(eg.XXSS.text) * ai.XXPA_02.escala", 26)]
    [InlineData("ai.XXPA_02.escala * RAIZ(float(eg.XXSS.text) ** 2)", 4)]
    [InlineData("str((float(eg.XXSS.text) - 1) * (2 * AI.XXPA_02.ESCALA))", 41)]
    public void A_scale_that_is_applied_twice_is_named(string formula, int start)
    {
        using Station station = WithElements(("XXSS", "str(ai.XXPA_02.value * ai.XXPA_02.escala)"), ("XXII", formula));
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal((FindingSeverity.Warning, "Fórmulas", 6), (finding.Severity, finding.Sheet, finding.Row));
        Assert.Equal("ai.XXPA_02.escala is applied twice: eg.XXSS.text is multiplied by it already, in row 5.", finding.Text.ToString());
        Assert.Equal(new FormulaExcerpt(formula, start, "XXPA_02".Length), finding.Formula);
    }

    [Theory]
    [InlineData("float(eg.XXSS.text) / ai.XXPA_02.escala")]
    [InlineData("float(eg.XXSS.text) + ai.XXPA_02.value * ai.XXPA_02.escala")]
    [InlineData("eg.XXSS.text & ' * ai.XXPA_02.escala'")]
    public void A_scale_beside_a_text_is_not_applied_twice(string formula)
    {
        using Station station = WithElements(("XXSS", "str(ai.XXPA_02.value * ai.XXPA_02.escala)"), ("XXII", formula));
        Assert.Empty(station.Import().Findings);
    }

    [Fact]
    public void A_count_under_the_scale_of_another_point_is_named()
    {
        const string Formula = "RAIZ(ai.XXPA_02.value ** 2 + ai.XXPR_02.value ** 2) * ai.XXPA_02.escala";
        using Station station = WithElements(("XXSS", Formula));
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal("The counts of XXPR_02 (scale 2.5) are given the scale of XXPA_02 (2).", finding.Text.ToString());
        Assert.Equal(new FormulaExcerpt(Formula, 33, "XXPR_02".Length), finding.Formula);
    }

    [Theory]
    [InlineData("ai.XXPA_02.value * ai.XXPA_02.escala + ai.XXPR_02.value * ai.XXPR_02.escala")]
    [InlineData("ai.XXPA_02.value & ' ai.XXPR_02.value ' & ai.XXPA_02.escala")]
    public void Counts_under_scales_of_their_own_are_sound(string formula)
    {
        using Station station = WithElements(("XXSS", formula));
        Assert.Empty(station.Import().Findings);
    }

    [Fact]
    public void A_fill_that_asks_for_the_quality_of_another_point_is_named()
    {
        const string Fill = "SI(ai.XXPR_02.q, 1, 2)";
        using Station station = WithElements(("XXSS", "str(ai.XXPA_02.value)"), ("XXII", "eg.XXSS.text"));
        station.Sheets["Fórmulas"].Add(["", "eg.", "XXII", "fill", Fill]);
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal(
            "The text of XXII uses XXPA_02; the quality of this point is not looked at here, but that of XXPR_02, which its text (row 6) "
            + "does not use.",
            finding.Text.ToString());
        Assert.Equal(new FormulaExcerpt(Fill, 7, "XXPR_02".Length), finding.Formula);
    }

    [Theory]
    [InlineData(
        "SI(di.XX52B01.value, 6, 1)", "textoevtipo", 3,
        "The pair 0 calls the state 1 'CERRADO', but 1 formula paints it 6, 'rojo' (abierto)")]
    [InlineData("= IF((di.XX52B01.value); SI(di.XX51_01.value = 6, 6, 1); 1)", "textoevtipo", 3, "it 6, 'rojo' (abierto)")]
    public void A_colour_that_says_the_opposite_of_the_word_is_named(string formula, string sheet, int row, string text)
    {
        using Station station = Painted(formula);
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal(
            (FindingSeverity.Warning, sheet, row, "TextoEv2"), (finding.Severity, finding.Sheet, finding.Row ?? 0, finding.Column));
        Assert.Contains(text, finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SI(di.XX52B01.value, SI(di.XX51_01.value = 6, 5, 1), 1)")]
    [InlineData("SI(di.XX52B01.value, '6', 1)")]
    [InlineData("SI(di.XX51_01.value, 6, 1)")]
    [InlineData("SI(di.XX52B01.value = 0, 6, 1)")]
    public void A_number_that_is_no_colour_of_the_state_says_nothing(string formula)
    {
        using Station station = Painted(formula);
        Assert.Empty(station.Import().Findings);
    }

    [Theory]
    [InlineData("float(eg.XXSOLO.text)", false)]
    [InlineData("eg.XXSOLO.text & (", false)]
    [InlineData("'eg.XXSOLO.text'", true)]
    public void An_element_that_no_drawing_shows_counts_as_read_by_a_formula(string formula, bool named)
    {
        using var station = new Station();
        station.Sheets["eg"].Add(["XXSOLO", "", "1", null, null, null, "XX", 0]);
        station.Sheets["Fórmulas"].Add(["", "eg.", "XX52B01", "stroke", formula]);
        Assert.Equal(
            named,
            station.Import().Findings.Any(
                finding => finding.Text.ToString().Contains("No drawing shows the element XXSOLO", StringComparison.Ordinal)));
    }

    /// <summary>The formula paints the breaker; the palette has a colour for open and one for closed.</summary>
    private static Station Painted(string formula)
    {
        var station = new Station();
        station.Sheets["color"].AddRange(
            [[3, 5, new Filled("verde", "00AA00"), "cerrado"], [4, 6, new Filled("rojo", "AA0000"), "abierto"]]);
        station.Sheets["Fórmulas"][2][4] = formula;
        return station;
    }

    /// <summary>Elements whose text a formula sets, from row 5 of its sheet on.</summary>
    private static Station WithElements(params ReadOnlySpan<(string Tag, string Formula)> elements)
    {
        var station = new Station();
        string shapes = "";
        foreach ((string tag, string formula) in elements)
        {
            station.Sheets["eg"].Add([tag, "", "1", null, null, null, "XX", 0]);
            station.Sheets["Fórmulas"].Add(["", "eg.", tag, "text", formula]);
            shapes += $"<path tag=\"{tag}\" d=\"M 0,0\"/>";
        }

        station.Drawing(
            "plan.svg",
            $"<svg xmlns=\"http://www.w3.org/2000/svg\"><path tag=\"XX52B01\" d=\"M 0,0\"/><path tag=\"XXVV_01\" d=\"M "
            + $"0,0\"/>{shapes}</svg>");
        return station;
    }
}
