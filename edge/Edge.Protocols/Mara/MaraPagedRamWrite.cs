using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>
/// Writes bytes to the RAM of an IED, by page, 04 (Mara 1.4 §3), as a view of the caller's buffer: <c>AA 55 page start count bytes…</c>.
/// </summary>
public readonly ref struct MaraWriteRamPaged : IMaraData
{
    /// <summary>The most bytes that one request writes.</summary>
    public const int MaximumCount = 10;

    private const int Head = 5;

    /// <summary>Creates a request.</summary>
    /// <param name="page">The page.</param>
    /// <param name="start">The first byte in it.</param>
    /// <param name="bytes">1 to <see cref="MaximumCount"/> bytes: an answer to none would look like a refusal.</param>
    /// <exception cref="ArgumentException">There is no byte, or there are too many.</exception>
    public MaraWriteRamPaged(byte page, byte start, ReadOnlySpan<byte> bytes)
    {
        Page = page;
        Start = start;
        Bytes = MaraBlock.Bytes(bytes, 1, MaximumCount);
    }

    /// <inheritdoc />
    public static byte Command => MaraCommand.WriteRamPaged;

    /// <summary>Offset 2: the page.</summary>
    public byte Page { get; }

    /// <summary>Offset 3: the first byte in it.</summary>
    public byte Start { get; }

    /// <summary>Offset 5 on: the bytes to write; offset 4 is their number.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Head + Bytes.Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The request, a view of <paramref name="data"/>.</param>
    /// <returns>False when the key, the count or the length is wrong: then nothing may be written.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraWriteRamPaged request)
    {
        bool valid = MaraBlock.IsCounted(data, Head, 1, MaximumCount) && data.StartsWith(MaraBlock.Key);
        request = valid ? new MaraWriteRamPaged(data[2], data[3], data[Head..]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteBytes(MaraBlock.Key);
        writer.WriteByte(Page);
        writer.WriteByte(Start);
        writer.WriteByte((byte)Bytes.Length);
        writer.WriteBytes(Bytes);
    }
}

/// <summary>Answers a write to the RAM of an IED, 04 (Mara 1.4 §3): <c>AA 55 page start count</c>; a count of 0: not written.</summary>
/// <param name="Page">Offset 2: the page.</param>
/// <param name="Start">Offset 3: the first byte in it.</param>
/// <param name="Count">Offset 4: how many were written.</param>
/// <exception cref="ArgumentOutOfRangeException">The count is more than a request writes.</exception>
public readonly record struct MaraWriteRamPagedAnswer(byte Page, byte Start, byte Count) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 5;

    /// <inheritdoc />
    public static byte Command => MaraCommand.WriteRamPaged;

    /// <summary>Offset 4: how many were written.</summary>
    public byte Count { get; } = MaraBlock.Count(Count, MaraWriteRamPaged.MaximumCount);

    /// <summary>Whether nothing was written.</summary>
    public bool Refused => Count == 0;

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The decoded value.</param>
    /// <returns>False when the data has not five bytes, does not begin with the key, or counts more than a request writes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraWriteRamPagedAnswer answer)
    {
        bool valid = data.Length == Length && data.StartsWith(MaraBlock.Key) && data[4] <= MaraWriteRamPaged.MaximumCount;
        answer = valid ? new MaraWriteRamPagedAnswer(data[2], data[3], data[4]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteBytes(MaraBlock.Key);
        writer.WriteByte(Page);
        writer.WriteByte(Start);
        writer.WriteByte(Count);
    }
}
