using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraSystemVariablesTests
{
    [Fact]
    public void A_cleared_cause_bit_is_the_cause_of_the_last_reset()
    {
        // 45: bit 0, 2 and 6 set, so neither brown-out nor watchdog; bit 1 clear: power-on.
        MaraSystemVariables sv = MaraSystemVariables.Read(Hex.Bytes("45 0E 02 00 94 02"));
        Assert.Equal((false, true, false), (sv.BrownOut, sv.PowerOn, sv.Watchdog));
        Assert.True(sv.TimeSet);
        Assert.False(sv.NoAnswer || sv.EventsOverflowed || sv.ClockOff || sv.WholeRestart);
        Assert.Equal((14, (short)2, 0x94, 2), (sv.Restarts, sv.Skew!.Value, sv.Correction, sv.UartRestarts));
    }

    [Theory]
    [InlineData("08", nameof(MaraSystemVariables.WholeRestart))]
    [InlineData("10", nameof(MaraSystemVariables.NoAnswer))]
    [InlineData("20", nameof(MaraSystemVariables.EventsOverflowed))]
    [InlineData("40", nameof(MaraSystemVariables.TimeSet))]
    [InlineData("80", nameof(MaraSystemVariables.ClockOff))]
    public void Each_other_bit_of_byte_0_has_its_own_meaning(string first, string only)
    {
        MaraSystemVariables sv = MaraSystemVariables.Read(Hex.Bytes(first + " 00 00 00 00 00"));
        Assert.Equal(only == nameof(sv.WholeRestart), sv.WholeRestart);
        Assert.Equal(only == nameof(sv.NoAnswer), sv.NoAnswer);
        Assert.Equal(only == nameof(sv.EventsOverflowed), sv.EventsOverflowed);
        Assert.Equal(only == nameof(sv.TimeSet), sv.TimeSet);
        Assert.Equal(only == nameof(sv.ClockOff), sv.ClockOff);
    }

    [Theory]
    [InlineData("00 00", 0)]
    [InlineData("80 00", 128)]
    [InlineData("FE FF", -2)]
    [InlineData("00 FF", -256)]
    [InlineData("FF FF", null)]
    [InlineData("00 80", null)]
    [InlineData("FF 7F", null)]
    public void The_skew_is_signed_little_endian_and_may_be_unknown(string word, int? expected) =>
        Assert.Equal(expected, MaraSystemVariables.Read(Hex.Bytes("47 00 " + word + " 00 00")).Skew);

    [Fact]
    public void The_concentrators_own_byte_0_has_only_bits_0_to_2_and_6_and_no_skew()
    {
        MaraSystemVariables sv = MaraSystemVariables.Read(Hex.Bytes("FE 00 02 00 00 00")).AsConcentrator();
        Assert.True(sv.BrownOut);
        Assert.False(sv.PowerOn || sv.Watchdog);
        Assert.True(sv.TimeSet);
        Assert.False(sv.NoAnswer || sv.EventsOverflowed || sv.ClockOff || sv.WholeRestart);
        Assert.Null(sv.Skew);
    }

    [Fact]
    public void The_six_bytes_are_written_as_they_were_read()
    {
        byte[] written = new byte[6];
        MaraSystemVariables.Read(Hex.Bytes("44 23 02 01 09 02")).Write(written);
        Assert.Equal("44 23 02 01 09 02", Hex.Text(written));
    }
}
