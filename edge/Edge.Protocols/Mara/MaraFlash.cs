using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>Requests bytes of the flash of the concentrator, 19 (Mara 1.4 §3): <c>page addrL addrH count</c>.</summary>
/// <param name="Page">Offset 0: the page.</param>
/// <param name="Start">Offset 1, low byte first: the address of the first byte in it.</param>
/// <param name="Count">Offset 3: how many, at most <see cref="MaximumCount"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">The count is more than an answer holds.</exception>
public readonly record struct MaraReadFlash(byte Page, ushort Start, byte Count) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 4;

    /// <summary>The most bytes that fit into an answer; the reference gives no limit.</summary>
    public const int MaximumCount = MaraFrame.MaximumData - Length;

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadFlash;

    /// <summary>Offset 3: how many, at most <see cref="MaximumCount"/>.</summary>
    public byte Count { get; } = MaraBlock.Count(Count, MaximumCount);

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The decoded request.</param>
    /// <returns>False when the data has not four bytes, or asks for more than an answer holds.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadFlash request)
    {
        bool valid = data.Length == Length && data[3] <= MaximumCount;
        request = valid ? new MaraReadFlash(data[0], new SpanReader(data[1..]).ReadUInt16LittleEndian(), data[3]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Page);
        writer.WriteUInt16LittleEndian(Start);
        writer.WriteByte(Count);
    }
}

/// <summary>
/// Bytes of the flash, answer to 19 (Mara 1.4 §3), as a view of the caller's buffer: <c>page addrL addrH count bytes…</c>.
/// </summary>
public readonly ref struct MaraReadFlashAnswer : IMaraData
{
    private const int Head = 4;

    /// <summary>Creates an answer.</summary>
    /// <param name="page">The page.</param>
    /// <param name="start">The address of the first byte in it.</param>
    /// <param name="bytes">The bytes read, at most <see cref="MaraReadFlash.MaximumCount"/> bytes.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public MaraReadFlashAnswer(byte page, ushort start, ReadOnlySpan<byte> bytes)
    {
        Page = page;
        Start = start;
        Bytes = MaraBlock.Bytes(bytes, 0, MaraReadFlash.MaximumCount);
    }

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadFlash;

    /// <summary>Offset 0: the page.</summary>
    public byte Page { get; }

    /// <summary>Offset 1, low byte first: the address of the first byte in it.</summary>
    public ushort Start { get; }

    /// <summary>Offset 4 on: the bytes read; offset 3 is their number.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Head + Bytes.Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The answer, a view of <paramref name="data"/>.</param>
    /// <returns>False when there are not exactly as many bytes as the count says, or the count is above the bound.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadFlashAnswer answer)
    {
        bool valid = MaraBlock.IsCounted(data, Head, 0, MaraReadFlash.MaximumCount);
        answer = valid ? new MaraReadFlashAnswer(data[0], new SpanReader(data[1..]).ReadUInt16LittleEndian(), data[Head..]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Page);
        writer.WriteUInt16LittleEndian(Start);
        writer.WriteByte((byte)Bytes.Length);
        writer.WriteBytes(Bytes);
    }
}
