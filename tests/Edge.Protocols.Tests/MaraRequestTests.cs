using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraRequestTests
{
    private readonly byte[] _buffer = new byte[MaraFrame.MaximumLength];

    [Fact]
    public void A_poll_is_the_one_of_the_reference() =>
        Assert.Equal(
            "FE 08 01 40 80 10 80 A7", Written(MaraRequest.WritePoll(_buffer, MaraAddress.Concentrator, MaraAddress.Centre, 0x80)));

    [Fact]
    public void A_sync_is_the_one_of_the_reference() =>
        Assert.Equal("FE 08 FF 01 80 0C 82 EA", Written(MaraRequest.WriteSync(_buffer, MaraAddress.Concentrator)));

    [Fact]
    public void A_set_time_is_the_one_of_the_reference()
    {
        // 3D50 hex = 15 696 units of 1/32 768 s = .479 s; 2012-10-16 was a Tuesday.
        DateTime local = new DateTime(2012, 10, 16, 0, 55, 13).AddMilliseconds(479.005);
        MaraSetTime time = MaraSetTime.FromLocalTime(local);
        Assert.Equal(
            "FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48",
            Written(MaraRequest.WriteSetTime(_buffer, MaraAddress.Centre, time, 0x22)));
    }

    [Fact]
    public void A_set_time_is_read_back_as_the_reference_reads_it()
    {
        Assert.True(MaraSetTime.TryRead(Hex.Bytes("0C 0A 10 00 37 0D 50 3D 02"), out MaraSetTime time));
        Assert.Equal(new MaraTimestamp(12, 10, 16, 0, 55, 13, 15_696), time.Time);
        Assert.Equal(2, time.DayOfWeek);
        Assert.False(MaraSetTime.TryRead(Hex.Bytes("0C 0A 10 00 37 0D 50 3D"), out _));
        Assert.False(MaraSetTime.TryRead(Hex.Bytes("0C 0A 10 00 37 0D 50 3D 02 00"), out _));
    }

    [Fact]
    public void A_time_broadcast_has_the_sequence_BB_by_default()
    {
        MaraRequest.WriteSetTime(_buffer, MaraAddress.Concentrator, MaraSetTime.FromLocalTime(new DateTime(2026, 1, 4)));
        Assert.Equal(0xBB, _buffer[4]);
        Assert.Equal(7, _buffer[14]); // A Sunday.
    }

    [Fact]
    public void The_centre_counts_from_20_to_7F_and_wraps()
    {
        Assert.Equal(0x21, MaraSequence.NextOfCentre(0x20));
        Assert.Equal(0x7F, MaraSequence.NextOfCentre(0x7E));
        Assert.Equal(0x20, MaraSequence.NextOfCentre(0x7F));
        Assert.Equal(0x20, MaraSequence.NextOfCentre(0x00));
        Assert.Equal(0x20, MaraSequence.NextOfCentre(0xBB));
    }

    [Fact]
    public void The_master_of_the_bus_alternates_00_and_80()
    {
        Assert.Equal(0x80, MaraSequence.NextOnBus(0x00));
        Assert.Equal(0x00, MaraSequence.NextOnBus(0x80));
    }

    [Fact]
    public void No_address_outside_1_to_64_can_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraAddress(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraAddress(65));
        Assert.False(MaraAddress.TryCreate(255, out _));
        Assert.True(MaraAddress.TryCreate(63, out MaraAddress last));
        Assert.True(last.IsIed);
        Assert.Equal(63, last.Value);
        Assert.Equal(1, default(MaraAddress).Value);
        Assert.False(MaraAddress.Concentrator.IsIed);
        Assert.False(MaraAddress.Centre.IsIed);
    }

    [Fact]
    public void Every_command_of_the_reference_has_a_name_and_no_other()
    {
        byte[] known =
        [
            0x04, 0x05, 0x06, 0x08, 0x09, 0x0B, 0x0C, 0x10, 0x12, 0x13, 0x14, 0x16, 0x19, 0x1A, 0x36, 0x3A, 0x3B, 0x3C, 0x3F,
        ];
        Assert.Equal(known, Enumerable.Range(0, 256).Select(n => (byte)n).Where(n => MaraCommand.NameOf(n) is not null));
    }

    private string Written(int length) => Hex.Text(_buffer.AsSpan(0, length));
}
