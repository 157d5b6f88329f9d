using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>Requests bytes of the RAM, by page, 06 (Mara 1.4 §3): <c>page start count</c>.</summary>
/// <param name="Page">Offset 0: the page.</param>
/// <param name="Start">Offset 1: the first byte in it.</param>
/// <param name="Count">Offset 2: how many, at most <see cref="MaximumCount"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">The count is more than an answer holds.</exception>
public readonly record struct MaraReadRamPaged(byte Page, byte Start, byte Count) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 3;

    /// <summary>The most bytes that one answer holds.</summary>
    public const int MaximumCount = 242;

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadRamPaged;

    /// <summary>Offset 2: how many, at most <see cref="MaximumCount"/>.</summary>
    public byte Count { get; } = MaraBlock.Count(Count, MaximumCount);

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The decoded request.</param>
    /// <returns>False when the data has not three bytes, or asks for more than an answer holds.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadRamPaged request)
    {
        bool valid = data.Length == Length && data[2] <= MaximumCount;
        request = valid ? new MaraReadRamPaged(data[0], data[1], data[2]) : default;
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
/// Bytes of the RAM, by page, answer to 06 (Mara 1.4 §3), as a view of the caller's buffer: <c>page start count bytes…</c>.
/// </summary>
public readonly ref struct MaraReadRamPagedAnswer : IMaraData
{
    private const int Head = 3;

    /// <summary>Creates an answer.</summary>
    /// <param name="page">The page that was asked for.</param>
    /// <param name="start">The first byte in it.</param>
    /// <param name="bytes">The bytes read, at most <see cref="MaraReadRamPaged.MaximumCount"/> bytes.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public MaraReadRamPagedAnswer(byte page, byte start, ReadOnlySpan<byte> bytes)
    {
        Page = page;
        Start = start;
        Bytes = MaraBlock.Bytes(bytes, 0, MaraReadRamPaged.MaximumCount);
    }

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadRamPaged;

    /// <summary>Offset 0: the page.</summary>
    public byte Page { get; }

    /// <summary>Offset 1: the first byte in it.</summary>
    public byte Start { get; }

    /// <summary>Offset 3 on: the bytes read; offset 2 is their number.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Head + Bytes.Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The answer, a view of <paramref name="data"/>.</param>
    /// <returns>False when there are not exactly as many bytes as the count says, or the count is above the bound.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadRamPagedAnswer answer)
    {
        bool valid = MaraBlock.IsCounted(data, Head, 0, MaraReadRamPaged.MaximumCount);
        answer = valid ? new MaraReadRamPagedAnswer(data[0], data[1], data[Head..]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Page);
        writer.WriteByte(Start);
        writer.WriteByte((byte)Bytes.Length);
        writer.WriteBytes(Bytes);
    }
}
