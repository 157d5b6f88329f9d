using System.Buffers.Binary;

namespace Edge.Protocols.Mara;

/// <summary>
/// One event: its ten bytes and their meaning (Mara 1.4 §5). Any ten bytes are an event; only the time may be invalid.
/// </summary>
/// <remarks>
/// <code>
/// byte 0     type (bits 7–6), quality (bit 5), address (bits 4–0)
/// byte 1     digital: state, port, bit · energy: code (5–3), channel (2–0)
///            idle: code (5–3) · communications: code (7–4), motive (3–0)
/// byte 2–6   YY MM DD HH MN
/// byte 7–9   SS FL FH · energy: a count of 24 bits as H L M
/// </code>
/// </remarks>
public readonly partial record struct MaraEvent
{
    /// <summary>How many bytes an event takes.</summary>
    public const int Length = 10;

    /// <summary>The highest address that byte 0 can hold.</summary>
    public const int MaximumAddress = 0x1F;

    /// <summary>The highest count of an energy event.</summary>
    public const int MaximumCount = 0xFF_FFFF;

    // Bytes 0–7 and 8–9, big-endian, so that byte n is read by a shift.
    private readonly ulong _head;
    private readonly ushort _tail;

    private MaraEvent(ReadOnlySpan<byte> bytes, MaraDigitalLayout layout)
    {
        _head = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _tail = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        Layout = layout;
    }

    /// <summary>How <see cref="Port"/>, <see cref="Bit"/> and <see cref="State"/> read byte 1.</summary>
    public MaraDigitalLayout Layout { get; private init; }

    /// <summary>Bits 7–6 of byte 0.</summary>
    public MaraEventType Type => (MaraEventType)(ByteAt(0) >> 6);

    /// <summary>Bit 5 of byte 0.</summary>
    public bool QualityBit => (ByteAt(0) & 0x20) != 0;

    /// <summary>Bits 4–0 of byte 0: the bus address of the IED; 0 and 1 are the concentrator itself.</summary>
    public int Address => ByteAt(0) & MaximumAddress;

    /// <summary>Digital: the port, 0 to 7. Other types: meaningless.</summary>
    public int Port => Layout == MaraDigitalLayout.Epb ? ByteAt(1) >> 4 & 7 : ByteAt(1) >> 1 & 7;

    /// <summary>Digital: the bit, 0 to 15. Other types: meaningless.</summary>
    public int Bit => Layout == MaraDigitalLayout.Epb ? ByteAt(1) & 0x0F : ByteAt(1) >> 4;

    /// <summary>Digital: the new state, 0 or 1. Other types: meaningless.</summary>
    public int State => Layout == MaraDigitalLayout.Epb ? ByteAt(1) >> 7 : ByteAt(1) & 1;

    /// <summary>Energy and idle: 0 to 7. Communications: 0 to 15. Digital: 0.</summary>
    public int Code => Type switch
    {
        MaraEventType.Energy or MaraEventType.Idle => ByteAt(1) >> 3 & 7,
        MaraEventType.Communications => ByteAt(1) >> 4,
        _ => 0,
    };

    /// <summary>Communications: 0 to 15. Other types: 0.</summary>
    public int Motive => Type == MaraEventType.Communications ? ByteAt(1) & 0x0F : 0;

    /// <summary>Energy: the channel, 0 to 7. Other types: 0.</summary>
    public int Channel => Type == MaraEventType.Energy ? ByteAt(1) & 7 : 0;

    /// <summary>Energy: the count of pulses, 24 bits, in the order high, low, middle. Other types: 0.</summary>
    public int Count => Type == MaraEventType.Energy ? ByteAt(7) << 16 | ByteAt(9) << 8 | ByteAt(8) : 0;

    /// <summary>The encoded time; an energy has neither seconds nor a fraction.</summary>
    public MaraTimestamp Timestamp => Type == MaraEventType.Energy
        ? new(ByteAt(2), ByteAt(3), ByteAt(4), ByteAt(5), ByteAt(6), 0, 0)
        : new(ByteAt(2), ByteAt(3), ByteAt(4), ByteAt(5), ByteAt(6), ByteAt(7), (ushort)(ByteAt(9) << 8 | ByteAt(8)));

    /// <summary>
    /// How long after its stamp the period of an energy ends: one minute for the last period and the total of a day, which are stamped
    /// 23:59 and mean 24:00; zero for everything else.
    /// </summary>
    public TimeSpan EndAfterStamp => Type == MaraEventType.Energy
        && Code is MaraEnergyCode.LastPeriodOfDay or MaraEnergyCode.DailyTotal && ByteAt(5) == 23 && ByteAt(6) == 59
        ? TimeSpan.FromMinutes(1)
        : TimeSpan.Zero;

    /// <summary>Reads ten bytes.</summary>
    /// <param name="bytes">At least <see cref="Length"/> bytes.</param>
    /// <param name="layout">How the IED lays out byte 1 of a digital event.</param>
    public static MaraEvent Read(ReadOnlySpan<byte> bytes, MaraDigitalLayout layout = MaraDigitalLayout.Epb) => new(bytes, layout);

    /// <summary>Writes the ten bytes as they are.</summary>
    /// <param name="buffer">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt64BigEndian(buffer, _head);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[8..], _tail);
    }

    /// <summary>The same bytes, read in another layout.</summary>
    /// <param name="layout">The layout of byte 1 for the IED at <see cref="Address"/>.</param>
    public MaraEvent WithLayout(MaraDigitalLayout layout) => this with { Layout = layout };

    /// <summary>
    /// The local time, of unspecified kind, if the bytes hold one, with <see cref="EndAfterStamp"/> added: the energies that close a
    /// day have 00:00 of the next day.
    /// </summary>
    /// <param name="local">The time.</param>
    /// <returns>False for an invalid date or time of day.</returns>
    public bool TryGetLocalTime(out DateTime local)
    {
        if (!Timestamp.TryGetLocalTime(out local))
        {
            return false;
        }

        local += EndAfterStamp;
        return true;
    }

    private byte ByteAt(int index) => index < 8 ? (byte)(_head >> (56 - 8 * index)) : (byte)(_tail >> (72 - 8 * index));
}
