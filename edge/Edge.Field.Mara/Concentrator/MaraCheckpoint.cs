using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// What the journal keeps with each answer (ADR 0002): <c>version(2) SEC count(8, little-endian) clocks(8, little-endian) events…</c>. SEC is the
/// sequence whose answer is safe; the count makes no two marks of a device alike, so that the journal can tell a repeated entry; a bit of clocks is
/// set for the address of each IED whose clock was told to be off; the events are the raw bytes of the section, to recognise them should the
/// device send them again. A mark of version 1, which has no clocks, is read too.
/// </summary>
internal sealed class MaraMark
{
    private const byte Version = 2;
    private const byte FirstVersion = 1;
    private const int FirstHeaderLength = 10;
    private const int HeaderLength = 18;

    private readonly byte[] _bytes = new byte[HeaderLength + MaraFrame.MaximumData];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public byte Sequence => _bytes[1];

    public ulong Count => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(2));

    /// <summary>Bit n: the clock of the IED at address n was told to be off.</summary>
    public ulong ClocksOff => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(FirstHeaderLength));

    public ReadOnlySpan<byte> Events => _length > HeaderLength ? _bytes.AsSpan(HeaderLength, _length - HeaderLength) : default;

    public void Set(byte sequence, ulong count, ulong clocksOff, ReadOnlySpan<byte> events)
    {
        _bytes[0] = Version;
        _bytes[1] = sequence;
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(2), count);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(FirstHeaderLength), clocksOff);
        events.CopyTo(_bytes.AsSpan(HeaderLength));
        _length = HeaderLength + events.Length;
    }

    /// <summary>Takes a mark that the journal kept.</summary>
    /// <returns>Whether it is one that this program understands.</returns>
    public bool TrySet(ReadOnlySpan<byte> kept)
    {
        int header = kept is [FirstVersion, ..] ? FirstHeaderLength : HeaderLength;
        if (kept.Length < header || kept.Length - header > MaraFrame.MaximumData || kept[0] is not (FirstVersion or Version)
            || (kept.Length - header) % MaraEvent.Length != 0)
        {
            return false;
        }

        ulong clocks = header == HeaderLength ? BinaryPrimitives.ReadUInt64LittleEndian(kept[FirstHeaderLength..]) : 0;
        Set(kept[1], BinaryPrimitives.ReadUInt64LittleEndian(kept[2..]), clocks, kept[header..]);
        return true;
    }
}
