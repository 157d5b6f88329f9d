using CsCheck;
using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraDataTests
{
    private delegate bool Parser<T>(ReadOnlySpan<byte> data, out T item)
        where T : allows ref struct;

    // Any bytes; and bytes whose head claims a length that may or may not be there, so that the deep paths are reached.
    private static readonly Gen<byte[]> AnyData = Gen.OneOf(
        Gen.Byte.Array[0, 6],
        Gen.Byte.Array[0, 260],
        Gen.Select(Gen.Byte.Array[2, 4], Gen.Byte.Array[0, 12], Gen.Int[-1, 1], Counted),
        Gen.Select(Gen.Byte.Array[2, 4], Gen.Byte.Array[235, 248], Gen.Int[-1, 1], Counted),
        Gen.Select(Gen.Byte.Array[0, 14], rest => new byte[] { 0xAA, 0x55 }.Concat(rest).ToArray()),
        Gen.Select(
            Gen.Byte.Array[2], Gen.Byte.Array[0, 12], Gen.Int[-1, 1],
            (head, bytes, off) => Counted([0xAA, 0x55, .. head], bytes, off)));

    [Fact]
    public void No_data_makes_a_parser_throw_and_what_it_takes_is_written_back() =>
        AnyData.Sample(
            data =>
            {
                Check<MaraRestart>(MaraRestart.TryParse, data);
                Check<MaraRestartAnswer>(MaraRestartAnswer.TryParse, data);
                Check<MaraReadRamPaged>(MaraReadRamPaged.TryParse, data);
                Check<MaraReadRamPagedAnswer>(MaraReadRamPagedAnswer.TryParse, data);
                Check<MaraWriteRamPaged>(MaraWriteRamPaged.TryParse, data);
                Check<MaraWriteRamPagedAnswer>(MaraWriteRamPagedAnswer.TryParse, data);
                Check<MaraWriteEeprom>(MaraWriteEeprom.TryParse, data);
                Check<MaraWriteEepromAnswer>(MaraWriteEepromAnswer.TryParse, data);
                Check<MaraReadEeprom>(MaraReadEeprom.TryParse, data);
                Check<MaraPhysicalControl>(MaraPhysicalControl.TryParse, data);
                Check<MaraControl>(MaraControl.TryParse, data);
                Check<MaraControlAnswer>(MaraControlAnswer.TryParse, data);
                Check<MaraWriteRam>(MaraWriteRam.TryParse, data);
                Check<MaraWriteRamAnswer>(MaraWriteRamAnswer.TryParse, data);
                Check<MaraReadRam>(MaraReadRam.TryParse, data);
                Check<MaraReadRamAnswer>(MaraReadRamAnswer.TryParse, data);
                Check<MaraReadFlash>(MaraReadFlash.TryParse, data);
                Check<MaraReadFlashAnswer>(MaraReadFlashAnswer.TryParse, data);
                Check<MaraReadTime>(MaraReadTime.TryParse, data);
                Check<MaraReadTimeAnswer>(MaraReadTimeAnswer.TryParse, data);
                Check<MaraReadIedRam>(MaraReadIedRam.TryParse, data);
                Check<MaraLocalDisplay>(MaraLocalDisplay.TryParse, data);
                Check<MaraSetTimeInterval>(MaraSetTimeInterval.TryParse, data);
                Check<MaraSimulatedValues>(MaraSimulatedValues.TryParse, data);
                Check<MaraStopScan>(MaraStopScan.TryParse, data);
                Check((ReadOnlySpan<byte> bytes, out MaraReadEepromAnswer answer) =>
                    MaraReadEepromAnswer.TryParse(bytes, new MaraReadEeprom(0, 0, (byte)(bytes.Length % 245)), out answer), data);
                Check((ReadOnlySpan<byte> bytes, out MaraReadIedRamAnswer answer) =>
                    MaraReadIedRamAnswer.TryParse(
                        bytes, new MaraReadIedRam(new MaraAddress(2), 0, (byte)(bytes.Length % 245)), out answer), data);
            },
            iter: 5000);

    [Fact]
    public void Neither_reading_nor_writing_allocates()
    {
        byte[] data = [0x34, 0x12, 2, 0xCA, 0xFE];
        byte[] frame = new byte[MaraFrame.MaximumLength];
        Assert.Equal(13, ReadAndWrite(data, frame));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _ = ReadAndWrite(data, frame);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static int ReadAndWrite(byte[] data, byte[] frame) =>
        MaraReadRamAnswer.TryParse(data, out MaraReadRamAnswer answer) && MaraControl.TryParse(data.AsSpan(2, 3), out _) is false
            ? MaraFrame.Write(frame, 1, 64, 0x20, answer)
            : 0;

    private static byte[] Counted(byte[] head, byte[] bytes, int off) => [.. head, (byte)(bytes.Length + off), .. bytes];

    private static void Check<T>(Parser<T> parse, byte[] data)
        where T : IMaraData, allows ref struct
    {
        if (!parse(data, out T item))
        {
            return;
        }

        byte[] frame = new byte[MaraFrame.MaximumLength];
        int length = MaraFrame.Write(frame, 1, 64, 0x20, item);
        Assert.True(MaraFrame.TryParse(frame.AsSpan(0, length), out MaraFrame read, out MaraFrameError error), error.ToString());
        Assert.Equal(T.Command, read.Command);
        Assert.Equal(data, read.Data.ToArray());
    }
}
