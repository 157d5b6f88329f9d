using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace Edge.Field.Drivers;

/// <summary>
/// What the journal keeps with each answer (ADR 0002): <c>version(1) SEC count(8, little-endian) events…</c>. SEC is the sequence whose answer
/// is safe; the count makes no two marks of a device alike, so that the journal can tell a repeated entry; the events are the raw bytes of the
/// section, to recognise them should the device send them again.
/// </summary>
internal sealed class MaraMark
{
    private const byte Version = 1;
    private const int HeaderLength = 10;

    private readonly byte[] _bytes = new byte[HeaderLength + MaraFrame.MaximumData];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public byte Sequence => _bytes[1];

    public ulong Count => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(2));

    public ReadOnlySpan<byte> Events => _length > HeaderLength ? _bytes.AsSpan(HeaderLength, _length - HeaderLength) : default;

    public void Set(byte sequence, ulong count, ReadOnlySpan<byte> events)
    {
        _bytes[0] = Version;
        _bytes[1] = sequence;
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(2), count);
        events.CopyTo(_bytes.AsSpan(HeaderLength));
        _length = HeaderLength + events.Length;
    }

    /// <summary>Takes a mark that the journal kept.</summary>
    /// <returns>Whether it is one that this program understands.</returns>
    public bool TrySet(ReadOnlySpan<byte> kept)
    {
        if (kept.Length < HeaderLength || kept.Length > _bytes.Length || kept[0] != Version || (kept.Length - HeaderLength) % MaraEvent.Length != 0)
        {
            return false;
        }

        kept.CopyTo(_bytes);
        _length = kept.Length;
        return true;
    }
}
