using Edge.Domain;

namespace Edge.Pipeline.Tests;

/// <summary>An event in the terms of Mara: what is there is told from what is not, and a number that no record has is refused.</summary>
public sealed class The_native_record
{
    [Fact]
    public void Nothing_is_there_unless_it_is_set()
    {
        MaraNative nothing = new(0, 4);
        Assert.Equal((null, null, null, null, null), (nothing.Port, nothing.Bit, nothing.Channel, nothing.Code, nothing.Motive));
        Assert.Equal(default, new MaraNative());
        Assert.Null((nothing with { Port = 3 } with { Port = null }).Port);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(MaraNative.Most)]
    public void Every_number_is_kept(int number)
    {
        MaraNative all = new(2, 4) { Port = number, Bit = number, Channel = number, Code = number, Motive = number };
        Assert.Equal((number, number, number, number, number), (all.Port, all.Bit, all.Channel, all.Code, all.Motive));
        Assert.Equal(new NativeRecord(new MaraNative(2, 4) { Port = number, Bit = number, Channel = number }), new NativeRecord(all).Place);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(MaraNative.Most + 1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(int.MaxValue)]
    public void A_number_that_no_record_has_is_refused(int number) =>
        Assert.Throws<OverflowException>(() => new MaraNative(2, 4) { Code = number });
}
