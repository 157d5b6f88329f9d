using Edge.Protocols.Wire;

namespace Edge.Protocols.Mara;

/// <summary>Requests bytes of the RAM of an IED through the concentrator, 36 (Mara 1.4 §3): <c>address addrL addrH count</c>.</summary>
/// <param name="Ied">Offset 0: the IED on the bus, 2 to 63.</param>
/// <param name="Start">Offset 1, low byte first: the address of the first byte in its RAM.</param>
/// <param name="Count">Offset 3: how many, at most <see cref="MaximumCount"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">The address is not that of an IED, or the count is more than a frame holds.</exception>
public readonly record struct MaraReadIedRam(MaraAddress Ied, ushort Start, byte Count) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 4;

    /// <summary>The most bytes that fit into an answer; the reference gives no limit.</summary>
    public const int MaximumCount = MaraFrame.MaximumData;

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadIedRam;

    /// <summary>Offset 0: the IED on the bus, 2 to 63.</summary>
    public MaraAddress Ied { get; } = Ied.IsIed
        ? Ied
        : throw new ArgumentOutOfRangeException(nameof(Ied), Ied, "An IED has an address from 2 to 63.");

    /// <summary>Offset 3: how many, at most <see cref="MaximumCount"/>.</summary>
    public byte Count { get; } = MaraBlock.Count(Count, MaximumCount);

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The decoded request.</param>
    /// <returns>False when the data has not four bytes, names no IED, or asks for more than a frame holds.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraReadIedRam request)
    {
        request = default;
        if (data.Length != Length || !MaraAddress.TryCreate(data[0], out MaraAddress ied) || !ied.IsIed || data[3] > MaximumCount)
        {
            return false;
        }

        request = new MaraReadIedRam(ied, new SpanReader(data[1..]).ReadUInt16LittleEndian(), data[3]);
        return true;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        SpanWriter writer = new(buffer);
        writer.WriteByte(Ied.Value);
        writer.WriteUInt16LittleEndian(Start);
        writer.WriteByte(Count);
    }
}

/// <summary>
/// Bytes of the RAM of an IED, answer to 36 (Mara 1.4 §3), as a view of the caller's buffer: <c>bytes…</c> only. Their number is known from
/// the request.
/// </summary>
public readonly ref struct MaraReadIedRamAnswer : IMaraData
{
    /// <summary>Creates an answer.</summary>
    /// <param name="bytes">The bytes read, at most <see cref="MaraReadIedRam.MaximumCount"/> bytes.</param>
    /// <exception cref="ArgumentException">There are too many bytes.</exception>
    public MaraReadIedRamAnswer(ReadOnlySpan<byte> bytes) => Bytes = MaraBlock.Bytes(bytes, 0, MaraReadIedRam.MaximumCount);

    /// <inheritdoc />
    public static byte Command => MaraCommand.ReadIedRam;

    /// <summary>The bytes read.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc />
    public int DataLength => Bytes.Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="answer">The answer, a view of <paramref name="data"/>.</param>
    /// <returns>False when these are not as many bytes as were asked for.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, scoped in MaraReadIedRam request, out MaraReadIedRamAnswer answer)
    {
        bool valid = data.Length == request.Count;
        answer = valid ? new MaraReadIedRamAnswer(data) : default;
        return valid;
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => Bytes.CopyTo(buffer);
}
