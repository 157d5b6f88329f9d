using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>
/// Writes bytes to the RAM of the concentrator, 14 (Mara 1.4 §3), as a view of the caller's buffer: <c>addrL addrH count bytes…</c>.
/// </summary>
public readonly ref struct MaraWriteRam : IMaraData
{
    private const int Head = 3;

    /// <summary>Creates a request.</summary>
    /// <param name="start">The address of the first byte.</param>
    /// <param name="bytes">1 to <see cref="MaraReadRam.MaximumCount"/> bytes.</param>
    /// <exception cref="ArgumentException">There is no byte, or there are too many.</exception>
    public MaraWriteRam(ushort start, ReadOnlySpan<byte> bytes)
    {
        Start = start;
        Bytes = MaraBlock.Bytes(bytes, 1, MaraReadRam.MaximumCount);
    }

    /// <inheritdoc />
    public static byte Command => MaraCommand.WriteRam;

    /// <summary>Offset 0, low byte first: the address of the first byte.</summary>
    public ushort Start { get; }

    /// <summary>Offset 3 on: the bytes to write; offset 2 is their number.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Head + Bytes.Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The request, a view of <paramref name="data"/>.</param>
    /// <returns>False when the count or the length is wrong: then nothing may be written.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraWriteRam request)
    {
        bool valid = MaraBlock.IsCounted(data, Head, 1, MaraReadRam.MaximumCount);
        request = valid ? new MaraWriteRam(new SpanReader(data).ReadUInt16LittleEndian(), data[Head..]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteUInt16LittleEndian(Start);
        writer.WriteByte((byte)Bytes.Length);
        writer.WriteBytes(Bytes);
    }
}

/// <summary>Answers a write to the RAM of the concentrator, 14 (Mara 1.4 §3): <c>addrL addrH count</c>.</summary>
/// <param name="Start">Offset 0, low byte first: the address of the first byte.</param>
/// <param name="Count">Offset 2: how many were written.</param>
/// <exception cref="ArgumentOutOfRangeException">The count is more than a request writes.</exception>
public readonly record struct MaraWriteRamAnswer(ushort Start, byte Count) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 3;

    /// <inheritdoc />
    public static byte Command => MaraCommand.WriteRam;

    /// <summary>Offset 2: how many were written.</summary>
    public byte Count { get; } = MaraBlock.Count(Count, MaraReadRam.MaximumCount);

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The decoded value.</param>
    /// <returns>False when the data has not three bytes, or counts more than a request writes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraWriteRamAnswer answer)
    {
        bool valid = data.Length == Length && data[2] <= MaraReadRam.MaximumCount;
        answer = valid ? new MaraWriteRamAnswer(new SpanReader(data).ReadUInt16LittleEndian(), data[2]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteUInt16LittleEndian(Start);
        writer.WriteByte(Count);
    }
}

/// <summary>Requests bytes of the RAM of the concentrator, 16 (Mara 1.4 §3): <c>addrL addrH count</c>.</summary>
/// <param name="Start">Offset 0, low byte first: the address of the first byte.</param>
/// <param name="Count">Offset 2: how many, at most <see cref="MaximumCount"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">The count is more than an answer holds.</exception>
public readonly record struct MaraReadRam(ushort Start, byte Count) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 3;

    /// <summary>The most bytes that one frame carries, whether read (16) or written (14).</summary>
    public const int MaximumCount = 240;

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadRam;

    /// <summary>Offset 2: how many, at most <see cref="MaximumCount"/>.</summary>
    public byte Count { get; } = MaraBlock.Count(Count, MaximumCount);

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The decoded request.</param>
    /// <returns>False when the data has not three bytes, or asks for more than an answer holds.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadRam request)
    {
        bool valid = data.Length == Length && data[2] <= MaximumCount;
        request = valid ? new MaraReadRam(new SpanReader(data).ReadUInt16LittleEndian(), data[2]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteUInt16LittleEndian(Start);
        writer.WriteByte(Count);
    }
}

/// <summary>
/// Bytes of the RAM of the concentrator, answer to 16 (Mara 1.4 §3), as a view of the caller's buffer: <c>addrL addrH count bytes…</c>.
/// </summary>
public readonly ref struct MaraReadRamAnswer : IMaraData
{
    private const int Head = 3;

    /// <summary>Creates an answer.</summary>
    /// <param name="start">The address of the first byte.</param>
    /// <param name="bytes">The bytes read, at most <see cref="MaraReadRam.MaximumCount"/> bytes.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public MaraReadRamAnswer(ushort start, ReadOnlySpan<byte> bytes)
    {
        Start = start;
        Bytes = MaraBlock.Bytes(bytes, 0, MaraReadRam.MaximumCount);
    }

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadRam;

    /// <summary>Offset 0, low byte first: the address of the first byte.</summary>
    public ushort Start { get; }

    /// <summary>Offset 3 on: the bytes read; offset 2 is their number.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Head + Bytes.Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The answer, a view of <paramref name="data"/>.</param>
    /// <returns>False when there are not exactly as many bytes as the count says, or the count is above the bound.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadRamAnswer answer)
    {
        bool valid = MaraBlock.IsCounted(data, Head, 0, MaraReadRam.MaximumCount);
        answer = valid ? new MaraReadRamAnswer(new SpanReader(data).ReadUInt16LittleEndian(), data[Head..]) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteUInt16LittleEndian(Start);
        writer.WriteByte((byte)Bytes.Length);
        writer.WriteBytes(Bytes);
    }
}
