using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Edge.Journal.Pages;

/// <summary>
/// The check of a write-ahead log (SQLite's file format §4.2): two sums of 32 bits, the first in the upper half here. Each frame goes on
/// from the sums of the one before it, the first from those of the header.
/// </summary>
internal static class LogSum
{
    /// <summary>Goes on over bytes.</summary>
    /// <param name="bytes">A multiple of 8.</param>
    /// <param name="before">The sums before them.</param>
    /// <param name="bigEndian">Whether the log takes its words as big-endian.</param>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong before, bool bigEndian)
    {
        uint first = (uint)(before >> 32);
        uint second = (uint)before;
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        bool turn = bigEndian == BitConverter.IsLittleEndian;
        for (int i = 0; i + 1 < words.Length; i += 2)
        {
            first += (turn ? BinaryPrimitives.ReverseEndianness(words[i]) : words[i]) + second;
            second += (turn ? BinaryPrimitives.ReverseEndianness(words[i + 1]) : words[i + 1]) + first;
        }

        return ((ulong)first << 32) | second;
    }

    /// <summary>Goes back over bytes: what the sums were before them.</summary>
    /// <param name="bytes">A multiple of 8.</param>
    /// <param name="behind">The sums behind them.</param>
    /// <param name="bigEndian">Whether the log takes its words as big-endian.</param>
    public static ulong Before(ReadOnlySpan<byte> bytes, ulong behind, bool bigEndian)
    {
        uint first = (uint)(behind >> 32);
        uint second = (uint)behind;
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        bool turn = bigEndian == BitConverter.IsLittleEndian;
        for (int i = (words.Length & ~1) - 2; i >= 0; i -= 2)
        {
            second -= (turn ? BinaryPrimitives.ReverseEndianness(words[i + 1]) : words[i + 1]) + first;
            first -= (turn ? BinaryPrimitives.ReverseEndianness(words[i]) : words[i]) + second;
        }

        return ((ulong)first << 32) | second;
    }
}
