namespace FirmwareSim.Devices.Firmware;

/// <summary>The nine bytes of a time: YY MM DD HH MN SS FL FH DoW (Mara 1.4 §3).</summary>
internal static class TimeBytes
{
    public const int Length = 9;

    /// <summary>Reads a time; false when it is none. The day of the week is not looked at: the date says it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> nine, out DateTime local)
    {
        local = default;
        if (nine.Length < Length)
        {
            return false;
        }

        int year = 2000 + nine[0];
        int fraction = nine[6] | nine[7] << 8;
        bool valid = nine[0] <= 99 && nine[1] is >= 1 and <= 12 && nine[2] >= 1 && nine[2] <= DateTime.DaysInMonth(year, nine[1])
            && nine[3] <= 23 && nine[4] <= 59 && nine[5] <= 59 && fraction < 0x8000;
        if (valid)
        {
            local = new DateTime(year, nine[1], nine[2], nine[3], nine[4], nine[5])
                .AddTicks(fraction * TimeSpan.TicksPerSecond / 0x8000);
        }

        return valid;
    }

    /// <summary>Writes a time, Monday as 1.</summary>
    public static void Write(Span<byte> nine, DateTime local)
    {
        int fraction = EventRecord.Fraction(local);
        ReadOnlySpan<byte> bytes =
        [
            (byte)(local.Year % 100), (byte)local.Month, (byte)local.Day, (byte)local.Hour, (byte)local.Minute, (byte)local.Second,
            (byte)fraction, (byte)(fraction >> 8), (byte)(local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek),
        ];
        bytes.CopyTo(nine);
    }
}
