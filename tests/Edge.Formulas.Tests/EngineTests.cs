using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Tests;

public sealed class EngineTests
{
    [Fact]
    public void The_first_call_returns_every_element_in_use_and_the_second_none()
    {
        Station station = new Station().Element("A").Element("B", text: "x").Element("OLD", disabled: true).Digital("D")
            .Fill("A", "di.D.value");

        Assert.Equal(["A", "B"], station.Changed());
        Assert.Empty(station.Changed());
    }

    [Fact]
    public void Only_what_depends_on_a_change_is_evaluated()
    {
        Station station = new Station().Digital("D1").Digital("D2").Element("A").Element("B").Element("C")
            .Fill("A", "SI(di.D1.value, 6, 3)")
            .Fill("B", "SI(di.D2.value, 6, 3)")
            .Stroke("C", "eg.A.fill");
        station.Set("D1", 0).Set("D2", 0).Changed();
        long before = station.Engine.Evaluations;

        station.Set("D1", 1);

        Assert.Equal(["A", "C"], station.Changed());
        Assert.Equal(before + 2, station.Engine.Evaluations);
        Assert.Equal(6, station.Look("C").Stroke);
    }

    [Fact]
    public void A_result_that_stays_the_same_stops_the_change_there()
    {
        Station station = new Station().Analog("V").Element("A").Element("B").Fill("A", "SI(ai.V.value > 100, 5, 3)")
            .Fill("B", "eg.A.fill");
        station.Set("V", 110).Changed();
        long before = station.Engine.Evaluations;

        Assert.Empty(station.Set("V", 111).Changed());
        Assert.Equal(before + 1, station.Engine.Evaluations);
    }

    [Fact]
    public void Setting_what_is_already_there_evaluates_nothing()
    {
        Station station = new Station().Analog("V").Element("A").Text("A", "ai.V.value");
        station.Set("V", 5).Changed();
        long before = station.Engine.Evaluations;

        Assert.Empty(station.Set("V", 5).Changed());
        Assert.Equal(before, station.Engine.Evaluations);
    }

    [Fact]
    public void A_chain_settles_in_one_pass_whatever_the_order_of_the_sheet()
    {
        const int length = 20_000;
        Station station = new Station().Analog("V");
        for (int i = 0; i < length; i++)
        {
            station.Element($"E{i}");
        }

        for (int i = length - 1; i > 0; i--)
        {
            station.Text($"E{i}", $"eg.E{i - 1}.text + 1");
        }

        station.Text("E0", "ai.V.value");
        station.Set("V", 0).Changed();
        long before = station.Engine.Evaluations;

        station.Set("V", 1);

        Assert.Equal(length, station.Changed().Length);
        Assert.Equal(before + length, station.Engine.Evaluations);
        Assert.Equal(length, station.Look($"E{length - 1}").Text.Number());
    }

    [Fact]
    public void A_diamond_evaluates_its_foot_once()
    {
        Station station = new Station().Analog("V").Element("A").Element("B").Element("C").Element("D")
            .Text("D", "eg.B.text + eg.C.text")
            .Text("B", "eg.A.text * 2").Text("C", "eg.A.text * 3").Text("A", "ai.V.value");
        station.Set("V", 1).Changed();
        long before = station.Engine.Evaluations;

        station.Set("V", 10).Changed();

        Assert.Equal(before + 4, station.Engine.Evaluations);
        Assert.Equal(50, station.Look("D").Text.Number());
    }

    [Fact]
    public void A_formula_over_a_table_follows_every_row_but_only_what_it_reads()
    {
        Station station = new Station().Digital("D").Element("A", text: "0", mark: 1).Element("B", text: "0", mark: 1)
            .Element("C", text: "0").Element("SUM")
            .Fill("A", "di.D.value")
            .Fill("SUM", "SUMA(APLICAR(lambda e: int(e.text), FILTRAR(lambda x: x.mark = 1, eg)))");
        station.Set("D", 0).Changed();
        Assert.Equal(0, station.Look("SUM").Fill);
        long before = station.Engine.Evaluations;

        Assert.Equal(["A"], station.Set("D", 1).Changed());
        Assert.Equal(before + 1, station.Engine.Evaluations);
        station.Engine.SetElement(station.Index("B"), ElementAttribute.Text, FormulaValue.FromWhole(4));
        Assert.Equal(["B", "SUM"], station.Changed());
        Assert.Equal(4, station.Look("SUM").Fill);
        station.Engine.SetElement(station.Index("B"), ElementAttribute.Mark, FormulaValue.Nothing);
        Assert.Equal(["B", "SUM"], station.Changed());
        Assert.Equal(0, station.Look("SUM").Fill);
    }

