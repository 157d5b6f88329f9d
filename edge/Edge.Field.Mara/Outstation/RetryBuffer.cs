using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>The state of a sequence in the retry buffer.</summary>
internal enum RetryState
{
    /// <summary>A new one: it acknowledges the last answer.</summary>
    New = 0,

    /// <summary>The last one, with its answer: the same bytes are sent again.</summary>
    Kept = 1,

    /// <summary>The last one, but the gateway has restarted since: the answer must be created again.</summary>
    Forgotten = 2,
}

/// <summary>The last sequence of a centre and its answer: the same sequence gets the same bytes (Mara 1.4 §2).</summary>
/// <param name="address">The own address.</param>
internal sealed class RetryBuffer(byte address)
{
    private readonly byte[] _frame = new byte[MaraFrame.MaximumLength];
    private RetryState _state = RetryState.New;
    private byte _sequence;
    private int _length;

    /// <summary>The state of a sequence.</summary>
    public RetryState Find(byte sequence) => sequence == _sequence ? _state : RetryState.New;

    /// <summary>Sets the last sequence after a restart; its answer is not kept.</summary>
    public void Restore(byte sequence) => (_state, _sequence) = (RetryState.Forgotten, sequence);

    /// <summary>Stores the answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="command">The command of the answer: a poll that is repeated with another command is still answered as a poll.</param>
    /// <param name="data">The data of the answer.</param>
    public void Keep(Question question, byte command, ReadOnlySpan<byte> data) =>
        Keep(question.Sequence, MaraFrame.Write(_frame, question.Source, address, question.Sequence, command, data));

    /// <summary>Stores that a question has no answer, also when it is repeated.</summary>
    public void KeepSilence(Question question) => Keep(question.Sequence, 0);

    /// <summary>Copies the stored frame and returns its length; 0: no answer.</summary>
    public int CopyTo(Span<byte> to)
    {
        _frame.AsSpan(0, _length).CopyTo(to);
        return _length;
    }

    private void Keep(byte sequence, int length) => (_state, _sequence, _length) = (RetryState.Kept, sequence, length);
}
