using CsCheck;
using Edge.Domain;

namespace Edge.Pipeline.Tests;

public sealed class A_value_of_a_point
{
    [Fact]
    public void Has_a_number_for_computations()
    {
        Assert.Equal(int.MinValue, PointValue.Whole(int.MinValue).AsDouble);
        Assert.Equal(0.1f, PointValue.Real(0.1f).AsDouble);
        Assert.Equal(4_294_967_295d, PointValue.Counter(uint.MaxValue, 32).AsDouble);
        Assert.Equal(1, PointValue.Binary(true).AsDouble);

        // IEC 60870-5-101 §7.2.6.2 (DIQ) and IEEE 1815 object group 3 number the four states alike.
        Assert.Equal(
            [0d, 1, 2, 3],
            new[] { DoubleBitState.Intermediate, DoubleBitState.Off, DoubleBitState.On, DoubleBitState.Indeterminate }
                .Select(s => PointValue.DoubleBit(s).AsDouble));
    }

    [Fact]
    public void Equals_a_value_of_the_same_kind_only()
    {
        PointValue[] ones =
        [
            PointValue.Whole(1), PointValue.Real(1), PointValue.Counter(1, 16), PointValue.Counter(1, 32), PointValue.Binary(true),
            PointValue.DoubleBit(DoubleBitState.Off),
        ];
        Assert.Equal(ones.Length, ones.Distinct().Count());
        Assert.All(ones, one => Assert.Equal(1, one.AsDouble));
        Assert.True(PointValue.Real(double.NaN) == PointValue.Real(double.NaN));
        Assert.True(default == PointValue.Whole(0));
    }

    [Fact]
    public void Is_on_as_its_kind_says()
    {
        Assert.True(PointValue.Binary(true).IsOn);
        Assert.True(PointValue.DoubleBit(DoubleBitState.On).IsOn);
        Assert.True(PointValue.Whole(-1).IsOn);
        Assert.All(
            [
                PointValue.Binary(false), PointValue.DoubleBit(DoubleBitState.Off), PointValue.DoubleBit(DoubleBitState.Intermediate),
                PointValue.DoubleBit(DoubleBitState.Indeterminate), PointValue.Real(double.NaN), default,
            ],
            off => Assert.False(off.IsOn));
    }

    [Fact]
    public void Must_be_in_the_range_of_its_kind()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PointValue.Counter(65_536, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => PointValue.Counter(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PointValue.Counter(0, 65));
        Assert.Throws<ArgumentOutOfRangeException>(() => PointValue.DoubleBit((DoubleBitState)4));
        Assert.Throws<InvalidOperationException>(() => PointValue.Real(1).AsWhole);
        Assert.Throws<InvalidOperationException>(() => PointValue.Whole(1).AsCounter);
        Assert.Throws<InvalidOperationException>(() => PointValue.Binary(true).AsDoubleBit);
        Assert.Equal(ulong.MaxValue, PointValue.Counter(ulong.MaxValue, 64).AsCounter);
    }

    [Fact]
    public void Has_a_text_with_a_decimal_point()
    {
        Assert.Equal("-300", PointValue.Whole(-300).ToString());
        Assert.Equal("2.5", PointValue.Real(2.5).ToString());
        Assert.Equal("18446744073709551615", PointValue.Counter(ulong.MaxValue, 64).ToString());
        Assert.Equal("Indeterminate", PointValue.DoubleBit(DoubleBitState.Indeterminate).ToString());
    }

    [Fact]
    public void Keeps_every_whole_number_and_every_real_exactly()
    {
        Gen.Int.Sample(i => PointValue.Whole(i).AsDouble == i && PointValue.Whole(i).AsWhole == i);
        Gen.Double.Sample(d => BitConverter.DoubleToInt64Bits(PointValue.Real(d).AsDouble) == BitConverter.DoubleToInt64Bits(d));
    }
}