    [Fact]
    public void An_operators_state_is_shown_read_and_refused_where_a_formula_rules()
    {
        Station station = new Station().Element("S", text: "0").Element("L").Fill("L", "SI(int(eg.S.text), 6, 3)");
        station.Changed();
        int element = station.Index("S");

        station.Engine.SetElement(element, ElementAttribute.Text, FormulaValue.FromText("1"));

        Assert.Equal(["L", "S"], station.Changed());
        Assert.Equal(6, station.Look("L").Fill);
        Assert.Throws<InvalidOperationException>(
            () => station.Engine.SetElement(station.Index("L"), ElementAttribute.Fill, FormulaValue.FromWhole(1)));
        Assert.Throws<ArgumentException>(() => station.Engine.SetElement(element, ElementAttribute.Fill, FormulaValue.FromText("red")));
        Assert.Throws<ArgumentException>(() => station.Engine.SetElement(element, ElementAttribute.Stroke, FormulaValue.FromNumber(1.5)));
        Assert.Throws<ArgumentException>(() => station.Engine.SetElement(element, ElementAttribute.Mark, FormulaValue.FromText("1")));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.Engine.SetElement(99, ElementAttribute.Text, default));
    }

    [Fact]
    public void Setting_an_element_and_back_between_two_calls_is_no_change()
    {
        Station station = new Station().Element("S", text: "0");
        station.Changed();

        station.Engine.SetElement(0, ElementAttribute.Text, FormulaValue.FromText("1"));
        station.Engine.SetElement(0, ElementAttribute.Text, FormulaValue.FromWhole(0));

        Assert.Empty(station.Changed());
    }

    [Fact]
    public void An_element_out_of_use_is_computed_for_others_but_never_returned()
    {
        Station station = new Station().Digital("D").Element("OLD", disabled: true).Element("A").Fill("OLD", "di.D.value")
            .Fill("A", "eg.OLD.fill");
        station.Set("D", 0).Changed();

        Assert.Equal(["A"], station.Set("D", 1).Changed());
        Assert.Equal(1, station.Look("A").Fill);
    }

    [Fact]
    public void Points_are_found_by_kind_and_exact_tag()
    {
        Station station = new Station().Digital("X").Analog("X").Element("A");

        Assert.NotEqual(station.Engine.FindDigital("X"), station.Engine.FindAnalog("X"));
        Assert.Equal(-1, station.Engine.FindDigital("x"));
        Assert.Equal(-1, station.Engine.FindAnalog("Y"));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.Engine.SetPoint(2, 0, 0, QualityState.Good));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.Engine.SetPoint(-1, 0, 0, QualityState.Good));
    }

    [Fact]
    public void A_text_has_the_unit_of_its_point_only_when_it_shows_nothing_else()
    {
        Station station = new Station().Analog("P", scale: 2).Analog("Q", scale: 2);
        (string Expression, string? Expected)[] cases =
        [
            ("str(ai.P.value*ai.P.escala)", "P"), ("ROUND(ai.P.escala * ai.P.value, 1)", "P"), ("str(ai.P.value*ai.Q.escala)", null),
            ("str(ai.P.value*ai.P.escala/1000)", null), ("str(ai.P.value)", null), ("str(ai.P.value*ai.P.value)", null),
        ];
        foreach ((string expression, _) in cases)
        {
            station.Element(expression).Text(expression, expression);
        }

        Assert.Equal(cases.Select(c => c.Expected), cases.Select(c => station.Engine.FindSoleAnalog(station.Index(c.Expression))));
    }

    [Fact]
    public void Nothing_is_allocated_when_only_numbers_change()
    {
        Station station = new Station().Analog("V", scale: 0.0088).Digital("D").Element("T").Element("F").Element("SUM").Element("LATCH");
        for (int i = 0; i < 50; i++)
        {
            station.Element($"M{i}", text: "0", mark: i % 2);
        }

        station.Text("T", "str(ai.V.value * ai.V.escala)")
            .Fill("F", "SI(float(eg.T.text) > 30, SI(O(di.D.value, ai.V.q), 6, 2), 1 / 0)")
            .Stroke("SUM", "SUMA(APLICAR(lambda e: int(e.mark + ai.V.value), FILTRAR(lambda x: x.mark = 1, eg)))")
            .Stroke("LATCH", "SI(di.D.value, eg.SUM.stroke, eg.LATCH.stroke)");
        int v = station.Engine.FindAnalog("V");
        int d = station.Engine.FindDigital("D");
        for (int i = 0; i < 200; i++)
        {
            Step(station.Engine, v, d, i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            Step(station.Engine, v, d, i);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(FormulaCode.DivisionByZero, station.Look("F").ErrorCode);

        static void Step(FormulaEngine engine, int v, int d, int i)
        {
            engine.SetPoint(v, (i * 37) % 4096, i & 1, QualityState.Good);
            engine.SetPoint(d, i & 1, 0, (i & 3) == 0 ? new(Quality.Stale, QualityReason.NoAnswer) : QualityState.Good);
            foreach (int element in engine.Recompute())
            {
                _ = engine.IsSetByFormula(element, ElementAttribute.Fill);
            }
        }
    }
}

internal static class FormulaValueExtensions
{
    public static double Number(this FormulaValue value)
    {
        Assert.True(value.TryGetNumber(out double number));
        return number;
    }
}
