namespace Edge.Field.Bus;

/// <summary>
/// The bytes that arrived since a question ended. Only the last ones are kept, since no frame is longer than the longest. Removes the echo
/// of the question and finds the answer.
/// </summary>
/// <param name="longestFrame">In bytes.</param>
/// <param name="statistics">Where echo and noise are counted.</param>
internal sealed class AnswerBuffer(int longestFrame, BusCounters statistics)
{
    private readonly byte[] _bytes = new byte[Math.Max(1024, 4 * longestFrame)];
    private int _begin;
    private int _end;
    private bool _echoIsDue;

    /// <summary>The free part, to read into; never empty.</summary>
    public Span<byte> Free
    {
        get
        {
            if (_end == _bytes.Length)
            {
                int kept = Math.Min(_end - _begin, longestFrame - 1);
                statistics.NoiseBytes.Add(_end - _begin - kept);
                Dropped |= _end - _begin > kept;
                _bytes.AsSpan(_end - kept, kept).CopyTo(_bytes);
                _begin = 0;
                _end = kept;
            }

            return _bytes.AsSpan(_end);
        }
    }

    /// <summary>Whether anything arrived that is not the echo.</summary>
    public bool Any => _end > _begin || Dropped;

    /// <summary>The bytes that are kept.</summary>
    public ReadOnlySpan<byte> Held => _bytes.AsSpan(_begin, _end - _begin);

    private bool Dropped { get; set; }

    /// <summary>Whether more than an answer of this length is kept, or was.</summary>
    public bool HeldMore(int answer) => _end - _begin > answer || Dropped;

    /// <summary>A place to read bytes into that are thrown away.</summary>
    public Span<byte> Discard => _bytes;

    /// <summary>Begins a transaction.</summary>
    public void Start(bool echoIsDue)
    {
        _begin = 0;
        _end = 0;
        Dropped = false;
        _echoIsDue = echoIsDue;
    }

    /// <summary>Counts bytes that were read into <see cref="Free"/>.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Searches the bytes for the answer.</summary>
    /// <param name="question">The question, for its echo.</param>
    /// <param name="finder">Finds frames of the protocol.</param>
    /// <param name="answer">Where the frame goes.</param>
    /// <param name="length">How long it is.</param>
    /// <returns>Whether a whole answer was found.</returns>
    public bool Find(ReadOnlySpan<byte> question, IFrameFinder finder, Span<byte> answer, out int length)
    {
        length = 0;
        if (_echoIsDue)
        {
            int at = _bytes.AsSpan(_begin, _end - _begin).IndexOf(question);
            if (at < 0 && _end - _begin <= question.Length)
            {
                return false; // the echo may still arrive
            }

            if (at >= 0)
            {
                _echoIsDue = false;
                statistics.NoiseBytes.Add(at);
                statistics.EchoBytes.Add(question.Length);
                _begin += at + question.Length;
            }
        }

        return _end > _begin && Find(_begin, finder, answer, out length);
    }

    /// <summary>
    /// Called when the line has paused, so that nothing completes the first bytes any more: searches for a frame behind them. A finder that
    /// took noise for the head of a long frame still waits for its end.
    /// </summary>
    public bool FindBehindNoise(IFrameFinder finder, Span<byte> answer, out int length)
    {
        for (int from = _echoIsDue ? _begin : _begin + 1; from < _end; from++)
        {
            if (Find(from, finder, answer, out length))
            {
                return true;
            }
        }

        length = 0;
        return false;
    }

    /// <summary>Counts all bytes as noise: they contained no answer.</summary>
    public void GiveUp() => statistics.NoiseBytes.Add(_end - _begin);

    private bool Find(int from, IFrameFinder finder, Span<byte> answer, out int length)
    {
        ReadOnlySpan<byte> seen = _bytes.AsSpan(from, _end - from);
        if (finder.Find(seen, out int start, out length) != FrameProgress.Whole)
        {
            length = 0;
            return false;
        }

        if (length > answer.Length)
        {
            throw new ArgumentException($"The answer has {length} bytes, but the buffer only {answer.Length}.", nameof(answer));
        }

        seen.Slice(start, length).CopyTo(answer);
        statistics.NoiseBytes.Add(_end - _begin - length);
        return true;
    }
}
