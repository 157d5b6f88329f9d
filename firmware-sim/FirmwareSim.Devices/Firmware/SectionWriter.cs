using System.Buffers.Binary;

namespace FirmwareSim.Devices.Firmware;

/// <summary>Writes the sections of an answer: each begins with a byte that counts itself and what follows.</summary>
internal ref struct SectionWriter(Span<byte> data)
{
    private readonly Span<byte> _data = data;
    private int _begun;

    /// <summary>How much is written.</summary>
    public int Length { get; private set; }

    /// <summary>What is left.</summary>
    public readonly Span<byte> Rest => _data[Length..];

    /// <summary>Leaves room for the count.</summary>
    public void Begin() => _begun = Length++;

    /// <summary>Fills in the count.</summary>
    public readonly void End() => _data[_begun] = (byte)(Length - _begun);

    /// <summary>Room for bytes that the caller writes.</summary>
    public Span<byte> Take(int count)
    {
        Length += count;
        return _data[(Length - count)..Length];
    }

    /// <summary>A 16-bit word, low byte first.</summary>
    public void Word(ushort word) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), word);
}
