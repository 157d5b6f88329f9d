using Edge.Protocols.Mara;

namespace FirmwareSim.Devices.Firmware;

/// <summary>What a slave does about a frame.</summary>
public enum Reaction : byte
{
    /// <summary>Nothing goes back.</summary>
    Silence = 0,

    /// <summary>An answer goes back.</summary>
    Answer = 1,

    /// <summary>An answer goes back, then the connection ends.</summary>
    AnswerAndClose = 2,
}

/// <summary>What stands behind the TCP port: the concentrator, or a recording of one.</summary>
public interface IMaraSlave
{
    /// <summary>Handles one frame.</summary>
    /// <param name="request">The frame.</param>
    /// <param name="answer">Room for a whole frame.</param>
    /// <param name="length">How long the answer is.</param>
    Reaction Handle(MaraFrame request, Span<byte> answer, out int length);

    /// <summary>A centre has connected.</summary>
    void CentreConnected();
}

/// <summary>The last answer of a slave, kept for a centre that asks again with the same SEC (Mara 1.4 §2).</summary>
public sealed class RetryBuffer
{
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength];
    private int _length;
    private byte _sequence;

    /// <summary>Gives the last answer once more, byte for byte, if it had this SEC.</summary>
    public bool TryRepeat(byte sequence, Span<byte> answer, out int length)
    {
        length = _length;
        if (_length == 0 || sequence != _sequence)
        {
            return false;
        }

        _answer.AsSpan(0, _length).CopyTo(answer);
        return true;
    }

    /// <summary>Keeps an answer in place of the one before.</summary>
    public void Keep(byte sequence, ReadOnlySpan<byte> answer)
    {
        answer.CopyTo(_answer);
        (_sequence, _length) = (sequence, answer.Length);
    }

    /// <summary>Forgets it.</summary>
    public void Forget() => _length = 0;
}
