using System.Buffers.Binary;
using System.Numerics;

namespace Edge.Journal.Pages;

/// <summary>
/// The header of a write-ahead log: magic, version, bytes of a page, how often the log was begun, two salts, two sums. SQLite takes a log
/// with a damaged one for empty and says nothing. It is on the disk before the first frame is written, so a power cut leaves none like
/// that. All of it follows from the first frame: the salts stand there, and its sums, taken backwards, give those of the header.
/// </summary>
internal static class LogHeader
{
    /// <summary>Its length.</summary>
    public const int Bytes = 32;

    private const int Summed = 24;
    private const uint Magic = 0x377F0682;
    private const uint Version = 3_007_000;

    /// <summary>Whether it is as SQLite wrote it.</summary>
    public static bool IsSound(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadUInt32BigEndian(header) & ~1u) == Magic
        && PageSizeOf(header) is >= 512 and <= 65_536 and int size && BitOperations.IsPow2(size)
        && LogSum.Of(header[..Summed], 0, IsBigEndian(header)) == SumsOf(header);

    /// <summary>Whether the words of the sums are big-endian.</summary>
    public static bool IsBigEndian(ReadOnlySpan<byte> header) => (BinaryPrimitives.ReadUInt32BigEndian(header) & 1) != 0;

    public static int PageSizeOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[8..]);

    public static ulong SaltsOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt64BigEndian(header[16..]);

    public static ulong SumsOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt64BigEndian(header[Summed..]);

    /// <summary>Whether the log of a file has frames and no sound header.</summary>
    /// <param name="path">The file; its log is beside it.</param>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static bool IsRotten(string path)
    {
        if (!File.Exists(path + "-wal"))
        {
            return false;
        }

        using FileStream log = new(path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] header = new byte[Bytes];
        return log.Length >= Bytes + LogFrame.Header + PageFile.PageSizeOf(path)
            && log.ReadAtLeast(header, Bytes, throwOnEndOfStream: false) == Bytes && !IsSound(header);
    }

    /// <summary>Writes the header that the first frame was written behind. Nobody else may have the file open.</summary>
    /// <param name="path">The file; its log is beside it.</param>
    /// <returns>False where the first frame is damaged too: then nothing is written.</returns>
    /// <exception cref="IOException">The log cannot be read or written.</exception>
    public static bool TryRestore(string path)
    {
        int size = PageFile.PageSizeOf(path);
        byte[] header = new byte[Bytes];
        byte[] frame = new byte[LogFrame.Header + size];
        using FileStream log = new(path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        log.Position = Bytes;
        if (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) < frame.Length
            || (!TryDerive(frame, size, bigEndian: false, header) && !TryDerive(frame, size, bigEndian: true, header)))
        {
            return false;
        }

        log.Position = 0;
        log.Write(header);
        log.Flush(flushToDisk: true);
        return true;
    }

    // Forwards from the magic to the size of a page, backwards from the frame to the salts. Between them stands what nothing else says, how
    // often the log was begun: the second sum gives it. The first sum must meet by itself: by chance it does so once in 2^32.
    private static bool TryDerive(ReadOnlySpan<byte> frame, int pageSize, bool bigEndian, Span<byte> header)
    {
        LogFrame first = new(frame);
        header.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(header, Magic | (bigEndian ? 1u : 0));
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], Version);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], pageSize);
        BinaryPrimitives.WriteUInt64BigEndian(header[16..], first.Salts);
        BinaryPrimitives.WriteUInt64BigEndian(header[Summed..], first.SumsBefore(bigEndian));

        ulong forwards = LogSum.Of(header[..16], 0, bigEndian);
        ulong backwards = LogSum.Before(header[16..Summed], SumsOf(header), bigEndian);
        uint begun = (uint)backwards - (uint)forwards;
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header[12..], begun);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[12..], begun);
        }

        return first.Page != 0 && IsSound(header);
    }
}
