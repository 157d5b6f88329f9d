using System.Buffers.Binary;

namespace Edge.Protocols.Mara;

/// <summary>The result of a search at the beginning of a byte stream.</summary>
public enum MaraScanStatus : byte
{
    /// <summary>A whole frame with the right block check: use it, then drop <c>consumed</c> bytes.</summary>
    Frame = 0,

    /// <summary>A frame may have begun: drop <c>consumed</c> bytes (noise before it) and call again with more.</summary>
    NeedMore = 1,
}

/// <summary>
/// Finds frames in a byte stream (Mara 1.4 §2). Stateless: the caller keeps the bytes. Noise before a start of frame is
/// skipped; where the length or the block check is wrong only that start of frame is dropped, because the bytes behind it may
/// hold a real one.
/// </summary>
/// <remarks>
/// Noise that looks like a start of frame with a plausible length waits for bytes that may never arrive. Only a time-out detects this:
/// after <see cref="MaraScanStatus.NeedMore"/> the pending start is the first remaining byte, and on a time-out the reader calls
/// <see cref="GiveUp"/>, or <see cref="TryReadFinal"/> when no more bytes will arrive.
/// </remarks>
public static class MaraFrameScanner
{
    /// <summary>Searches for the first whole frame.</summary>
    /// <param name="stream">The bytes not yet consumed, oldest first.</param>
    /// <param name="frame">The frame, a view of <paramref name="stream"/>, when the answer is <see cref="MaraScanStatus.Frame"/>.</param>
    /// <param name="consumed">How many bytes the caller may drop: noise, and the frame itself.</param>
    /// <param name="rejected">How many starts of frame were dropped because of a wrong length or block check.</param>
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

    /// <summary>
    /// Drops the start of frame that waits for more bytes after a time-out, and searches behind it. If <paramref name="stream"/> does not
    /// begin with such a start, this is <see cref="TryRead"/>.
    /// </summary>
    /// <param name="stream">The bytes not yet consumed; the pending start is the first of them.</param>
    /// <param name="frame">The frame, when the answer is <see cref="MaraScanStatus.Frame"/>.</param>
    /// <param name="consumed">How many bytes the caller may drop.</param>
    /// <param name="rejected">How many starts of frame were dropped, this one included.</param>
    public static MaraScanStatus GiveUp(ReadOnlySpan<byte> stream, out MaraFrame frame, out int consumed, out int rejected)
    {
        if (stream.IsEmpty || stream[0] != MaraFrame.StartOfFrame)
        {
            return TryRead(stream, out frame, out consumed, out rejected);
        }

        MaraScanStatus status = TryRead(stream[1..], out frame, out consumed, out rejected);
        consumed++;
        rejected++;
        return status;
    }

    /// <summary>
    /// Searches for the first whole frame when no more bytes will arrive (time-out, end of file): it does not wait for the rest of a frame.
    /// If the result is <see cref="MaraScanStatus.NeedMore"/>, everything was consumed.
    /// </summary>
    /// <param name="stream">The bytes not yet consumed, oldest first.</param>
    /// <param name="frame">The frame, when the answer is <see cref="MaraScanStatus.Frame"/>.</param>
    /// <param name="consumed">How many bytes the caller may drop.</param>
    /// <param name="rejected">How many starts of frame were dropped.</param>
    public static MaraScanStatus TryReadFinal(ReadOnlySpan<byte> stream, out MaraFrame frame, out int consumed, out int rejected)
    {
        MaraScanStatus status = TryRead(stream, out frame, out consumed, out rejected);
        while (status == MaraScanStatus.NeedMore && consumed < stream.Length)
        {
            status = GiveUp(stream[consumed..], out frame, out int more, out int given);
            consumed += more;
            rejected += given;
        }

        return status;
    }
}
