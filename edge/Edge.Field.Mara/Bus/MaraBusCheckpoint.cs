using System.Buffers.Binary;

namespace Edge.Field.Mara.Bus;

/// <summary>The reported states of an IED. The checkpoint keeps them, so that each change is reported once, also over a restart.</summary>
[Flags]
internal enum MaraIedFlags : byte
{
    None = 0,

    /// <summary>An answer of it is in the journal: its sequence is valid.</summary>
    Known = 1,

    /// <summary>It was reported as lost.</summary>
    Lost = 2,

    /// <summary>Its clock was reported as off.</summary>
    ClockOff = 4,

    /// <summary>Its stack of events was reported as overflowed.</summary>
    Overflowed = 8,
}

/// <summary>How far one IED has been read.</summary>
internal struct MaraIedCheckpoint
{
    /// <summary>The sequence of the last answer.</summary>
    public byte Sequence;

    public MaraIedFlags Flags;

    /// <summary>
    /// Its numbers of restarts in that answer, of the whole IED and of the UART: a change means that it may have forgotten the answer.
    /// </summary>
    public byte Restarts;

    public byte UartRestarts;

    /// <summary>How many events the answer carried.</summary>
    public byte Events;

    /// <summary>The hash of their bytes.</summary>
    public ulong Check;
}

/// <summary>
/// What the journal keeps with each scan of a bus (ADR 0005): <c>version(1) count(8) n(1)</c>, then for each of n IEDs <c>address(1) SEC(1)
/// flags(1) restarts(1) UART-restarts(1) events(1) check(8)</c>, numbers little-endian. The count makes each checkpoint unique.
/// </summary>
internal static class MaraBusCheckpoint
{
    /// <summary>The largest checkpoint in bytes: 62 IEDs.</summary>
    public const int MaximumLength = HeaderLength + (62 * EntryLength);

    private const byte Version = 1;
    private const int HeaderLength = 10;
    private const int EntryLength = 14;

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>Its length.</returns>
    public static int Write(Span<byte> to, ulong count, ReadOnlySpan<MaraBusIed> ieds)
    {
        to[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(to[1..], count);
        to[9] = (byte)ieds.Length;
        int at = HeaderLength;
        foreach (MaraBusIed ied in ieds)
        {
            Span<byte> entry = to.Slice(at, EntryLength);
            entry[0] = ied.Address.Value;
            entry[1] = ied.Checkpoint.Sequence;
            entry[2] = (byte)ied.Checkpoint.Flags;
            entry[3] = ied.Checkpoint.Restarts;
            entry[4] = ied.Checkpoint.UartRestarts;
            entry[5] = ied.Checkpoint.Events;
            BinaryPrimitives.WriteUInt64LittleEndian(entry[6..], ied.Checkpoint.Check);
            at += EntryLength;
        }

        return at;
    }

    /// <summary>
    /// Reads a checkpoint of the journal. An IED that it does not contain starts without a checkpoint; the entry of an IED that was removed
    /// is ignored.
    /// </summary>
    /// <returns>Whether it could be read; if not, nothing was changed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> kept, out ulong count, ReadOnlySpan<MaraBusIed> ieds)
    {
        count = 0;
        if (kept.Length < HeaderLength || kept[0] != Version || kept.Length != HeaderLength + (kept[9] * EntryLength))
        {
            return false;
        }

        count = BinaryPrimitives.ReadUInt64LittleEndian(kept[1..]);
        for (ReadOnlySpan<byte> rest = kept[HeaderLength..]; !rest.IsEmpty; rest = rest[EntryLength..])
        {
            foreach (MaraBusIed ied in ieds)
            {
                if (ied.Address.Value == rest[0])
                {
                    ied.Checkpoint = new MaraIedCheckpoint
                    {
                        Sequence = rest[1],
                        Flags = (MaraIedFlags)rest[2],
                        Restarts = rest[3],
                        UartRestarts = rest[4],
                        Events = rest[5],
                        Check = BinaryPrimitives.ReadUInt64LittleEndian(rest[6..]),
                    };
                }
            }
        }

        return true;
    }

    /// <summary>A hash of bytes (FNV-1a, 64 bits), to recognise them; not for security.</summary>
    public static ulong CheckOf(ReadOnlySpan<byte> bytes)
    {
        ulong check = 14695981039346656037;
        foreach (byte b in bytes)
        {
            check = (check ^ b) * 1099511628211;
        }

        return check;
    }
}
