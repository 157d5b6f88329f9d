using Edge.Domain;

namespace TestKit.Field;

/// <summary>Mara 1.4 §2 and §4, written for these tests alone.</summary>
public static class Wire
{
    public const byte Poll = 0x10;
    public const byte SetTime = 0x12;
    public const byte ReadTime = 0x1A;
    public const byte ReadIedRam = 0x36;
    public const byte StopScan = 0x3F;

    public static byte[] Frame(int destination, int source, int sequence, int command, params ReadOnlySpan<byte> data)
    {
        byte[] frame = [0xFE, (byte)(data.Length + 8), (byte)destination, (byte)source, (byte)sequence, (byte)command, .. data, 0, 0];
        int sum = 0;
        for (int i = 0; i < frame.Length - 2; i++)
        {
            sum += i % 2 == 0 ? frame[i] << 8 : frame[i];
        }

        int check = ~sum & 0xFFFF;
        frame[^2] = (byte)(check >> 8);
        frame[^1] = (byte)check;
        return frame;
    }

    /// <summary>The concentrator's answer to the centre.</summary>
    public static byte[] ToCentre(int sequence, ReadOnlySpan<byte> payload) => Frame(0x40, 0x01, sequence, Poll, payload);

    public static byte[] Answer(byte[] variables, byte[] digitals, byte[] analogs, params byte[][] events) =>
    [
        (byte)(variables.Length + 1), .. variables,
        (byte)(digitals.Length + 1), .. digitals,
        (byte)(analogs.Length + 1), .. analogs,
        (byte)((events.Length * 10) + 1), .. events.SelectMany(e => e),
    ];

    /// <summary>A digital event of IED 2, port 0, bit 0 at 2026-07-01 08:59:00 local, with a number in its seconds and fraction.</summary>
    public static byte[] Event(int number) =>
        [0x02, (byte)(number % 2 == 0 ? 0x80 : 0x00), 26, 7, 1, 8, 59, (byte)(number / 32 % 60), 0, (byte)(number % 32 * 4)];

    public static int Number(FieldEvent happened)
    {
        int ticks = (int)((happened.Time - new DateTimeOffset(2026, 7, 1, 11, 59, 0, TimeSpan.Zero)).Ticks * 32 / TimeSpan.TicksPerSecond);
        return ticks;
    }
}
