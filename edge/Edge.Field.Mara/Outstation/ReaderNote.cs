using System.Buffers.Binary;
using System.Text;

namespace Edge.Field.Mara.Outstation;

/// <summary>The kind of the outstanding answer, which the centre has not acknowledged yet.</summary>
internal enum Outstanding : byte
{
    /// <summary>None that a restart could duplicate or lose.</summary>
    Nothing = 0,

    /// <summary>Events.</summary>
    Events = 1,

    /// <summary>An order to the field: it may have been executed.</summary>
    Order = 2,
}

/// <summary>
/// The note beside a centre's cursor in the journal (ADR 0006): <c>version(1) outstanding(1) sequence(1) reach(8, little-endian)
/// identity…</c>. The cursor is how far events are released; those up to the reach were sent with the sequence.
/// </summary>
/// <param name="Outstanding">The kind of the outstanding answer.</param>
/// <param name="Sequence">The sequence byte of the answer.</param>
/// <param name="Reach">The journal's seq of the last event that the answer carried.</param>
internal readonly record struct ReaderNote(Outstanding Outstanding, byte Sequence, long Reach)
{
    private const byte Version = 1;

    /// <summary>The length without the identity of an unknown centre.</summary>
    public const int FixedLength = 11;

    /// <summary>The longest identity of an unknown centre that is kept.</summary>
    public const int MaximumIdentity = 100;

    public static ReaderNote None => default;

    public static bool TryRead(ReadOnlySpan<byte> bytes, out ReaderNote note, out string identity)
    {
        (note, identity) = (default, "");
        if (bytes.Length < FixedLength || bytes[0] != Version || bytes[1] > (byte)Outstanding.Order)
        {
            return false;
        }

        note = new ReaderNote((Outstanding)bytes[1], bytes[2], BinaryPrimitives.ReadInt64LittleEndian(bytes[3..]));
        identity = Encoding.UTF8.GetString(bytes[FixedLength..]);
        return true;
    }

    /// <summary>Writes it and returns its length.</summary>
    public int Write(Span<byte> to, string identity)
    {
        to[0] = Version;
        to[1] = (byte)Outstanding;
        to[2] = Sequence;
        BinaryPrimitives.WriteInt64LittleEndian(to[3..], Reach);
        return FixedLength + Encoding.UTF8.GetBytes(identity, to[FixedLength..]);
    }
}
