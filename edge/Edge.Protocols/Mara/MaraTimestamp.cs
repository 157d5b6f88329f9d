using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>
/// A local wall-clock time as encoded, not validated (Mara 1.4 §3): without zone and daylight-saving flag, and possibly not a date.
/// <see cref="TryGetLocalTime"/> validates it.
/// </summary>
/// <param name="Year">Year − 2000; valid up to 99.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="Minute">0 to 59.</param>
/// <param name="Second">0 to 59; 0 where it is not transmitted.</param>
/// <param name="Fraction">In 1/32 768 s, 0 to 32 767; 0 where it is not transmitted.</param>
public readonly record struct MaraTimestamp(byte Year, byte Month, byte Day, byte Hour, byte Minute, byte Second, ushort Fraction)
{
    /// <summary>How many units of <see cref="Fraction"/> a second has.</summary>
    public const int UnitsPerSecond = 32_768;

    /// <summary><c>YY MM DD HH MN SS FL FH</c>.</summary>
    public const int Length = 8;

    /// <summary>Whether the fields are a valid date and time of day.</summary>
    public bool IsValid =>
        Year <= 99 && Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(2000 + Year, Month)
        && Hour <= 23 && Minute <= 59 && Second <= 59 && Fraction < UnitsPerSecond;

    /// <summary>Encodes a local time, rounded down to 1/32 768 s.</summary>
    /// <param name="local">The local time, in the years 2000 to 2099.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year cannot be encoded.</exception>
    public static MaraTimestamp FromLocalTime(DateTime local)
    {
        if (local.Year is < 2000 or > 2099)
        {
            throw new ArgumentOutOfRangeException(nameof(local), local, "Mara carries the years 2000 to 2099.");
        }

        long fraction = local.Ticks % TimeSpan.TicksPerSecond * UnitsPerSecond / TimeSpan.TicksPerSecond;
        return new MaraTimestamp(
            (byte)(local.Year - 2000), (byte)local.Month, (byte)local.Day, (byte)local.Hour, (byte)local.Minute,
            (byte)local.Second, (ushort)fraction);
    }

    /// <summary>Reads <c>YY MM DD HH MN SS FL FH</c> without validation.</summary>
    /// <param name="bytes">At least <see cref="Length"/> bytes.</param>
    public static MaraTimestamp Read(ReadOnlySpan<byte> bytes)
    {
        SpanReader reader = new(bytes);
        return new MaraTimestamp(
            reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte(),
            reader.ReadUInt16LittleEndian());
    }

    /// <summary>Writes <c>YY MM DD HH MN SS FL FH</c>.</summary>
    /// <param name="buffer">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Year);
        writer.WriteByte(Month);
        writer.WriteByte(Day);
        writer.WriteByte(Hour);
        writer.WriteByte(Minute);
        writer.WriteByte(Second);
        writer.WriteUInt16LittleEndian(Fraction);
    }

    /// <summary>The local time, of unspecified kind, if there is one.</summary>
    /// <param name="local">
    /// The time; a fraction that is not a whole number of ticks is rounded up, so that <see cref="FromLocalTime"/> returns the same
    /// fraction.
    /// </param>
    /// <returns>False for a month 13, a 30 February, a fraction of more than a second…</returns>
    public bool TryGetLocalTime(out DateTime local)
    {
        if (!IsValid)
        {
            local = default;
            return false;
        }

        long seconds = (((Hour * 60) + Minute) * 60) + Second;
        long ticks = ((long)Fraction * TimeSpan.TicksPerSecond + UnitsPerSecond - 1) / UnitsPerSecond;
        long day = new DateTime(2000 + Year, Month, Day).Ticks;
        local = new DateTime(day + (seconds * TimeSpan.TicksPerSecond) + ticks, DateTimeKind.Unspecified);
        return true;
    }
}
