using Edge.Protocols.Mara;
using FirmwareSim.Devices.Firmware;

namespace FirmwareSim.Devices.Replay;

/// <summary>
/// A concentrator that repeats a recording: each new poll gets the next frame, with the address and the SEC of the control centre, and
/// after the last frame the first one again. The events of a frame are sent once: from the second round on only its values, because an
/// event must not happen twice. It answers polls only.
/// </summary>
public sealed class ReplaySlave(IReadOnlyList<byte[]> frames, byte address) : IMaraSlave
{
    private readonly RetryBuffer _retry = new();

    /// <summary>How many new polls it has answered; repetitions do not count.</summary>
    public long Polls { get; private set; }

    /// <inheritdoc/>
    public void CentreConnected()
    {
        // As the concentrator: the protocol knows no connections.
    }

    /// <inheritdoc/>
    public Reaction Handle(MaraFrame request, Span<byte> answer, out int length)
    {
        length = 0;
        if (request.Destination != address || request.Command != MaraCommand.Poll)
        {
            return Reaction.Silence;
        }

        if (_retry.TryRepeat(request.Sequence, answer, out length))
        {
            return Reaction.Answer;
        }

        bool again = Polls >= frames.Count;
        ReadOnlySpan<byte> recorded = frames[(int)(Polls++ % frames.Count)];
        ReadOnlySpan<byte> data = recorded[MaraFrame.HeaderLength..^MaraFrame.TrailerLength];
        Span<byte> kept = stackalloc byte[MaraFrame.MaximumData];
        length = MaraFrame.Write(
            answer, request.Source, address, request.Sequence, MaraCommand.Poll, again ? WithoutEvents(data, kept) : data);
        _retry.Keep(request.Sequence, answer[..length]);
        return Reaction.Answer;
    }

    /// <summary>The same answer with an empty section of events (Mara 1.4 §4); as it is where its sections do not add up.</summary>
    private static ReadOnlySpan<byte> WithoutEvents(ReadOnlySpan<byte> data, Span<byte> buffer)
    {
        if (!MaraPollAnswer.TryParse(data, out MaraPollAnswer answer, out _))
        {
            return data;
        }

        int length = data.Length - answer.EventBytes.Length;
        data[..length].CopyTo(buffer);
        buffer[length - 1] = 1;
        return buffer[..length];
    }
}
