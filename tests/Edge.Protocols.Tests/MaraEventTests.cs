using CsCheck;
using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraEventTests
{
    private static readonly MaraTimestamp Chatter = new(12, 1, 1, 1, 8, 34, 0x1400);

    [Theory]
    [InlineData("01 93 0C 01 01 01 08 22 00 14", 9, 1, 1_562_500)]
    [InlineData("01 E3 0C 01 01 01 08 22 00 14", 14, 1, 1_562_500)]
    [InlineData("01 92 0C 01 01 01 08 22 00 18", 9, 0, 1_875_000)]
    public void An_old_board_is_read_by_its_own_layout(string hex, int bit, int state, int ticks)
    {
        // The capture of the reference: IED 1, port 1, chattering at 2012-01-01 01:08:34.
        MaraEvent item = MaraEvent.Read(Hex.Bytes(hex), MaraDigitalLayout.Bpe);
        Assert.Equal(MaraEventType.Digital, item.Type);
        Assert.Equal((1, 1, bit, state), (item.Address, item.Port, item.Bit, item.State));
        Assert.True(item.TryGetLocalTime(out DateTime local));
        Assert.Equal(new DateTime(2012, 1, 1, 1, 8, 34).AddTicks(ticks), local);
        Assert.Equal(item, MaraEvent.Digital(1, 1, bit, state == 1, item.Timestamp, MaraDigitalLayout.Bpe));
    }

    [Fact]
    public void A_new_board_has_state_port_and_bit_from_the_top()
    {
        // 93 = 1 001 0011: state 1, port 1, bit 3.
        MaraEvent item = MaraEvent.Read(Hex.Bytes("21 93 0C 01 01 01 08 22 00 14"));
        Assert.Equal((1, 1, 3, 1), (item.Address, item.Port, item.Bit, item.State));
        Assert.True(item.QualityBit);
        MaraEvent old = item.WithLayout(MaraDigitalLayout.Bpe);
        Assert.Equal((1, 9, 1), (old.Port, old.Bit, old.State));
    }

    [Fact]
    public void The_count_of_an_energy_stands_as_high_low_middle()
    {
        // The example of the reference, 02 13 BA = 0x02BA13 = 178 707; 45 = energy of IED 5, 01 = period, channel 1.
        MaraEvent item = MaraEvent.Read(Hex.Bytes("45 01 0C 0A 02 17 3B 02 13 BA"));
        Assert.Equal(MaraEventType.Energy, item.Type);
        Assert.Equal((5, 0, 1, 178_707), (item.Address, item.Code, item.Channel, item.Count));
        Assert.Equal("45 01 0C 0A 02 17 3B 02 13 BA", Written(MaraEvent.Energy(5, 0, 1, 178_707, new(12, 10, 2, 23, 59, 0, 0))));
    }

    [Theory]
    [InlineData("42 18 0E 01 0D 17 3B 00 01 00", 3, "2014-01-14T00:00")] // the total of the 13th
    [InlineData("42 08 0E 01 0D 17 3B 00 01 00", 1, "2014-01-14T00:00")] // its last period
    [InlineData("42 00 0E 01 0D 17 3B 00 01 00", 0, "2014-01-13T23:59")] // a period, not the last: as it stands
    [InlineData("42 10 0E 01 0D 17 3B 00 01 00", 2, "2014-01-13T23:59")] // an unknown code: as it stands
    [InlineData("42 08 0E 01 0D 17 2D 00 01 00", 1, "2014-01-13T23:45")] // not marked 23:59: as it stands
    [InlineData("42 18 0F 0C 1F 17 3B 00 01 00", 3, "2016-01-01T00:00")] // the end of a year
    [InlineData("42 18 63 0C 1F 17 3B 00 01 00", 3, "2100-01-01T00:00")] // the end of the last one
    public void An_energy_marked_23_59_with_code_1_or_3_belongs_to_midnight(string hex, int code, string expected)
    {
        MaraEvent item = MaraEvent.Read(Hex.Bytes(hex));
        Assert.Equal(code, item.Code);
        Assert.True(item.TryGetLocalTime(out DateTime local));
        Assert.Equal(expected, local.ToString("yyyy-MM-ddTHH:mm", null));
    }

    [Theory]
    [InlineData("C3 20 0E 01 0D 10 00 05 00 40", 3, 2, 0)]
    [InlineData("C3 21 0E 01 0D 10 00 05 00 40", 3, 2, 1)]
    [InlineData("C4 39 0E 01 0D 10 00 05 00 40", 4, 3, 9)]
    public void A_communications_event_has_a_code_and_a_motive(string hex, int address, int code, int motive)
    {
        MaraEvent item = MaraEvent.Read(Hex.Bytes(hex));
        Assert.Equal(MaraEventType.Communications, item.Type);
        Assert.Equal((address, code, motive), (item.Address, item.Code, item.Motive));
        Assert.True(item.TryGetLocalTime(out DateTime local));
        Assert.Equal(new DateTime(2014, 1, 13, 16, 0, 5, 500), local);
        Assert.Equal(hex, Written(MaraEvent.Communications(address, code, motive, new(14, 1, 13, 16, 0, 5, 0x4000))));
    }

    [Fact]
    public void An_idle_mark_has_a_code()
    {
        MaraEvent item = MaraEvent.Read(Hex.Bytes("81 28 0E 01 0D 10 00 05 00 40"));
        Assert.Equal((MaraEventType.Idle, 1, 5), (item.Type, item.Address, item.Code));
        Assert.Equal("81 28 0E 01 0D 10 00 05 00 40", Written(MaraEvent.Idle(1, 5, new(14, 1, 13, 16, 0, 5, 0x4000))));
    }

    [Fact]
    public void A_digital_event_is_written_as_the_table_of_the_reference_says()
    {
        // EPB: state 1, port 3 (011), bit 5 (0101) = B5. BPE: bit 5 (0101), port 3 (011), state 1 = 57. 3F: quality, address 31.
        Assert.Equal("3F B5 0C 01 01 01 08 22 00 14", Written(MaraEvent.Digital(31, 3, 5, true, Chatter, quality: true)));
        Assert.Equal("1F 57 0C 01 01 01 08 22 00 14", Written(MaraEvent.Digital(31, 3, 5, true, Chatter, MaraDigitalLayout.Bpe)));
    }

    [Fact]
    public void What_does_not_fit_its_bits_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraEvent.Digital(32, 0, 0, true, Chatter));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraEvent.Digital(1, 8, 0, true, Chatter));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraEvent.Digital(1, 0, 16, true, Chatter));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraEvent.Energy(1, 0, 0, 0x100_0000, Chatter));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraEvent.Energy(1, 8, 0, 0, Chatter));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraEvent.Communications(1, 2, 16, Chatter));
        Assert.Throws<ArgumentOutOfRangeException>(() => MaraEvent.Idle(-1, 0, Chatter));
    }

    [Fact]
    public void An_impossible_date_is_kept_but_is_no_time()
    {
        MaraEvent item = MaraEvent.Read(Hex.Bytes("01 93 0C 0D 01 01 08 22 00 14"));
        Assert.False(item.TryGetLocalTime(out _));
        Assert.Equal(13, item.Timestamp.Month);
        Assert.False(MaraEvent.Read(Hex.Bytes("42 18 0E 02 1E 17 3B 00 01 00")).TryGetLocalTime(out _));
    }

    [Fact]
    public void Any_ten_bytes_are_an_event_and_are_written_back_as_they_were() =>
        Gen.Byte.Array[10].Sample(
            bytes =>
            {
                MaraEvent item = MaraEvent.Read(bytes);
                _ = (item.Port, item.Bit, item.State, item.Code, item.Motive, item.Channel, item.Count, item.TryGetLocalTime(out _));
                Assert.Equal(Hex.Text(bytes), Written(item));
                Assert.Equal(Hex.Text(bytes), Written(item.WithLayout(MaraDigitalLayout.Bpe)));
            },
            iter: 5000);

    private static string Written(in MaraEvent item)
    {
        byte[] bytes = new byte[MaraEvent.Length];
        item.Write(bytes);
        return Hex.Text(bytes);
    }
}
