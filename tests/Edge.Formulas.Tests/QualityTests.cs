using Edge.Domain;
using Edge.Formulas.Findings;

namespace Edge.Formulas.Tests;

public sealed class QualityTests
{
    private static readonly QualityState StaleSource = new(Quality.Stale, QualityReason.Source);
    private static readonly QualityState BadSource = new(Quality.Bad, QualityReason.Source);
    private static readonly QualityState BadFormula = new(Quality.Bad, QualityReason.FormulaError);

    [Fact]
    public void Before_the_first_reading_all_is_bad_and_shows_what_the_workbook_says()
    {
        Station station = new Station().Analog("V", scale: 0.5, initial: 3413).Digital("D").Element("A")
            .Text("A", "str(ai.V.value * ai.V.escala)").Fill("A", "SI(di.D.value, 6, 3)");
        station.Changed();

        ElementLook look = station.Look("A");

        Assert.Equal("1706.5", look.Text.ToString());
        Assert.Equal(3, look.Fill);
        Assert.Equal(BadSource, look.Quality);
        Assert.Null(look.Error);
    }

    [Fact]
    public void A_result_is_as_good_as_its_worst_value_and_recovers_with_it()
    {
        Station station = new Station().Analog("V").Analog("W").Element("A").Text("A", "ai.V.value + ai.W.value");
        station.Set("V", 1).Set("W", 2).Changed();
        Assert.True(station.Look("A").Quality.IsGood);

        Assert.Equal(["A"], station.Set("W", 2, Quality.Stale).Changed());
        Assert.Equal(StaleSource, station.Look("A").Quality);
        Assert.Equal(["A"], station.Set("V", 1, Quality.Bad).Changed());
        Assert.Equal(BadSource, station.Look("A").Quality);
        Assert.Equal(["A"], station.Set("V", 1).Set("W", 2).Changed());
        Assert.True(station.Look("A").Quality.IsGood);
    }

    [Fact]
    public void Only_the_branch_that_was_taken_counts()
    {
        Station station = new Station().Digital("D").Analog("V").Analog("W").Element("A")
            .Text("A", "SI(di.D.value, ai.V.value, ai.W.value)")
            .Fill("A", "O(di.D.value, ai.W.value)")
            .Mark("A", "di.D.value or ai.W.value");
        station.Set("D", 1).Set("V", 1).Set("W", 2, Quality.Bad).Changed();

        Assert.True(station.Look("A").Quality.IsGood);
        station.Set("D", 0).Changed();
        Assert.Equal(BadSource, station.Look("A").Quality);
    }

    [Fact]
    public void A_condition_counts()
    {
        Station station = new Station().Digital("D").Element("A").Fill("A", "SI(di.D.value, 6, 3)");
        station.Set("D", 1, Quality.Stale).Changed();

        Assert.Equal(StaleSource, station.Look("A").Quality);
        Assert.Equal(6, station.Look("A").Fill);
    }

    [Fact]
    public void The_attribute_q_and_the_scale_are_plain_numbers()
    {
        Station station = new Station().Analog("V", scale: 2).Element("A").Fill("A", "SI(ai.V.q, 6, 10)").Text("A", "ai.V.escala");
        station.Set("V", 1, Quality.Bad, q: 1).Changed();

        Assert.Equal(6, station.Look("A").Fill);
        Assert.True(station.Look("A").Quality.IsGood);
    }

    [Fact]
    public void Before_the_first_reading_q_is_not_0()
    {
        Station station = new Station().Analog("V").Element("A").Fill("A", "SI(ai.V.q, 6, 10)");
        station.Changed();

        Assert.Equal(6, station.Look("A").Fill);
    }

    [Fact]
    public void Quality_passes_from_element_to_element()
    {
        Station station = new Station().Analog("V").Element("A").Element("B").Text("A", "str(ai.V.value)")
            .Fill("B", "SI(float(eg.A.text) > 0.1, 2, 3)");
        station.Set("V", 1, Quality.Stale).Changed();

        Assert.Equal(StaleSource, station.Look("B").Quality);
    }

    [Fact]
    public void In_a_list_only_what_the_lambdas_read_counts()
    {
        Station station = new Station().Analog("V").Element("A", mark: 1).Element("B", mark: 2).Element("SUM")
            .Text("A", "ai.V.value").Text("B", "5")
            .Fill("SUM", "SUMA(APLICAR(lambda e: e.text, FILTRAR(lambda e: e.mark = 2, eg)))");
        station.Set("V", 1, Quality.Bad).Changed();

        Assert.True(station.Look("SUM").Quality.IsGood);
        Assert.Equal(5, station.Look("SUM").Fill);
    }

