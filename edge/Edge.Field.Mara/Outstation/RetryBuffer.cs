using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>What the retry buffer knows of a sequence.</summary>
internal enum RetryState
{
    /// <summary>It is another one than the last: the last answer has arrived.</summary>
    New = 0,

    /// <summary>It is the last one, and its answer is here: the same bytes go out again.</summary>
    Kept = 1,

    /// <summary>It is the last one, but the gateway has restarted since: the answer must be made again.</summary>
    Forgotten = 2,
}

/// <summary>The last sequence that a centre asked with, and its answer: the same sequence brings the same bytes (Mara 1.4 §2).</summary>
/// <param name="address">The address that answers.</param>
internal sealed class RetryBuffer(byte address)
{
    private readonly byte[] _frame = new byte[MaraFrame.MaximumLength];
    private RetryState _state = RetryState.New;
    private byte _sequence;
    private int _length;

    /// <summary>What is known of a sequence.</summary>
    public RetryState Find(byte sequence) => sequence == _sequence ? _state : RetryState.New;

    /// <summary>After a restart: this was the last sequence; its bytes are gone.</summary>
    public void Restore(byte sequence) => (_state, _sequence) = (RetryState.Forgotten, sequence);

    /// <summary>Keeps the answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="command">The command of the answer: a poll repeated as another command is still answered as a poll.</param>
    /// <param name="data">The data of the answer.</param>
    public void Keep(Question question, byte command, ReadOnlySpan<byte> data) =>
        Keep(question.Sequence, MaraFrame.Write(_frame, question.Source, address, question.Sequence, command, data));

    /// <summary>The question has no answer, and none when it is repeated.</summary>
    public void KeepSilence(Question question) => Keep(question.Sequence, 0);

    /// <summary>Copies the frame that was kept; gives its length, 0 where there is no answer.</summary>
    public int CopyTo(Span<byte> to)
    {
        _frame.AsSpan(0, _length).CopyTo(to);
        return _length;
    }

    private void Keep(byte sequence, int length) => (_state, _sequence, _length) = (RetryState.Kept, sequence, length);
}
