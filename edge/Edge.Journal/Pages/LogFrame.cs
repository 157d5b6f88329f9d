using System.Buffers.Binary;

namespace Edge.Journal.Pages;

/// <summary>A frame of a write-ahead log: 24 bytes (page, size of the file after a commit, salts, sums) and the page.</summary>
/// <param name="bytes">The whole frame.</param>
internal readonly ref struct LogFrame(ReadOnlySpan<byte> bytes)
{
    /// <summary>Bytes before the page.</summary>
    public const int Header = 24;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The number of the page; 0 in what is no frame.</summary>
    public uint Page => BinaryPrimitives.ReadUInt32BigEndian(_bytes);

    /// <summary>Whether a transaction ends with it.</summary>
    public bool IsCommit => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]) != 0;

    /// <summary>The same in the header of the log, while the frame is one of it and not left from before.</summary>
    public ulong Salts => BinaryPrimitives.ReadUInt64BigEndian(_bytes[8..]);

    /// <summary>The sums up to its end, as they are written in it.</summary>
    public ulong Sums => BinaryPrimitives.ReadUInt64BigEndian(_bytes[16..]);

    /// <summary>Whether its bytes are those that were written behind a frame or header with these sums.</summary>
    public bool IsSoundAfter(ulong sums, bool bigEndian) =>
        LogSum.Of(_bytes[Header..], LogSum.Of(_bytes[..8], sums, bigEndian), bigEndian) == Sums;

    /// <summary>The sums of what was before it, if it is sound.</summary>
    public ulong SumsBefore(bool bigEndian) =>
        LogSum.Before(_bytes[..8], LogSum.Before(_bytes[Header..], Sums, bigEndian), bigEndian);
}
