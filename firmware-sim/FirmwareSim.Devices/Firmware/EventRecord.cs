namespace FirmwareSim.Devices.Firmware;

/// <summary>One event as it stands on the wire: 10 bytes (Mara 1.4 §5), digital ones in the layout of boards since v17.11 (EPB).</summary>
/// <remarks>Written here on its own, so that a mistake in the gateway's codec does not meet its twin.</remarks>
public readonly struct EventRecord
{
    /// <summary>Bytes of an event.</summary>
    public const int Length = 10;

    private const int EnergyType = 1 << 6;
    private const int SystemType = 3 << 6;

    private readonly byte[] _bytes;

    private EventRecord(byte first, byte second, DateTime time, byte seventh, byte eighth, byte ninth) =>
        _bytes =
        [
            first, second, (byte)(time.Year % 100), (byte)time.Month, (byte)time.Day, (byte)time.Hour, (byte)time.Minute,
            seventh, eighth, ninth,
        ];

    /// <summary>The 10 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A digital input changed.</summary>
    public static EventRecord Digital(int address, int port, int bit, bool state, DateTime time) =>
        Stamped((byte)(address & 0x1F), (byte)((state ? 0x80 : 0) | (port & 7) << 4 | bit & 15), time);

    /// <summary>A link lost (code 2, motive 0) or back (motive 1), a restart (code 3).</summary>
    public static EventRecord System(int address, int code, int motive, DateTime time) =>
        Stamped((byte)(SystemType | address & 0x1F), (byte)(code << 4 | motive & 15), time);

    /// <summary>Pulses of a period; the 24-bit count goes high, low, middle.</summary>
    public static EventRecord Energy(int address, int code, int channel, int count, DateTime mark) =>
        new((byte)(EnergyType | address & 0x1F), (byte)(code << 3 | channel & 7), mark,
            (byte)(count >> 16), (byte)count, (byte)(count >> 8));

    /// <summary>The fraction of a second in 1/32 768 s.</summary>
    internal static int Fraction(DateTime time) => (int)(time.Ticks % TimeSpan.TicksPerSecond * 32_768 / TimeSpan.TicksPerSecond);

    private static EventRecord Stamped(byte first, byte second, DateTime time)
    {
        int fraction = Fraction(time);
        return new(first, second, time, (byte)time.Second, (byte)fraction, (byte)(fraction >> 8));
    }
}
