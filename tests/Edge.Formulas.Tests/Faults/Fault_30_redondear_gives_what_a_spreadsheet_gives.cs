using Edge.Formulas.Findings;

namespace Edge.Formulas.Tests.Faults;

/// <summary>Before: the exact binary value was rounded, 1.005 to 1.0, 2.675 to 2.67 and 21.9 / 0.2 to 109.</summary>
public sealed class Fault_30_redondear_gives_what_a_spreadsheet_gives
{
    // Results of ROUND in Excel and LibreOffice Calc.
    [Theory]
    [InlineData("1.005", 2, "1.01")]
    [InlineData("2.675", 2, "2.68")]
    [InlineData("21.9 / 0.2", 0, "110.0")]
    [InlineData("-1.005", 2, "-1.01")]
    [InlineData("-2.5", 0, "-3.0")]
    [InlineData("2.5", 0, "3.0")]
    [InlineData("0.5", 0, "1.0")]
    [InlineData("-0.5", 0, "-1.0")]
    [InlineData("1.45", 1, "1.5")]
    [InlineData("1.15", 1, "1.2")]
    [InlineData("0.285", 2, "0.29")]
    [InlineData("5.015", 2, "5.02")]
    [InlineData("1.475", 2, "1.48")]
    [InlineData("-1.475", 2, "-1.48")]
    [InlineData("4.35 * 100", 0, "435.0")]
    [InlineData("0.1 + 0.2", 1, "0.3")]
    [InlineData("2.15", 1, "2.2")]
    [InlineData("2.149", 1, "2.1")]
    [InlineData("626.3", -3, "1000.0")]
    [InlineData("1.98", -1, "0.0")]
    [InlineData("-50.55", -2, "-100.0")]
    [InlineData("125.0", -1, "130.0")]
    [InlineData("1234567.125", 2, "1234567.13")]
    [InlineData("123456789.55", 1, "123456789.6")]
    [InlineData("33.456", 1, "33.5")]
    [InlineData("1e300", 2, "1e+300")]
    [InlineData("1e-300", 15, "0.0")]
    public void Of_fifteen_digits_with_halves_away_from_zero(string number, int decimals, string expected)
    {
        ElementLook look = Station.Evaluate($"REDONDEAR({number}, {decimals})");
        Assert.Equal((FormulaCode.None, expected), (look.ErrorCode, look.Text.ToString()));
    }

    [Theory]
    [InlineData("21.9 / 0.2", "110")]
    [InlineData("-21.9 / 0.2", "-110")]
    [InlineData("33.456", "33")]
    [InlineData("1.5", "2")]
    [InlineData("-1.5", "-2")]
    public void Without_decimals_a_whole_number(string number, string expected) =>
        Assert.Equal(expected, Station.Evaluate($"REDONDEAR({number})").Text.ToString());

    [Fact]
    public void Nothing_is_allocated()
    {
        double sum = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            sum += Values.NumberText.RoundDecimal(i / 7.0, 3);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }
}
