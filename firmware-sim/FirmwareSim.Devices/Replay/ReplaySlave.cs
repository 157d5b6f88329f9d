using Edge.Protocols.Mara;
using FirmwareSim.Devices.Firmware;

namespace FirmwareSim.Devices.Replay;

/// <summary>
/// A concentrator that says again what one once said: each new poll gets the next frame of the recording, addressed to who asks and
/// with his SEC, from the beginning again after the last. Polls only: anything else stays unanswered.
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
        if (request.Destination != address || request.Command != MaraCommands.Poll)
        {
            return Reaction.Silence;
        }

        if (_retry.TryRepeat(request.Sequence, answer, out length))
        {
            return Reaction.Answer;
        }

        ReadOnlySpan<byte> recorded = frames[(int)(Polls++ % frames.Count)];
        ReadOnlySpan<byte> data = recorded[MaraFrame.HeaderLength..^MaraFrame.TrailerLength];
        length = MaraFrame.Write(answer, request.Source, address, request.Sequence, MaraCommands.Poll, data);
        _retry.Keep(request.Sequence, answer[..length]);
        return Reaction.Answer;
    }
}
