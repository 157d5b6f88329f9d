using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// How far a concentrator was read, as the journal keeps it with each answer (ADR 0002):
/// <c>version(3) SEC count(8) clocks(8) overflows(8) events…</c>, numbers little-endian. SEC is the sequence whose answer is in the
/// journal. The count makes each checkpoint of a device unique, so that the journal recognises an entry that is written twice. Bit n of
/// clocks and of overflows belongs to the IED at address n (<see cref="MaraReported"/>). The events are the raw bytes of the section: they
/// are recognised if the device sends them again. Checkpoints of version 1, which has neither clocks nor overflows, and 2, which has no
/// overflows, are read too.
/// </summary>
internal sealed class MaraCheckpoint
{
    private const byte Version = 3;
    private const int ClocksAt = 10;
    private const int OverflowsAt = 18;
    private const int HeaderLength = 26;

    private readonly byte[] _bytes = new byte[HeaderLength + MaraFrame.MaximumData];
    private int _length;

    /// <summary>The encoded checkpoint.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>The sequence whose answer it describes.</summary>
    public byte Sequence => _bytes[1];

    /// <summary>Counts the checkpoints of the device.</summary>
    public ulong Count => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(2));

    /// <summary>What is reported of IEDs.</summary>
    public MaraReported Reported => new(
        BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(ClocksAt)),
        BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(OverflowsAt)));

    /// <summary>The section of events of that answer.</summary>
    public ReadOnlySpan<byte> Events => _length > HeaderLength ? _bytes.AsSpan(HeaderLength, _length - HeaderLength) : default;

    /// <summary>Writes all of it.</summary>
    public void Set(byte sequence, ulong count, in MaraReported reported, ReadOnlySpan<byte> events)
    {
        _bytes[0] = Version;
        _bytes[1] = sequence;
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(2), count);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(ClocksAt), reported.ClocksOff);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(OverflowsAt), reported.Overflowed);
        events.CopyTo(_bytes.AsSpan(HeaderLength));
        _length = HeaderLength + events.Length;
    }

    /// <summary>Reads a checkpoint of the journal.</summary>
    /// <returns>False where its bytes are not a known checkpoint; nothing is changed then.</returns>
    public bool TrySet(ReadOnlySpan<byte> kept)
    {
        int header = kept switch
        {
            [1, ..] => ClocksAt,
            [2, ..] => OverflowsAt,
            [Version, ..] => HeaderLength,
            _ => int.MaxValue,
        };
        if (kept.Length < header || kept.Length - header > MaraFrame.MaximumData || (kept.Length - header) % MaraEvent.Length != 0)
        {
            return false;
        }

        MaraReported reported = new(
            header > ClocksAt ? BinaryPrimitives.ReadUInt64LittleEndian(kept[ClocksAt..]) : 0,
            header > OverflowsAt ? BinaryPrimitives.ReadUInt64LittleEndian(kept[OverflowsAt..]) : 0);
        Set(kept[1], BinaryPrimitives.ReadUInt64LittleEndian(kept[2..]), reported, kept[header..]);
        return true;
    }
}
