using System.Globalization;
using CsCheck;
using Edge.Formulas.Values;

namespace Edge.Formulas.Tests;

/// <summary>Numbers as texts. Expected values are what Python 2.7's <c>str</c> wrote.</summary>
public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(-33.18, "-33.18")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(1.0 / 3, "0.333333333333")]
    [InlineData(2.0 / 3, "0.666666666667")]
    [InlineData(123456.789012345, "123456.789012")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000012345, "1.2345e-05")]
    [InlineData(99999999999.0, "99999999999.0")]
    [InlineData(123456789012.0, "123456789012.0")]
    [InlineData(123456789012.4, "123456789012.0")]
    [InlineData(999999999999.5, "1e+12")]
    [InlineData(1e12, "1e+12")]
    [InlineData(1234567890123.0, "1.23456789012e+12")]
    [InlineData(1e22, "1e+22")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.MaxValue, "1.79769313486e+308")]
    [InlineData(double.Epsilon, "4.94065645841e-324")]
    [InlineData(1e-11, "1e-11")]
    [InlineData(1e-12, "1e-12")]
    // Exactly between two texts: to the even digit.
    [InlineData(100000000000.5, "100000000000.0")]
    [InlineData(100000000001.5, "100000000002.0")]
    [InlineData(0.5, "0.5")]
    [InlineData(1000000000.0005, "1000000000.0")]
    public void A_real_number_keeps_twelve_digits(double number, string expected) =>
        Assert.Equal(expected, NumberText.Format(number, whole: false));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-7.0, "-7")]
    [InlineData(9007199254740992.0, "9007199254740992")]
    public void A_whole_number_has_no_point(double number, string expected) =>
        Assert.Equal(expected, NumberText.Format(number, whole: true));

    [Fact]
    public void Rounding_gives_exactly_the_number_that_the_text_reads_as()
    {
        Gen<double> measured = Gen.Int[-200_000, 200_000].Select(Gen.Int[1, 100_000], (a, b) => (double)a / b);
        Gen<double> any = Gen.Double.Where(double.IsFinite);
        Gen<double> wide = Gen.Double[1, 10].Select(Gen.Int[-320, 307], (m, e) => m * Math.Pow(10, e)).Where(double.IsFinite);
        Gen<double> ties =
            Gen.Long[100_000_000_000, 999_999_999_999].Select(Gen.Int[0, 20], (digits, power) => (digits + 0.5) / (1 << power));

        Gen.OneOf(measured, any, wide, ties).Sample(
            number =>
                NumberText.Round12(number).Equals(double.Parse(NumberText.Format(number, whole: false), CultureInfo.InvariantCulture)),
            iter: 100_000);
    }

    [Fact]
    public void The_text_is_within_half_a_digit_of_the_number()
    {
        Gen<double> number = Gen.Double[1, 10].Select(Gen.Int[-300, 300], (m, e) => m * Math.Pow(10, e));

        number.Sample(
            value =>
                Math.Abs((double.Parse(NumberText.Format(value, whole: false), CultureInfo.InvariantCulture) / value) - 1) <= 5.0001e-12,
            iter: 20_000);
    }

    [Theory]
    [InlineData("7", true, 7.0, true)]
    [InlineData(" -7 ", true, -7.0, true)]
    [InlineData("+7.0", true, 7.0, false)]
    [InlineData("7.", true, 7.0, false)]
    [InlineData(".7", true, 0.7, false)]
    [InlineData("7e0", true, 7.0, false)]
    [InlineData("99999999999999999999", true, 1e20, false)]
    [InlineData("", false, 0.0, false)]
    [InlineData(".", false, 0.0, false)]
    [InlineData("7,5", false, 0.0, false)]
    [InlineData("0x10", false, 0.0, false)]
    [InlineData("1_000", false, 0.0, false)]
    [InlineData("1 000", false, 0.0, false)]
    [InlineData("Infinity", false, 0.0, false)]
    [InlineData("NaN", false, 0.0, false)]
    [InlineData("1e400", false, 0.0, false)]
    [InlineData("--1", false, 0.0, false)]
    public void A_text_reads_as_a_number_only_when_it_is_one(string text, bool expected, double number, bool whole)
    {
        bool read = NumberText.TryParse(text, out double result, out bool isWhole);

        Assert.Equal(expected, read);
        if (expected)
        {
            Assert.Equal((number, whole), (result, isWhole));
        }
    }

    [Fact]
    public void A_value_says_what_it_is()
    {
        FormulaValue text = Station.Evaluate("str(1.0 / 3)").Text;

        Assert.True(text is { IsText: true, IsNumberText: true, IsNumber: false, IsNothing: false });
        Assert.True(text.TryGetNumber(out double number));
        Assert.Equal(1.0 / 3, number);
        Assert.True(text.TryGetText(out string? words));
        Assert.Equal("0.333333333333", words);
        Assert.NotEqual(text, FormulaValue.FromText("0.333333333333"));
        Assert.Equal(FormulaValue.FromText("a"), FormulaValue.FromText(new string(['a'])));
        Assert.NotEqual(FormulaValue.FromNumber(1), FormulaValue.FromWhole(1));
        Assert.Equal(default, FormulaValue.FromText(null));
        Assert.False(FormulaValue.Nothing.TryGetText(out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => FormulaValue.FromNumber(double.NaN));
        Assert.True(FormulaValue.FromCell("112.0") is { IsNumber: true, IsWhole: false });
        Assert.True(FormulaValue.FromCell("6") is { IsNumber: true, IsWhole: true });
        Assert.True(FormulaValue.FromCell("TR1") is { IsText: true, IsNumberText: false });
    }
}
