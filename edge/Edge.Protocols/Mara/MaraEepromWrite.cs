using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>
/// Writes bytes to the EEPROM of an IED, 08 (Mara 1.4 §3), as a view of the caller's buffer: <c>zone page count bytes…</c>.
/// </summary>
public readonly ref struct MaraWriteEeprom : IMaraData
{
    /// <summary>The most bytes that fit into a frame; the reference gives no limit.</summary>
    public const int MaximumCount = MaraFrame.MaximumData - Head;

    private const int Head = 3;

    /// <summary>Creates a request.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="page">The page.</param>
    /// <param name="bytes">1 to <see cref="MaximumCount"/> bytes.</param>
    /// <exception cref="ArgumentException">There is no byte, or there are too many.</exception>
    public MaraWriteEeprom(byte zone, byte page, ReadOnlySpan<byte> bytes)
    {
        Zone = zone;
        Page = page;
        Bytes = MaraBlock.Bytes(bytes, 1, MaximumCount);
    }

    /// <inheritdoc />
    public static byte Command => MaraCommand.WriteEeprom;

    /// <summary>Offset 0: the zone.</summary>
    public byte Zone { get; }

    /// <summary>Offset 1: the page.</summary>
    public byte Page { get; }

    /// <summary>Offset 3 on: the bytes to write; offset 2 is their number.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Head + Bytes.Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The request, a view of <paramref name="data"/>.</param>
    /// <returns>False when there are not exactly as many bytes as the count says, or none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraWriteEeprom request)
    {
        bool valid = MaraBlock.IsCounted(data, Head, 1, MaximumCount);
        request = valid ? new MaraWriteEeprom(data[0], data[1], data[Head..]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Zone);
        writer.WriteByte(Page);
        writer.WriteByte((byte)Bytes.Length);
        writer.WriteBytes(Bytes);
    }
}

/// <summary>Answers a write to the EEPROM, 08 (Mara 1.4 §3): <c>count errors</c>.</summary>
/// <param name="Count">Offset 0: how many bytes it is about.</param>
/// <param name="Errors">Offset 1: 00 = read back and the same; otherwise how many are not.</param>
public readonly record struct MaraWriteEepromAnswer(byte Count, byte Errors) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 2;

    /// <inheritdoc />
    public static byte Command => MaraCommand.WriteEeprom;

    /// <summary>Whether every byte was read back as it was written.</summary>
    public bool Verified => Errors == 0;

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The decoded value.</param>
    /// <returns>False when the data has not two bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraWriteEepromAnswer answer)
    {
        bool valid = data.Length == Length;
        answer = valid ? new MaraWriteEepromAnswer(data[0], data[1]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Count);
        writer.WriteByte(Errors);
    }
}
