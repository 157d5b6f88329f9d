using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>Requests bytes of the EEPROM of an IED, 09 (Mara 1.4 §3): <c>page start count</c>.</summary>
/// <param name="Page">Offset 0: the page.</param>
/// <param name="Start">Offset 1: the first byte in it.</param>
/// <param name="Count">Offset 2: how many, at most <see cref="MaximumCount"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">The count is more than a frame holds.</exception>
public readonly record struct MaraReadEeprom(byte Page, byte Start, byte Count) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 3;

    /// <summary>The most bytes that fit into an answer; the reference gives no limit.</summary>
    public const int MaximumCount = MaraFrame.MaximumData;

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadEeprom;

    /// <summary>Offset 2: how many, at most <see cref="MaximumCount"/>.</summary>
    public byte Count { get; } = MaraBlock.Count(Count, MaximumCount);

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The decoded request.</param>
    /// <returns>False when the data has not three bytes, or asks for more than a frame holds.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadEeprom request)
    {
        bool valid = data.Length == Length && data[2] <= MaximumCount;
        request = valid ? new MaraReadEeprom(data[0], data[1], data[2]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Page);
        writer.WriteByte(Start);
        writer.WriteByte(Count);
    }
}

/// <summary>
/// Bytes of the EEPROM, answer to 09 (Mara 1.4 §3), as a view of the caller's buffer: <c>bytes…</c> only. Their number is known from the
/// request.
/// </summary>
public readonly ref struct MaraReadEepromAnswer : IMaraData
{
    /// <summary>Creates an answer.</summary>
    /// <param name="bytes">The bytes read, at most <see cref="MaraReadEeprom.MaximumCount"/> bytes.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public MaraReadEepromAnswer(ReadOnlySpan<byte> bytes) => Bytes = MaraBlock.Bytes(bytes, 0, MaraReadEeprom.MaximumCount);

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadEeprom;

    /// <summary>The bytes read.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Bytes.Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="answer">The answer, a view of <paramref name="data"/>.</param>
    /// <returns>False when these are not as many bytes as were asked for.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, scoped in MaraReadEeprom request, out MaraReadEepromAnswer answer)
    {
        bool valid = data.Length == request.Count;
        answer = valid ? new MaraReadEepromAnswer(data) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => Bytes.CopyTo(buffer);
}
