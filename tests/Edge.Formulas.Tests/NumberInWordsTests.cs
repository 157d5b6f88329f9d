using Edge.Formulas.Values;

namespace Edge.Formulas.Tests;

public sealed class NumberInWordsTests
{
    [Theory]
    [InlineData("\"P \" & 5.5 & \" kW\"", "P ", 5.5, 1, " kW")]
    [InlineData("\"I = \" & REDONDEAR(7.266, 1) & \" A\"", "I = ", 7.3, 1, " A")]
    [InlineData("REDONDEAR(33.456, 2) & \" kV\"", "", 33.46, 2, " kV")]
    [InlineData("\"Toma \" & 12", "Toma ", 12.0, 0, "")]
    [InlineData("\"Q \" & str(-0.25) & \" kvar\"", "Q ", -0.25, 2, " kvar")]
    [InlineData("\"P \" + str(100.0) + \" kW\"", "P ", 100.0, 1, " kW")]
    [InlineData("\"\" & (1.0 / 3)", "", 0.333333333333, 12, "")]
    [InlineData("SI(1, \"13.2 kV, \" & (\"P \" & 5.5 & \" kW\"), \"F/S\")", "13.2 kV, P ", 5.5, 1, " kW")]
    public void A_text_remembers_the_number_that_words_stand_around(
        string expression, string prefix, double value, int decimals, string suffix)
    {
        FormulaValue text = Station.Evaluate(expression).Text;

        Assert.True(text.TryGetNumberInWords(out NumberInWords shown));
        Assert.Equal(new NumberInWords(prefix, value, decimals, suffix), shown);
        Assert.True(text is { IsText: true, IsNumberText: false });
        Assert.False(text.TryGetNumber(out double number));
        Assert.Equal(0, number);
    }

    [Theory]
    [InlineData("\"P 5.5 kW\"")]
    [InlineData("\"P \" & \"5.5\" & \" kW\"")]
    [InlineData("\"P \" & 5.5 & \" / \" & 6.5")]
    [InlineData("1 & 2 & \" \" & 3")]
    [InlineData("\"P \" & 1e15 & \" kW\"")]
    [InlineData("\"P \" & 1e-9 & 5")]
    [InlineData("SI(1, \"F/S\", \"P \" & 5.5)")]
    [InlineData("str(5.5)")]
    [InlineData("5.5")]
    [InlineData("SI(0, 1)")]
    public void It_remembers_none_where_no_number_or_not_one_alone_is_joined(string expression) =>
        Assert.False(Station.Evaluate(expression).Text.TryGetNumberInWords(out _));

    [Fact]
    public void Another_element_that_reads_the_text_has_the_number_too()
    {
        Station station = new Station().Analog("V", scale: 0.5).Element("A").Element("B").Element("C")
            .Text("A", "ai.V.value * ai.V.escala & \" kV\"").Text("B", "\"U = \" & eg.A.text")
            .Text("C", "SI(eg.A.text = \"33.5 kV\", 1, 2)");
        station.Set("V", 67).Changed();

        Assert.True(station.Look("B").Text.TryGetNumberInWords(out NumberInWords shown));
        Assert.Equal(new NumberInWords("U = ", 33.5, 1, " kV"), shown);
        Assert.Equal(FormulaValue.FromWhole(1), station.Look("C").Text);
    }

    [Fact]
    public void The_same_words_with_the_same_number_are_no_change()
    {
        Station station = new Station().Analog("V").Element("A").Text("A", "\"U = \" & REDONDEAR(ai.V.value, 1) & \" kV\"");
        station.Set("V", 33.41).Changed();

        Assert.Empty(station.Set("V", 33.39).Changed());
        Assert.Equal(["A"], station.Set("V", 33.31).Changed());
    }

    [Fact]
    public void Joining_allocates_the_text_and_nothing_else()
    {
        Station station = new Station().Analog("V").Element("A").Text("A", "ai.V.value & \" kV\"");
        int v = station.Engine.FindAnalog("V");
        for (int i = 0; i < 200; i++)
        {
            Step(i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            Step(i);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        before = GC.GetAllocatedBytesForCurrentThread();
        _ = new string('x', "33.5 kV".Length);
        long text = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(200 * text, allocated);

        void Step(int i)
        {
            station.Engine.SetPoint(v, 10.5 + (i % 80), 0, Edge.Domain.QualityState.Good);
            _ = station.Engine.Recompute();
        }
    }
}
