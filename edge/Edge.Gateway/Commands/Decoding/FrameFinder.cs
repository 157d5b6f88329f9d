using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>A frame that was found, valid or not.</summary>
/// <param name="Bytes">Its bytes, from FE on.</param>
/// <param name="Error">What is wrong with it.</param>
internal sealed record FoundFrame(byte[] Bytes, MaraFrameError Error)
{
    /// <summary>Bytes after it that belong to no frame.</summary>
    public byte[] Trailing { get; set; } = [];
}

/// <summary>
/// Finds the frames of a line like a receiver (Mara 1.4 §2), but also reports what a receiver discards: bytes between two valid frames
/// that start like a frame are reported as an invalid one.
/// </summary>
internal static class FrameFinder
{
    // In a line of text, fewer bytes after an FE are rather a word ("feed") than a frame.
    private const int ShortestInText = 3;

    /// <summary>Finds the frames of a line, in their order.</summary>
    /// <param name="line">Text with hex in it.</param>
    public static List<FoundFrame> Find(ReadOnlySpan<char> line)
    {
        List<FoundFrame> found = [];
        foreach (HexRun run in HexRuns.Find(line))
        {
            FindInRun(run, found);
        }

        return found;
    }

    private static void FindInRun(HexRun run, List<FoundFrame> found)
    {
        ReadOnlySpan<byte> bytes = run.Bytes;
        int at = 0;
        int goodAt = -1;
        FoundFrame? last = null;
        while (at < bytes.Length)
        {
            if (goodAt < at)
            {
                goodAt = NextGood(bytes, at);
            }

            ReadOnlySpan<byte> gap = bytes[at..goodAt];
            int start = BrokenStart(gap, run.Alone, goodAt < bytes.Length, last);
            if (start >= 0)
            {
                Attach(last, gap[..start]);
                last = Broken(gap[start..]);
                found.Add(last);
                at += start + last.Bytes.Length;
                continue;
            }

            Attach(last, gap);
            if (goodAt == bytes.Length)
            {
                return;
            }

            last = new FoundFrame(bytes.Slice(goodAt, bytes[goodAt + 1]).ToArray(), default);
            found.Add(last);
            at = goodAt + last.Bytes.Length;
        }
    }

    // Where the next valid frame starts, or the end.
    private static int NextGood(ReadOnlySpan<byte> bytes, int at)
    {
        for (; at < bytes.Length; at++)
        {
            ReadOnlySpan<byte> rest = bytes[at..];
            if (rest[0] == MaraFrame.StartOfFrame && rest.Length >= MaraFrame.MinimumLength && rest[1] <= rest.Length
                && MaraFrame.TryParse(rest[..rest[1]], out _, out _))
            {
                return at;
            }
        }

        return bytes.Length;
    }

    // Where an invalid frame starts in the bytes before the next valid one, or −1 when they are only noise.
    private static int BrokenStart(ReadOnlySpan<byte> gap, bool alone, bool goodFollows, FoundFrame? last)
    {
        if (last is { Error.Fault: not MaraFrameFault.None })
        {
            // The rest of an invalid frame may have any byte: another one can start only at its end.
            return gap.Length > 0 && gap[0] == MaraFrame.StartOfFrame ? 0 : -1;
        }

        int first = -1;
        for (int i = 0; i < gap.Length; i++)
        {
            if (gap[i] != MaraFrame.StartOfFrame)
            {
                continue;
            }

            int left = gap.Length - i;
            if (left >= 2 && gap[i + 1] is < MaraFrame.MinimumLength or > MaraFrame.MaximumLength)
            {
                first = first < 0 && (alone || i == 0 && left >= MaraFrame.HeaderLength) ? i : first;
            }
            else if (alone || left >= ShortestInText)
            {
                return i;
            }
        }

        return goodFollows ? -1 : first;
    }

    private static FoundFrame Broken(ReadOnlySpan<byte> bytes)
    {
        _ = MaraFrame.TryParse(bytes, out _, out MaraFrameError error);
        if (error.Fault == MaraFrameFault.TooLong && !EndsWithCheck(bytes))
        {
            // A wrong block check and bytes after the frame: both are reported, the length by the trailing bytes.
            bytes = bytes[..bytes[1]];
            _ = MaraFrame.TryParse(bytes, out _, out error);
        }
        else if (error.Fault == MaraFrameFault.CutOff && EndsWithCheck(bytes))
        {
            // No byte is missing: the length is wrong.
            error = error with { Fault = MaraFrameFault.TooLong };
        }

        return new FoundFrame(bytes.ToArray(), error);
    }

    /// <summary>Whether the last two bytes are the block check of all before them, with QTY as it is or as it should be.</summary>
    private static bool EndsWithCheck(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < MaraFrame.MinimumLength or > MaraFrame.MaximumLength)
        {
            return false;
        }

        // QTY is the low byte of the first word, so another QTY changes the check by the difference alone.
        ushort asItStands = MaraChecksum.Compute(bytes[..^MaraFrame.TrailerLength]);
        ushort found = BinaryPrimitives.ReadUInt16BigEndian(bytes[^MaraFrame.TrailerLength..]);
        return found == asItStands || found == (ushort)(asItStands + bytes[1] - bytes.Length);
    }

    private static void Attach(FoundFrame? frame, ReadOnlySpan<byte> trailing)
    {
        if (frame is not null && !trailing.IsEmpty)
        {
            frame.Trailing = [.. frame.Trailing, .. trailing];
        }
    }
}
