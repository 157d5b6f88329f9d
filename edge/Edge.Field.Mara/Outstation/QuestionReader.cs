using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>Finds the frames in the bytes of a connection. Its memory is bounded, whatever the peer sends.</summary>
/// <param name="tap">Records bytes, frames and noise; null: no recording.</param>
internal sealed class QuestionReader(ConnectionTap? tap = null)
{
    // A peer that sends this many bytes without a frame does not use Mara.
    private const int MostWithoutFrame = 64 * 1024;

    private readonly ConnectionTap _tap = tap ?? ConnectionTap.None;
    private readonly byte[] _received = new byte[1024];
    private int _have;
    private int _withoutFrame;

    /// <summary>The frame that was found last.</summary>
    public Question Question { get; } = new();

    /// <summary>The buffer for the next bytes.</summary>
    public Memory<byte> Free => _received.AsMemory(_have);

    /// <summary>Whether there are bytes of an incomplete frame.</summary>
    public bool HasBegun => _have > 0;

    /// <summary>Whether too many bytes arrived without a frame.</summary>
    public bool IsGarbage => _withoutFrame > MostWithoutFrame;

    /// <summary>Counts bytes that were written to <see cref="Free"/>.</summary>
    public void Add(int count)
    {
        _tap.Arrived(_received.AsSpan(_have, count));
        _have += count;
        _withoutFrame += count;
    }

    /// <summary>Reads the next whole frame.</summary>
    /// <param name="giveUp">
    /// Whether the rest of an incomplete frame will not arrive: its start is skipped, and a frame behind it found.
    /// </param>
    /// <returns>Whether there is one, in <see cref="Question"/>.</returns>
    public bool TryTake(bool giveUp)
    {
        ReadOnlySpan<byte> stream = _received.AsSpan(0, _have);
        MaraScanStatus status = giveUp
            ? MaraFrameScanner.GiveUp(stream, out MaraFrame frame, out int consumed, out _)
            : MaraFrameScanner.TryRead(stream, out frame, out consumed, out _);
        if (status == MaraScanStatus.Frame)
        {
            _tap.Noise(stream[..(consumed - frame.Bytes.Length)]);
            _tap.Question(frame.Bytes);
            Question.Set(frame);
            _withoutFrame = 0;
        }
        else
        {
            _tap.Noise(stream[..consumed]);
        }

        stream[consumed..].CopyTo(_received);
        _have -= consumed;
        return status == MaraScanStatus.Frame;
    }
}
