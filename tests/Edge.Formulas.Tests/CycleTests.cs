using Edge.Domain;
using Edge.Formulas.Findings;

namespace Edge.Formulas.Tests;

public sealed class CycleTests
{
    [Fact]
    public void A_cycle_is_found_named_and_evaluated()
    {
        Station station = new Station().Digital("S1").Digital("S2").Element("BAR", stroke: 1).Element("A", stroke: 3)
            .Element("B", stroke: 3)
            .Stroke("A", "SI(di.S1.value, eg.BAR.stroke, eg.B.stroke)")
            .Stroke("B", "SI(di.S2.value, eg.A.stroke, 3)");
        FormulaFinding finding = Assert.Single(station.Engine.Findings);

        Assert.Equal(FormulaCode.Cycle, finding.Code);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("A.stroke depends on itself: A.stroke → B.stroke → A.stroke", finding.Message.ToString());
        Assert.Equal((2, "A", ElementAttribute.Stroke), (finding.Row, finding.Tag, finding.Attribute));
        station.Set("S1", 1).Set("S2", 1).Changed();
        Assert.Equal((1, 1), (station.Look("A").Stroke, station.Look("B").Stroke));
        station.Set("S2", 0).Changed();
        Assert.Equal((1, 3), (station.Look("A").Stroke, station.Look("B").Stroke));
    }

    [Fact]
    public void A_cycle_begins_with_its_present_values_so_it_can_hold_one()
    {
        Station station = new Station().Digital("SET").Digital("RESET").Element("LATCH", fill: 0)
            .Fill("LATCH", "SI(di.RESET.value, 0, SI(di.SET.value, 1, eg.LATCH.fill))");
        station.Set("SET", 0).Set("RESET", 0).Changed();
        Assert.Equal(0, station.Look("LATCH").Fill);

        station.Set("SET", 1).Changed();
        station.Set("SET", 0).Changed();
        Assert.Equal(1, station.Look("LATCH").Fill);
        station.Set("RESET", 1).Changed();
        station.Set("RESET", 0).Changed();
        Assert.Equal(0, station.Look("LATCH").Fill);
    }

    [Fact]
    public void A_quality_that_a_cycle_has_from_outside_goes_away_with_its_source()
    {
        Station station = new Station().Analog("V").Element("A", stroke: 1).Element("B", stroke: 1).Element("OUT")
            .Stroke("A", "SI(ai.V.value > 1, eg.B.stroke, 3)")
            .Stroke("B", "eg.A.stroke")
            .Stroke("OUT", "eg.B.stroke");
        station.Set("V", 2).Changed();
        Assert.True(station.Look("OUT").Quality.IsGood);

        Assert.Equal(["A", "B", "OUT"], station.Set("V", 2, Quality.Stale).Changed());
        Assert.Equal(Quality.Stale, station.Look("OUT").Quality.Level);
        Assert.Equal(["A", "B", "OUT"], station.Set("V", 2).Changed());
        Assert.True(station.Look("B").Quality.IsGood);
    }

    [Fact]
    public void A_cycle_that_does_not_settle_is_bad_with_a_reason_and_recovers()
    {
        Station station = new Station().Digital("D").Element("A", fill: 0).Element("B", fill: 0).Element("C").Element("FREE")
            .Fill("A", "SI(di.D.value, NO(eg.B.fill), 0)")
            .Fill("B", "eg.A.fill")
            .Fill("C", "eg.A.fill")
            .Fill("FREE", "4");
        station.Set("D", 1).Changed();

        foreach (string tag in (string[])["A", "B"])
        {
            Assert.Equal(new(Quality.Bad, QualityReason.FormulaError), station.Look(tag).Quality);
            Assert.Equal(FormulaCode.CycleUnsettled, station.Look(tag).ErrorCode);
        }

        Assert.Equal(new(Quality.Bad, QualityReason.Source), station.Look("C").Quality);
        Assert.True(station.Look("FREE").Quality.IsGood);
        station.Set("D", 0).Changed();
        Assert.True(station.Look("A").Quality.IsGood);
        Assert.True(station.Look("C").Quality.IsGood);
    }

    [Fact]
    public void A_cycle_that_grows_a_number_or_a_text_ends()
    {
        Station station = new Station().Element("N", text: "1").Element("T", text: "x")
            .Text("N", "eg.N.text * 2.0").Text("T", "eg.T.text & eg.T.text");
        station.Changed();

        Assert.Equal(FormulaCode.CycleUnsettled, station.Look("N").ErrorCode);
        Assert.Equal(FormulaCode.TextTooLong, station.Look("T").ErrorCode);
    }

    [Fact]
    public void A_long_cycle_in_the_worst_order_settles_within_its_bound()
    {
        const int length = 5_000;
        Station station = new Station().Digital("D");
        for (int i = 0; i < length; i++)
        {
            station.Element($"E{i}", fill: 0);
        }

        for (int i = length - 1; i > 0; i--)
        {
            station.Fill($"E{i}", $"eg.E{i - 1}.fill");
        }

        station.Fill("E0", $"SI(di.D.value, di.D.value, eg.E{length - 1}.fill)");
        station.Set("D", 0).Changed();

        station.Set("D", 1).Changed();

        Assert.Equal(1, station.Look($"E{length - 1}").Fill);
        Assert.True(station.Look($"E{length - 1}").Quality.IsGood);
    }

    [Fact]
    public void A_text_made_of_all_texts_reads_itself()
    {
        Station station = new Station().Element("SUM")
            .Text("SUM", "SUMA(APLICAR(lambda e: 1, FILTRAR(lambda e: e.text = None, eg)))").Element("A").Element("B", text: "x");

        FormulaFinding finding = Assert.Single(station.Engine.Findings);
        Assert.Equal("SUM.text depends on itself: SUM.text → SUM.text", finding.Message.ToString());
        station.Changed();
        Assert.Equal(1, station.Look("SUM").Text.Number());
        Assert.True(station.Look("SUM").Quality.IsGood);
    }
}
