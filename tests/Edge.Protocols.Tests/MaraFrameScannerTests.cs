using CsCheck;
using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraFrameScannerTests
{
    private static readonly byte[] Poll = Hex.Bytes("FE 08 01 40 80 10 80 A7");
    private static readonly byte[] Sync = Hex.Bytes("FE 08 FF 01 80 0C 82 EA");
    private static readonly byte[] SetTime = Hex.Bytes("FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48");

    private static readonly Gen<byte[]> AnyFrame = Gen.OneOf(Gen.Const(Poll), Gen.Const(Sync), Gen.Const(SetTime));

    // Any bytes, but an FE is always followed by a QTY that cannot be one: it must be given up at once.
    private static readonly Gen<byte[]> Noise = Gen.Byte.Array[0, 40].Select(bytes =>
        bytes.SelectMany(b => b == 0xFE ? new byte[] { 0xFE, 0x07 } : [b]).ToArray());

    [Fact]
    public void Noise_before_a_frame_is_dropped_with_it()
    {
        byte[] stream = [0x00, 0x12, .. Poll];
        Assert.Equal(MaraScanStatus.Frame, MaraFrameScanner.TryRead(stream, out MaraFrame frame, out int consumed, out int rejected));
        Assert.Equal(Poll, frame.Bytes.ToArray());
        Assert.Equal((10, 0), (consumed, rejected));
    }

    [Fact]
    public void A_wrong_block_check_costs_only_its_own_start()
    {
        // A false start whose 10 bytes hold a whole real frame.
        byte[] stream = [0xFE, 0x0A, .. Poll];
        Assert.Equal(MaraScanStatus.Frame, MaraFrameScanner.TryRead(stream, out MaraFrame frame, out int consumed, out int rejected));
        Assert.Equal(Poll, frame.Bytes.ToArray());
        Assert.Equal((10, 1), (consumed, rejected));
    }

    [Fact]
    public void A_false_start_that_waits_for_bytes_that_never_come_can_be_given_up()
    {
        // FE C8 claims 200 bytes; a real poll stands in them.
        byte[] stream = [0x55, 0xFE, 0xC8, .. Poll];
        Assert.Equal(MaraScanStatus.NeedMore, MaraFrameScanner.TryRead(stream, out _, out int consumed, out _));
        Assert.Equal(1, consumed);

        byte[] pending = stream[1..];
        Assert.Equal(MaraScanStatus.Frame, MaraFrameScanner.GiveUp(pending, out MaraFrame frame, out consumed, out int rejected));
        Assert.Equal(Poll, frame.Bytes.ToArray());
        Assert.Equal((10, 1), (consumed, rejected));
    }

    [Fact]
    public void Giving_up_keeps_the_next_start_that_waits()
    {
        byte[] pending = [0xFE, 0xC8, 0xFE, 0x08, 0x01];
        Assert.Equal(MaraScanStatus.NeedMore, MaraFrameScanner.GiveUp(pending, out _, out int consumed, out int rejected));
        Assert.Equal((2, 1), (consumed, rejected));
    }

    [Fact]
    public void When_nothing_more_will_come_nothing_is_waited_for()
    {
        byte[] stream = [0xFE, 0xC8, 0xFE, 0x20, .. Sync, 0xFE, 0x11, 0x01];
        Assert.Equal(MaraScanStatus.Frame, MaraFrameScanner.TryReadFinal(stream, out MaraFrame frame, out int consumed, out int rejected));
        Assert.Equal(Sync, frame.Bytes.ToArray());
        Assert.Equal((12, 2), (consumed, rejected));
        Assert.Equal(MaraScanStatus.NeedMore, MaraFrameScanner.TryReadFinal(stream.AsSpan(12), out _, out consumed, out _));
        Assert.Equal(3, consumed);
    }

    [Fact]
    public void Giving_up_nothing_is_reading()
    {
        Assert.Equal(MaraScanStatus.NeedMore, MaraFrameScanner.GiveUp([], out _, out int consumed, out _));
        Assert.Equal(0, consumed);
        Assert.Equal(MaraScanStatus.Frame, MaraFrameScanner.GiveUp([0x00, .. Poll], out _, out consumed, out _));
        Assert.Equal(9, consumed);
    }

    [Fact]
    public void Every_frame_between_noise_is_found_wherever_the_reads_are_split() =>
        Gen.Select(Gen.Select(Noise, AnyFrame).Array[1, 6], Gen.Int[1, 30]).Sample(
            (parts, read) =>
            {
                byte[] stream = [.. parts.SelectMany(part => part.Item1.Concat(part.Item2))];
                return parts.Select(part => Hex.Text(part.Item2)).SequenceEqual(ReadInPieces(stream, read));
            },
            iter: 2000);

    [Fact]
    public void A_stream_split_at_every_point_gives_the_same_frames()
    {
        byte[] stream = [0x31, .. Poll, 0xFE, 0xFF, .. SetTime, .. Sync];
        string[] expected = [Hex.Text(Poll), Hex.Text(SetTime), Hex.Text(Sync)];
        for (int split = 0; split <= stream.Length; split++)
        {
            Assert.Equal(expected, ReadInPieces(stream, split == 0 ? 1 : split));
        }
    }

    [Fact]
    public void Any_bytes_are_scanned_without_an_exception_and_a_find_is_right() =>
        Gen.Select(Gen.Frequency((3, Gen.Byte), (1, Gen.Const((byte)0xFE)), (1, Gen.Const((byte)0x08))).Array[0, 300], Gen.Bool).Sample(
            (bytes, final) =>
            {
                int at = 0;
                while (true)
                {
                    ReadOnlySpan<byte> rest = bytes.AsSpan(at);
                    MaraScanStatus status = final
                        ? MaraFrameScanner.TryReadFinal(rest, out MaraFrame frame, out int consumed, out _)
                        : MaraFrameScanner.TryRead(rest, out frame, out consumed, out _);
                    Assert.InRange(consumed, 0, rest.Length);
                    at += consumed;
                    if (status == MaraScanStatus.NeedMore)
                    {
                        Assert.True(!final || at == bytes.Length);
                        Assert.True(at == bytes.Length || bytes[at] == 0xFE);
                        return;
                    }

                    Assert.True(MaraFrame.TryParse(frame.Bytes, out _, out _));
                }
            },
            iter: 2000);

    private static List<string> ReadInPieces(byte[] stream, int read)
    {
        List<string> frames = [];
        List<byte> pending = [];
        for (int at = 0; at < stream.Length; at += read)
        {
            pending.AddRange(stream.Skip(at).Take(read));
            while (true)
            {
                MaraScanStatus status = MaraFrameScanner.TryRead(pending.ToArray(), out MaraFrame frame, out int consumed, out _);
                if (status == MaraScanStatus.Frame)
                {
                    frames.Add(Hex.Text(frame.Bytes));
                }

                pending.RemoveRange(0, consumed);
                if (status == MaraScanStatus.NeedMore)
                {
                    break;
                }
            }
        }

        return frames;
    }
}