    [Fact]
    public void A_filter_counts_even_where_its_rows_stay_the_same()
    {
        Station station = new Station().Analog("V").Element("A", text: "7").Element("SUM")
            .Mark("A", "SI(ai.V.value > 1, 1, 2)")
            .Fill("SUM", "SUMA(APLICAR(lambda e: int(e.text), FILTRAR(lambda e: e.mark = 1, eg)))");
        station.Set("V", 5).Changed();
        Assert.Equal(7, station.Look("SUM").Fill);
        Assert.True(station.Look("SUM").Quality.IsGood);

        station.Set("V", 5, Quality.Stale).Changed();
        Assert.Equal(StaleSource, station.Look("SUM").Quality);
        station.Set("V", 0).Changed();
        Assert.Equal(0, station.Look("SUM").Fill);
        Assert.True(station.Look("SUM").Quality.IsGood);
    }

    [Fact]
    public void An_error_touches_its_own_attribute_and_its_readers_only()
    {
        Station station = new Station().Analog("V").Element("A", fill: 3).Element("B").Element("C")
            .Fill("A", "10 / ai.V.value").Text("A", "'ok'")
            .Fill("B", "eg.A.fill").Text("C", "eg.A.text");
        station.Set("V", 5).Changed();
        Assert.Equal(2, station.Look("A").Fill);

        Assert.Equal(["A", "B"], station.Set("V", 0).Changed());

        ElementLook look = station.Look("A");
        Assert.Equal(BadFormula, look.Quality);
        Assert.Equal(FormulaCode.DivisionByZero, look.ErrorCode);
        Assert.Equal("fill: division by zero (row 2, column 1); guard it: SI(x, a / x, 0)", look.Error);
        Assert.Equal(2, look.Fill);
        Assert.Equal("ok", look.Text.ToString());
        Assert.Equal(BadSource, station.Look("B").Quality);
        Assert.Null(station.Look("B").Error);
        Assert.True(station.Look("C").Quality.IsGood);
        station.Set("V", 1).Changed();
        Assert.True(station.Look("A").Quality.IsGood);
        Assert.Null(station.Look("A").Error);
        Assert.Equal(10, station.Look("B").Fill);
    }

    [Fact]
    public void A_formula_that_fails_on_bad_values_has_the_reason_source()
    {
        Station station = new Station().Analog("V").Element("A").Text("A", "1 / ai.V.value");
        station.Changed();

        Assert.Equal(BadSource, station.Look("A").Quality);
        Assert.Null(station.Look("A").Error);
        station.Set("V", 0).Changed();
        Assert.Equal(BadFormula, station.Look("A").Quality);
    }

    [Fact]
    public void A_formula_that_does_not_compile_makes_its_attribute_bad_alone()
    {
        Station station = new Station().Element("A").Element("B").Element("C").Fill("A", "SI(1, 2").Fill("B", "eg.A.fill").Fill("C", "7");
        station.Changed();

        Assert.Equal(BadFormula, station.Look("A").Quality);
        Assert.Equal("fill: the parenthesis is not closed (row 2, column 3)", station.Look("A").Error);
        Assert.Equal(BadSource, station.Look("B").Quality);
        Assert.Equal(7, station.Look("C").Fill);
        Assert.True(station.Look("C").Quality.IsGood);
    }

    [Theory]
    [InlineData("2.5", FormulaCode.NotAPaletteIndex)]
    [InlineData("-1", FormulaCode.NotAPaletteIndex)]
    [InlineData("'red'", FormulaCode.NotAPaletteIndex)]
    [InlineData("str(3)", FormulaCode.NotAPaletteIndex)]
    [InlineData("1e12", FormulaCode.NotAPaletteIndex)]
    [InlineData("3.0", FormulaCode.None)]
    [InlineData("None", FormulaCode.None)]
    public void A_fill_is_a_whole_number_or_nothing(string expression, FormulaCode code)
    {
        Station station = new Station().Element("A").Fill("A", expression);
        station.Changed();

        Assert.Equal(code, station.Look("A").ErrorCode);
    }

    [Fact]
    public void A_mark_is_a_number_or_nothing()
    {
        Station station = new Station().Element("A").Element("B").Mark("A", "'x'").Mark("B", "1.5");
        station.Changed();

        Assert.Equal(FormulaCode.NotAMark, station.Look("A").ErrorCode);
        Assert.Equal(1.5, station.Look("B").Mark);
    }

    [Fact]
    public void A_reading_that_is_no_number_is_bad_and_leaves_the_last_one()
    {
        Station station = new Station().Analog("V").Element("A").Text("A", "ai.V.value");
        station.Set("V", 5).Changed();

        station.Set("V", double.NaN).Changed();

        Assert.Equal(5, station.Look("A").Text.Number());
        Assert.Equal(BadSource, station.Look("A").Quality);
    }
}
