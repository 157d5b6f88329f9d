using System.Buffers.Binary;
using System.Text;

namespace Edge.Field.Mara.Outstation;

/// <summary>What is outstanding with a centre: it has been answered, and has not yet shown that it got the answer.</summary>
internal enum Outstanding : byte
{
    /// <summary>Nothing that a restart could double or lose.</summary>
    Nothing = 0,

    /// <summary>Events.</summary>
    Events = 1,

    /// <summary>An order to the field: it may have been carried out.</summary>
    Order = 2,
}

/// <summary>
/// What stands beside a centre's cursor in the journal (ADR 0006): <c>version(1) outstanding(1) sequence(1) reach(8, little-endian)
/// guest…</c>. The cursor is how far events are released; those up to the reach went out with the sequence.
/// </summary>
/// <param name="Outstanding">What is outstanding.</param>
/// <param name="Sequence">The sequence byte of the answer.</param>
/// <param name="Reach">The journal's seq of the last event that the answer carried.</param>
internal readonly record struct ReaderNote(Outstanding Outstanding, byte Sequence, long Reach)
{
    private const byte Version = 1;

    /// <summary>The length without a guest.</summary>
    public const int FixedLength = 11;

    /// <summary>The longest name of a guest that is kept.</summary>
    public const int MaximumGuest = 100;

    public static ReaderNote None => default;

    public static bool TryRead(ReadOnlySpan<byte> bytes, out ReaderNote note, out string guest)
    {
        (note, guest) = (default, "");
        if (bytes.Length < FixedLength || bytes[0] != Version || bytes[1] > (byte)Outstanding.Order)
        {
            return false;
        }

        note = new ReaderNote((Outstanding)bytes[1], bytes[2], BinaryPrimitives.ReadInt64LittleEndian(bytes[3..]));
        guest = Encoding.UTF8.GetString(bytes[FixedLength..]);
        return true;
    }

    /// <summary>Writes it; gives how many bytes it took.</summary>
    public int Write(Span<byte> to, string guest)
    {
        to[0] = Version;
        to[1] = (byte)Outstanding;
        to[2] = Sequence;
        BinaryPrimitives.WriteInt64LittleEndian(to[3..], Reach);
        return FixedLength + Encoding.UTF8.GetBytes(guest, to[FixedLength..]);
    }
}
