using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraFrameTests
{
    // Mara 1.4 §2, checked examples.
    private const string Poll = "FE 08 01 40 80 10 80 A7";
    private const string Sync = "FE 08 FF 01 80 0C 82 EA";
    private const string SetTime = "FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48";

    [Theory]
    [InlineData(Poll, 0x01, 0x40, 0x80, 0x10, "")]
    [InlineData(Sync, 0xFF, 0x01, 0x80, 0x0C, "")]
    [InlineData(SetTime, 0xFF, 0x40, 0x22, 0x12, "0C 0A 10 00 37 0D 50 3D 02")]
    public void The_examples_of_the_reference_are_read_and_written_byte_for_byte(
        string hex, byte destination, byte source, byte sequence, byte command, string data)
    {
        Assert.True(MaraFrame.TryParse(Hex.Bytes(hex), out MaraFrame frame, out _));
        Assert.Equal(destination, frame.Destination);
        Assert.Equal(source, frame.Source);
        Assert.Equal(sequence, frame.Sequence);
        Assert.Equal(command, frame.Command);
        Assert.Equal(data, Hex.Text(frame.Data));

        byte[] buffer = new byte[MaraFrame.MaximumLength];
        int length = MaraFrame.Write(buffer, destination, source, sequence, command, Hex.Bytes(data));
        Assert.Equal(hex, Hex.Text(buffer.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("", MaraFrameFault.NoStart)]
    [InlineData("FD 08 01 40 80 10 80 A7", MaraFrameFault.NoStart)]
    [InlineData("FE", MaraFrameFault.CutOff)]
    [InlineData("FE 08 01 40 80 10 80", MaraFrameFault.CutOff)]
    [InlineData("FE 07 01 40 80 10 80", MaraFrameFault.BadLength)]
    [InlineData("FE FE 01 40 80 10 80 A7", MaraFrameFault.BadLength)]
    [InlineData("FE 08 01 40 80 10 80 A7 00", MaraFrameFault.TooLong)]
    [InlineData("FE 08 01 40 80 10 A7 80", MaraFrameFault.BadCheck)]
    public void What_is_wrong_with_a_frame_has_a_name(string hex, MaraFrameFault fault)
    {
        Assert.False(MaraFrame.TryParse(Hex.Bytes(hex), out _, out MaraFrameError error));
        Assert.Equal(fault, error.Fault);
    }

    [Fact]
    public void A_wrong_block_check_is_reported_with_the_right_one()
    {
        Assert.False(MaraFrame.TryParse(Hex.Bytes("FE 08 01 40 80 10 80 A8"), out _, out MaraFrameError error));
        Assert.Equal(new MaraFrameError(MaraFrameFault.BadCheck, 0x80A7, 0x80A8), error);
        Assert.Equal("BCC is 80A8, it must be 80A7", error.ToString());
    }

    [Fact]
    public void An_odd_tail_is_the_high_byte_of_a_last_word()
    {
        // FE01 + 0200 = 1_0001, modulo 65 536 = 0001, one's complement = FFFE.
        Assert.Equal(0xFFFE, MaraChecksum.Compute([0xFE, 0x01, 0x02]));
        Assert.Equal(0xFFFF, MaraChecksum.Compute([]));
    }

    [Fact]
    public void Any_single_wrong_byte_of_an_example_is_caught()
    {
        foreach (string hex in new[] { Poll, Sync, SetTime })
        {
            byte[] frame = Hex.Bytes(hex);
            for (int at = 0; at < frame.Length; at++)
            {
                for (int change = 1; change < 256; change++)
                {
                    byte[] wrong = [.. frame];
                    wrong[at] ^= (byte)change;
                    Assert.False(MaraFrame.TryParse(wrong, out _, out MaraFrameError error), Hex.Text(wrong));
                    Assert.NotEqual(MaraFrameFault.None, error.Fault);
                }
            }
        }
    }

    [Fact]
    public void A_frame_carries_245_bytes_and_no_more()
    {
        byte[] buffer = new byte[300];
        Assert.Equal(253, MaraFrame.Write(buffer, 1, 64, 0x20, 0x10, new byte[245]));
        Assert.Equal(0xFD, buffer[1]);
        Assert.Throws<ArgumentException>(() => MaraFrame.Write(buffer, 1, 64, 0x20, 0x10, new byte[246]));
        Assert.Throws<ArgumentException>(() => MaraFrame.Write(new byte[7], 1, 64, 0x20, 0x10, []));
    }
}
