using CsCheck;
using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraTimestampTests
{
    [Fact]
    public void The_fraction_is_little_endian_in_1_32768_of_a_second()
    {
        // The chattering relay of the reference: 08 22 00 14 is second 34 and 1400 hex = 5120 / 32 768 = .15625 s.
        MaraTimestamp time = MaraTimestamp.Read(Hex.Bytes("0C 01 01 01 08 22 00 14"));
        Assert.Equal(5120, time.Fraction);
        Assert.True(time.TryGetLocalTime(out DateTime local));
        Assert.Equal(new DateTime(2012, 1, 1, 1, 8, 34).AddTicks(1_562_500), local);
        Assert.Equal(DateTimeKind.Unspecified, local.Kind);
    }

    [Theory]
    [InlineData("0C 0D 01 00 00 00 00 00")] // month 13
    [InlineData("0C 00 01 00 00 00 00 00")] // month 0
    [InlineData("0D 02 1D 00 00 00 00 00")] // 29 February 2013
    [InlineData("0C 02 1E 00 00 00 00 00")] // 30 February
    [InlineData("0C 01 00 00 00 00 00 00")] // day 0
    [InlineData("0C 01 01 18 00 00 00 00")] // 24 h
    [InlineData("0C 01 01 00 3C 00 00 00")] // minute 60
    [InlineData("0C 01 01 00 00 3C 00 00")] // second 60
    [InlineData("0C 01 01 00 00 00 00 80")] // a fraction of a whole second
    [InlineData("64 01 01 00 00 00 00 00")] // year 2100
    [InlineData("FF FF FF FF FF FF FF FF")]
    public void An_impossible_time_is_none_and_throws_nothing(string hex) =>
        Assert.False(MaraTimestamp.Read(Hex.Bytes(hex)).TryGetLocalTime(out _));

    [Theory]
    [InlineData("0C 02 1D 17 3B 3B FF 7F", "2012-02-29T23:59:59")]
    [InlineData("00 01 01 00 00 00 00 00", "2000-01-01T00:00:00")]
    [InlineData("63 0C 1F 17 3B 3B 00 00", "2099-12-31T23:59:59")]
    public void The_last_possible_times_are_times(string hex, string second)
    {
        Assert.True(MaraTimestamp.Read(Hex.Bytes(hex)).TryGetLocalTime(out DateTime local));
        Assert.Equal(second, local.ToString("yyyy-MM-ddTHH:mm:ss", null));
    }

    [Fact]
    public void Every_fraction_survives_the_way_through_a_local_time()
    {
        for (int fraction = 0; fraction < MaraTimestamp.UnitsPerSecond; fraction++)
        {
            MaraTimestamp time = new(26, 1, 2, 3, 4, 5, (ushort)fraction);
            Assert.True(time.TryGetLocalTime(out DateTime local));
            Assert.Equal(time, MaraTimestamp.FromLocalTime(local));
        }
    }

    [Fact]
    public void Any_eight_bytes_throw_nothing_and_a_time_is_written_back_as_it_was() =>
        Gen.Byte.Array[8].Sample(
            bytes =>
            {
                MaraTimestamp time = MaraTimestamp.Read(bytes);
                Assert.Equal(time.IsValid, time.TryGetLocalTime(out DateTime local));
                byte[] written = new byte[8];
                time.Write(written);
                Assert.Equal(bytes, written);
                Assert.True(!time.IsValid || MaraTimestamp.FromLocalTime(local) == time);
            },
            iter: 5000);

    [Fact]
    public void A_year_that_the_wire_cannot_carry_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraTimestamp.FromLocalTime(new DateTime(1999, 12, 31)));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraTimestamp.FromLocalTime(new DateTime(2100, 1, 1)));
    }
}
