using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>
/// Byte 0 of an IED's system variables (Mara 1.4 §6). The bits of the reset causes are inverted: set when it was <em>not</em> that cause.
/// </summary>
[Flags]
public enum MaraStatusBits : byte
{
    /// <summary>All causes of the last reset apply, and no other bit is set.</summary>
    None = 0,

    /// <summary>Bit 0: the last reset was not a brown-out.</summary>
    NoBrownOut = 0x01,

    /// <summary>Bit 1: the last reset was not a power-on.</summary>
    NoPowerOn = 0x02,

    /// <summary>Bit 2: the last reset was not by the watchdog.</summary>
    NoWatchdog = 0x04,

    /// <summary>Bit 3: the whole IED restarted.</summary>
    WholeRestart = 0x08,

    /// <summary>Bit 4, set by the concentrator after 5 polls without an answer: all values of this IED are stale.</summary>
    NoAnswer = 0x10,

    /// <summary>Bit 5: the stack of 5 events overflowed; events were lost.</summary>
    EventsOverflowed = 0x20,

    /// <summary>Bit 6: it has received a set-time.</summary>
    TimeSet = 0x40,

    /// <summary>Bit 7: its clock is off by more than the limit.</summary>
    ClockOff = 0x80,
}

/// <summary>The six bytes of system variables that each IED has in an answer (Mara 1.4 §6).</summary>
/// <param name="Status">Byte 0.</param>
/// <param name="Restarts">Byte 1: the number of restarts.</param>
/// <param name="SkewWord">Bytes 2–3, low byte first; <see cref="Skew"/> decodes them.</param>
/// <param name="Correction">Byte 4: the clock correction being applied.</param>
/// <param name="UartRestarts">Byte 5: the number of restarts of the UART.</param>
public readonly record struct MaraSystemVariables(
    MaraStatusBits Status, byte Restarts, ushort SkewWord, byte Correction, byte UartRestarts)
{
    /// <summary>How many bytes an IED has.</summary>
    public const int Length = 6;

    /// <summary>The units of <see cref="Skew"/> per second.</summary>
    public const int SkewUnitsPerSecond = 128;

    /// <summary>The <see cref="SkewWord"/> of an unknown skew.</summary>
    public const ushort UnknownSkew = 0xFFFF;

    private const MaraStatusBits ConcentratorBits =
        MaraStatusBits.NoBrownOut | MaraStatusBits.NoPowerOn | MaraStatusBits.NoWatchdog | MaraStatusBits.TimeSet;

    /// <summary>Whether these are the concentrator's own: see <see cref="AsConcentrator"/>.</summary>
    public bool IsConcentrator { get; private init; }

    /// <summary>The bits of <see cref="Status"/> with a meaning: the concentrator's own byte 0 has only bits 0–2 and 6.</summary>
    public MaraStatusBits MeaningfulStatus => IsConcentrator ? Status & ConcentratorBits : Status;

    /// <summary>Whether the last reset was a brown-out.</summary>
    public bool BrownOut => (Status & MaraStatusBits.NoBrownOut) == 0;

    /// <summary>Whether the last reset was a power-on.</summary>
    public bool PowerOn => (Status & MaraStatusBits.NoPowerOn) == 0;

    /// <summary>Whether the last reset was by the watchdog.</summary>
    public bool Watchdog => (Status & MaraStatusBits.NoWatchdog) == 0;

    /// <summary>Whether the whole IED restarted.</summary>
    public bool WholeRestart => (MeaningfulStatus & MaraStatusBits.WholeRestart) != 0;

    /// <summary>Whether it does not answer the concentrator: all its inputs are of bad quality until this clears.</summary>
    public bool NoAnswer => (MeaningfulStatus & MaraStatusBits.NoAnswer) != 0;

    /// <summary>Whether it lost events that were not read in time.</summary>
    public bool EventsOverflowed => (MeaningfulStatus & MaraStatusBits.EventsOverflowed) != 0;

    /// <summary>Whether it has received a set-time.</summary>
    public bool TimeSet => (Status & MaraStatusBits.TimeSet) != 0;

    /// <summary>Whether its clock is off by more than the limit.</summary>
    public bool ClockOff => (MeaningfulStatus & MaraStatusBits.ClockOff) != 0;

    /// <summary>
    /// How far its clock is ahead of the concentrator's, in 1/128 s; negative: behind. Null when unknown (FFFF, 8000, 7FFF), and for the
    /// concentrator itself, where the word is part of a longer number.
    /// </summary>
    public short? Skew => IsConcentrator || SkewWord is 0xFFFF or 0x8000 or 0x7FFF ? null : (short)SkewWord;

    /// <summary>
    /// Whether the times that it stamped cannot be trusted: by its own account its clock is off or was never set, or the skew is too large.
    /// </summary>
    /// <param name="limit">The largest skew, either way.</param>
    public bool ClockIsDoubted(TimeSpan limit) =>
        ClockOff || !TimeSet || Math.Abs((int)(Skew ?? 0)) * 1000.0 / SkewUnitsPerSecond > limit.TotalMilliseconds;

    /// <summary>The same, read as the concentrator's own: fewer bits of byte 0 have a meaning, and there is no skew.</summary>
    public MaraSystemVariables AsConcentrator() => this with { IsConcentrator = true };

    /// <summary>Reads six bytes.</summary>
    /// <param name="bytes">At least <see cref="Length"/> bytes.</param>
    public static MaraSystemVariables Read(ReadOnlySpan<byte> bytes)
    {
        SpanReader reader = new(bytes);
        return new MaraSystemVariables(
            (MaraStatusBits)reader.ReadByte(), reader.ReadByte(), reader.ReadUInt16LittleEndian(), reader.ReadByte(), reader.ReadByte());
    }

    /// <summary>Writes six bytes.</summary>
    /// <param name="buffer">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte((byte)Status);
        writer.WriteByte(Restarts);
        writer.WriteUInt16LittleEndian(SkewWord);
        writer.WriteByte(Correction);
        writer.WriteByte(UartRestarts);
    }
}
