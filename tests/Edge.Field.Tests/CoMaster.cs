namespace Edge.Field.Tests;

/// <summary>
/// A COMaster as the reference describes it (Mara 1.4 §2, §4): the same sequence again brings the last answer byte for byte; a new one releases
/// the events that the last answer carried.
/// </summary>
internal sealed class CoMaster
{
    // 253 in all, less 8 of the frame, 19 + 11 + 17 of the other sections and the length byte of the events.
    private const int MostEvents = (253 - 8 - 19 - 11 - 17 - 1) / 10;

    private readonly Queue<int> _events = [];
    private int _lastSequence = -1;
    private byte[] _lastAnswer = [];
    private int _carried;
    private int _made;

    /// <summary>Whether its event queue outlives a restart; the answer that it gave last never does.</summary>
    public bool KeepsEvents { get; init; }

    public IEnumerable<int> Made => Enumerable.Range(0, _made);

    public List<byte[]> TimesSet { get; } = [];

    public List<byte> Sequences { get; } = [];

    public int Waiting => _events.Count;

    public void Happen(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            _events.Enqueue(_made++);
        }
    }

    public void Restart()
    {
        (_lastSequence, _carried) = (-1, 0);
        if (!KeepsEvents)
        {
            _events.Clear();
        }
    }

    /// <summary>Takes one whole frame; gives the answer, or null.</summary>
    public byte[]? Take(byte[] request)
    {
        if (request[5] == Wire.SetTime)
        {
            TimesSet.Add(request);
            return null;
        }

        Assert.Equal(Wire.Frame(0x01, 0x40, request[4], Wire.Poll), request);
        Sequences.Add(request[4]);
        if (request[4] == _lastSequence)
        {
            return _lastAnswer;
        }

        for (; _carried > 0; _carried--)
        {
            _ = _events.Dequeue();
        }

        _carried = Math.Min(_events.Count, MostEvents);
        _lastSequence = request[4];
        _lastAnswer = Wire.ToCentre(request[4], Station.Payload([.. _events.Take(_carried).Select(Wire.Event)]));
        return _lastAnswer;
    }
}
