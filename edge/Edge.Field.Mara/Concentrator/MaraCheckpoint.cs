using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// How far a concentrator was read, as the journal keeps it with each answer (ADR 0002):
/// <c>version(2) SEC count(8, little-endian) clocks(8, little-endian) events…</c>. SEC is the sequence whose answer is in the journal. The
/// count makes each checkpoint of a device unique, so that the journal recognises an entry that is written twice. Bit n of clocks is set
/// while the clock of the IED at address n is reported to be off. The events are the raw bytes of the section: they are recognised if the
/// device sends them again. A checkpoint of version 1, which has no clocks, is read too.
/// </summary>
internal sealed class MaraCheckpoint
{
    private const byte Version = 2;
    private const byte FirstVersion = 1;
    private const int FirstHeaderLength = 10;
    private const int HeaderLength = 18;

    private readonly byte[] _bytes = new byte[HeaderLength + MaraFrame.MaximumData];
    private int _length;

    /// <summary>The encoded checkpoint.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>The sequence whose answer it describes.</summary>
    public byte Sequence => _bytes[1];

    /// <summary>Counts the checkpoints of the device.</summary>
    public ulong Count => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(2));

    /// <summary>Bit n: the clock of the IED at address n is reported to be off.</summary>
    public ulong ClocksOff => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(FirstHeaderLength));

    /// <summary>The section of events of that answer.</summary>
    public ReadOnlySpan<byte> Events => _length > HeaderLength ? _bytes.AsSpan(HeaderLength, _length - HeaderLength) : default;

    /// <summary>Writes all of it.</summary>
    public void Set(byte sequence, ulong count, ulong clocksOff, ReadOnlySpan<byte> events)
    {
        _bytes[0] = Version;
        _bytes[1] = sequence;
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(2), count);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(FirstHeaderLength), clocksOff);
        events.CopyTo(_bytes.AsSpan(HeaderLength));
        _length = HeaderLength + events.Length;
    }

    /// <summary>Reads a checkpoint of the journal.</summary>
    /// <returns>False where its bytes are not a known checkpoint; nothing is changed then.</returns>
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
