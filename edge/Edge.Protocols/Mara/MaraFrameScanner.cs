using System.Buffers.Binary;

namespace Edge.Protocols.Mara;

/// <summary>What stands at the beginning of a piece of a byte stream.</summary>
public enum MaraScanStatus : byte
{
    /// <summary>A whole frame with the right block check: use it, then drop <c>consumed</c> bytes.</summary>
    Frame = 0,

    /// <summary>A frame may have begun: drop <c>consumed</c> bytes (noise before it) and come back with more.</summary>
    NeedMore = 1,
}

/// <summary>
/// Finds frames in a byte stream (Mara 1.4 §2). Stateless: the caller keeps the bytes. Noise before a start of frame is
/// skipped; where the length or the block check is wrong only that start of frame is dropped, because the bytes behind it may
/// hold a real one.
/// </summary>
public static class MaraFrameScanner
{
    /// <summary>Looks for the first whole frame.</summary>
    /// <param name="stream">The bytes not yet consumed, oldest first.</param>
    /// <param name="frame">The frame, lying in <paramref name="stream"/>, when the answer is <see cref="MaraScanStatus.Frame"/>.</param>
    /// <param name="consumed">How many bytes the caller may drop: noise, and the frame itself.</param>
    /// <param name="rejected">How many starts of frame were given up because of a wrong length or block check.</param>
    public static MaraScanStatus TryRead(ReadOnlySpan<byte> stream, out MaraFrame frame, out int consumed, out int rejected)
    {
        int at = 0;
        rejected = 0;
        frame = default;
        while (true)
        {
            int start = stream[at..].IndexOf(MaraFrame.StartOfFrame);
            if (start < 0)
            {
                consumed = stream.Length;
                return MaraScanStatus.NeedMore;
            }

            at += start;
            ReadOnlySpan<byte> rest = stream[at..];
            if (rest.Length >= 2 && rest[1] is < MaraFrame.MinimumLength or > MaraFrame.MaximumLength)
            {
                at++;
                rejected++;
                continue;
            }

            if (rest.Length < 2 || rest.Length < rest[1])
            {
                consumed = at;
                return MaraScanStatus.NeedMore;
            }

            ReadOnlySpan<byte> bytes = rest[..rest[1]];
            ushort expected = MaraChecksum.Compute(bytes[..^MaraFrame.TrailerLength]);
            if (expected != BinaryPrimitives.ReadUInt16BigEndian(bytes[^MaraFrame.TrailerLength..]))
            {
                at++;
                rejected++;
                continue;
            }

            frame = new MaraFrame(bytes);
            consumed = at + bytes.Length;
            return MaraScanStatus.Frame;
        }
    }
}
