using System.Buffers.Binary;

namespace Edge.Protocols.Mara;

/// <summary>A whole Mara frame with a correct block check, as a view of the caller's buffer (Mara 1.4 §2).</summary>
/// <remarks><c>SOF(FE) QTY DST SRC SEC COM data… BCCH BCCL</c>; QTY counts every byte, 8 to 253.</remarks>
public readonly ref struct MaraFrame
{
    /// <summary>Offset 0: every frame begins with it.</summary>
    public const byte StartOfFrame = 0xFE;

    /// <summary>A frame without data.</summary>
    public const int MinimumLength = 8;

    /// <summary>The longest frame; a length is thus never equal to the start of a frame.</summary>
    public const int MaximumLength = 0xFD;

    /// <summary>SOF, QTY, DST, SRC, SEC and COM.</summary>
    public const int HeaderLength = 6;

    /// <summary>The block check at the end.</summary>
    public const int TrailerLength = 2;

    /// <summary>The most data that a frame carries.</summary>
    public const int MaximumData = MaximumLength - HeaderLength - TrailerLength;

    /// <summary>The destination of a broadcast, which has no answer.</summary>
    public const byte Broadcast = 0xFF;

    private readonly ReadOnlySpan<byte> _bytes;

    internal MaraFrame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Every byte from SOF to the block check.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Offset 2: the destination.</summary>
    public byte Destination => _bytes[2];

    /// <summary>Offset 3: the source.</summary>
    public byte Source => _bytes[3];

    /// <summary>Offset 4: the sequence byte; an answer repeats that of its request.</summary>
    public byte Sequence => _bytes[4];

    /// <summary>Offset 5: the command.</summary>
    public byte Command => _bytes[5];

    /// <summary>Offset 6 on: the data of the command.</summary>
    public ReadOnlySpan<byte> Data => _bytes[HeaderLength..^TrailerLength];

    /// <summary>Reads bytes that must be exactly one frame, and checks its length and block check.</summary>
    /// <param name="bytes">From SOF to the block check, no more.</param>
    /// <param name="frame">The frame, a view of <paramref name="bytes"/>.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out MaraFrame frame, out MaraFrameError error)
    {
        error = Check(bytes);
        frame = error.Fault == MaraFrameFault.None ? new MaraFrame(bytes) : default;
        return error.Fault == MaraFrameFault.None;
    }

    /// <summary>Writes a frame.</summary>
    /// <param name="buffer">The buffer; at least <paramref name="data"/> and 8 bytes.</param>
    /// <param name="destination">Who it is for.</param>
    /// <param name="source">Who sends it.</param>
    /// <param name="sequence">The sequence byte.</param>
    /// <param name="command">The command.</param>
    /// <param name="data">The data of the command, at most <see cref="MaximumData"/> bytes.</param>
    /// <returns>The length of the frame.</returns>
    /// <exception cref="ArgumentException">The data is too long, or the buffer too short.</exception>
    public static int Write(Span<byte> buffer, byte destination, byte source, byte sequence, byte command, ReadOnlySpan<byte> data)
    {
        int length = HeaderLength + data.Length + TrailerLength;
        if (data.Length > MaximumData)
        {
            throw new ArgumentException($"A Mara frame carries at most {MaximumData} bytes of data, not {data.Length}.", nameof(data));
        }

        if (buffer.Length < length)
        {
            throw new ArgumentException($"The frame takes {length} bytes; the buffer has {buffer.Length}.", nameof(buffer));
        }

        buffer[0] = StartOfFrame;
        buffer[1] = (byte)length;
        buffer[2] = destination;
        buffer[3] = source;
        buffer[4] = sequence;
        buffer[5] = command;
        data.CopyTo(buffer[HeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(length - TrailerLength)..], MaraChecksum.Compute(buffer[..(length - TrailerLength)]));
        return length;
    }

    /// <summary>Writes the frame of a command whose data has a type.</summary>
    /// <typeparam name="T">The request or the answer.</typeparam>
    /// <param name="buffer">The buffer; at least its data and 8 bytes.</param>
    /// <param name="destination">Who it is for.</param>
    /// <param name="source">Who sends it.</param>
    /// <param name="sequence">The sequence byte.</param>
    /// <param name="data">The data; its type determines the command.</param>
    /// <returns>The length of the frame.</returns>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    public static int Write<T>(Span<byte> buffer, byte destination, byte source, byte sequence, scoped in T data)
        where T : IMaraData, allows ref struct
    {
        Span<byte> bytes = stackalloc byte[MaximumData];
        bytes = bytes[..data.DataLength];
        data.Write(bytes);
        return Write(buffer, destination, source, sequence, T.Command, bytes);
    }

    private static MaraFrameError Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != StartOfFrame)
        {
            return new(MaraFrameFault.NoStart, StartOfFrame, bytes.IsEmpty ? 0 : bytes[0]);
        }

        if (bytes.Length >= 2 && bytes[1] is < MinimumLength or > MaximumLength)
        {
            return new(MaraFrameFault.BadLength, MinimumLength, bytes[1]);
        }

        int length = bytes.Length < 2 ? MinimumLength : bytes[1];
        if (bytes.Length != length)
        {
            return new(bytes.Length < length ? MaraFrameFault.CutOff : MaraFrameFault.TooLong, length, bytes.Length);
        }

        ushort expected = MaraChecksum.Compute(bytes[..^TrailerLength]);
        ushort found = BinaryPrimitives.ReadUInt16BigEndian(bytes[^TrailerLength..]);
        return expected == found ? default : new(MaraFrameFault.BadCheck, expected, found);
    }
}
