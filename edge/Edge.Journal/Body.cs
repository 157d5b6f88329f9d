using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Edge.Domain;

namespace Edge.Journal;

/// <summary>
/// Writes the body of a record: <c>version(1) payload… crc32c(4, little-endian)</c>, the check over everything before it. SQLite does not
/// check its own pages, and a card that ages flips bits. A payload that never changed keeps its first version. Bits 6 and 7 of the version
/// say how far the gateway's clock could be trusted (<see cref="GatewayClock"/>); bodies before schema 14 have none.
/// </summary>
internal sealed class BodyWriter
{
    public const byte FirstVersion = 1;
    public const byte LastVersion = EventCodec.Version;

    /// <summary>Where the clock stands in the first byte.</summary>
    public const int ClockShift = 6;

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>What bodies say of the gateway's clock from the next <see cref="Begin"/> on.</summary>
    public GatewayClock Clock { get; set; }

    public void Begin(byte version = FirstVersion)
    {
        _length = 0;
        Byte((byte)(version | (byte)Clock << ClockShift));
    }

    /// <summary>Closes the body; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        uint check = Crc32C.Of(_bytes.AsSpan(0, _length));
        BinaryPrimitives.WriteUInt32LittleEndian(Room(4), check);
        return _bytes.AsSpan(0, _length);
    }

    public void Byte(byte value) => Room(1)[0] = value;

    /// <summary>Seven bits a byte, the lowest first, bit 7 set while more follow.</summary>
    public void Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    /// <summary>Zigzag: 0, −1, 1, −2 … become 0, 1, 2, 3 …</summary>
    public void Signed(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);

    /// <summary>0 for null; 1, then the number.</summary>
    public void Optional(int? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } there)
        {
            Signed(there);
        }
    }

    /// <summary>The length, then the bytes.</summary>
    public void Native(NativeBytes value)
    {
        Byte((byte)value.Length);
        value.CopyTo(Room(value.Length));
    }

    /// <summary>The bytes as they are, to the end of the body.</summary>
    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    /// <summary>One more than the length in bytes, then UTF-8; 0 is null.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Unsigned(0);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length + 1);
        _ = Encoding.UTF8.GetBytes(value, Room(length));
    }

    private Span<byte> Room(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        Span<byte> room = _bytes.AsSpan(_length, count);
        _length += count;
        return room;
    }
}

/// <summary>
/// Reads a body. Never throws and never reads past the end: after the first fault everything reads as zero and <see cref="Fault"/> says
/// what it was.
/// </summary>
internal ref struct BodyReader
{
    private static readonly UTF8Encoding s_strict = new(false, true);

    private const int VersionMask = (1 << BodyWriter.ClockShift) - 1;

    private ReadOnlySpan<byte> _rest;

    public BodyReader(ReadOnlySpan<byte> body)
    {
        int version = body.IsEmpty ? 0 : body[0] & VersionMask;
        int clock = body.IsEmpty ? 0 : body[0] >> BodyWriter.ClockShift;
        if (body.Length < 5)
        {
            Fault = $"its body has only {body.Length} bytes";
        }
        else if (BinaryPrimitives.ReadUInt32LittleEndian(body[^4..]) != Crc32C.Of(body[..^4]))
        {
            Fault = "the check of its body is wrong";
        }
        else if (version is < BodyWriter.FirstVersion or > BodyWriter.LastVersion)
        {
            Fault = $"its body is of encoding {version}, this program reads {BodyWriter.FirstVersion} to {BodyWriter.LastVersion}";
        }
        else if (clock > (int)GatewayClock.NotSet)
        {
            Fault = $"its body has a state of the clock of number {clock}, which is none";
        }
        else
        {
            (Version, Clock) = ((byte)version, (GatewayClock)clock);
            _rest = body[1..^4];
        }
    }

    public string? Fault { get; private set; }

    /// <summary>The encoding of the body; 0 where it cannot be read.</summary>
    public byte Version { get; }

    /// <summary>How far the gateway's clock could be trusted.</summary>
    public GatewayClock Clock { get; }

    public readonly int Remaining => _rest.Length;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        Fail("a number in its body does not end");
        return 0;
    }

    public long Signed()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int32()
    {
        long value = Signed();
        if (value is < int.MinValue or > int.MaxValue)
        {
            Fail("a number in its body is out of range");
            return 0;
        }

        return (int)value;
    }

    /// <summary>Whether what follows is there.</summary>
    public bool Has()
    {
        byte has = Byte();
        if (has > 1)
        {
            Fail("a part of its body is neither there nor not");
        }

        return has == 1;
    }

    public int? Optional() => Has() ? Int32() : null;

    /// <summary>A number of a record of Mara, where it is there.</summary>
    public int? OptionalOfMara() => Has() ? OfMara(Int32()) : null;

    /// <summary>A number of a record of Mara; one that no record can have is a fault.</summary>
    public int OfMara(int number)
    {
        if (number is >= 0 and <= MaraNative.Most)
        {
            return number;
        }

        Fail($"its record of Mara has the number {number}: no record of Mara can have it");
        return 0;
    }

    public double Double() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : 0;

    public string? Text()
    {
        ulong length = Unsigned();
        if (length == 0)
        {
            return null;
        }

        if (length - 1 > (ulong)_rest.Length)
        {
            Fail("a text in its body is cut");
            return null;
        }

        try
        {
            return s_strict.GetString(Take((int)length - 1));
        }
        catch (ArgumentException)
        {
            Fail("a text in its body is not UTF-8");
            return null;
        }
    }

    /// <summary>What is left.</summary>
    public byte[] Rest() => Take(_rest.Length).ToArray();

    public NativeBytes Native()
    {
        int length = Byte();
        if (length > NativeBytes.Capacity)
        {
            Fail($"a record of {length} bytes in its body is longer than any");
            return default;
        }

        return new NativeBytes(Take(length));
    }

    /// <summary>The flags of a device for a value or an event; a number beyond the type is a fault.</summary>
    public QualityFlags Flags()
    {
        ulong bits = Unsigned();
        if (bits > ushort.MaxValue)
        {
            Fail("the flags of a device in its body are out of range");
            return default;
        }

        return (QualityFlags)bits;
    }

    /// <summary>A time in UTC, as ticks.</summary>
    public DateTimeOffset Time()
    {
        long ticks = Signed();
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            Fail("a time in its body is out of range");
            return default;
        }

        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    public void Fail(string fault)
    {
        Fault ??= fault;
        _rest = default;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Fail("its body is cut");
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}

/// <summary>CRC-32C (Castagnoli), which processors compute by themselves.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte next in bytes)
        {
            crc = BitOperations.Crc32C(crc, next);
        }

        return ~crc;
    }
}
