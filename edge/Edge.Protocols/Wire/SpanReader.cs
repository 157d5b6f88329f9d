using System.Buffers.Binary;

namespace Edge.Protocols.Wire;

/// <summary>Reads numbers from a span in order. A codec checks <see cref="Remaining"/> first: reading past the end throws.</summary>
/// <param name="bytes">The bytes to read.</param>
internal ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => _bytes[Position++];

    /// <summary>Reads a word, low byte first.</summary>
    public ushort ReadUInt16LittleEndian() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2));

    /// <summary>Reads <paramref name="count"/> bytes, as a view of the span.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        ReadOnlySpan<byte> bytes = _bytes.Slice(Position, count);
        Position += count;
        return bytes;
    }
}
