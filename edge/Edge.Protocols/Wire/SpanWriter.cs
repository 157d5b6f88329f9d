using System.Buffers.Binary;

namespace Edge.Protocols.Wire;

/// <summary>Writes numbers into a span in order. A codec checks <see cref="Remaining"/> first: writing past the end throws.</summary>
/// <param name="buffer">The buffer to write to.</param>
internal ref struct SpanWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>How many bytes were written.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are free.</summary>
    public readonly int Remaining => _buffer.Length - Position;

    /// <summary>The bytes written so far; a length can be set in them afterwards.</summary>
    public readonly Span<byte> Written => _buffer[..Position];

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => _buffer[Position++] = value;

    /// <summary>Writes a word, low byte first.</summary>
    public void WriteUInt16LittleEndian(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.Slice(Position, 2), value);
        Position += 2;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Position..]);
        Position += bytes.Length;
    }
}
