using TestKit.Field;

namespace Edge.Field.Mara.Tests;

/// <summary>
/// A COMaster as the reference describes it (Mara 1.4 §2, §4): the same sequence again brings the last answer byte for byte; a new one
/// releases the events that the last answer carried.
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

    /// <summary>The questions that are no polls, each as often as it was carried out: a repeated sequence is not.</summary>
    public List<(byte Command, byte[] Data)> Done { get; } = [];

    /// <summary>Commands that it does not know: no answer, and no part of the sequence.</summary>
    public HashSet<byte> Unknown { get; } = [];

    /// <summary>Whether its scan is stopped, so that it is a bridge to its bus.</summary>
    public bool Stopped { get; private set; }

    /// <summary>The answer of an IED behind it over the bridge: the data, or null for no answer.</summary>
    public Func<byte, byte, byte[], byte[]?>? Ied { get; init; }

    /// <summary>The skew that it reports of the IED at address 2.</summary>
    public short Skew { get; set; }

    /// <summary>The first byte of the system variables of the IED at address 2.</summary>
    public byte Status { get; set; } = 0x47;

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

    /// <summary>Processes one whole frame and returns the answer, or null.</summary>
    public byte[]? Take(byte[] request)
    {
        if (request[5] == Wire.SetTime)
        {
            TimesSet.Add(request);
            return null;
        }

        if (request[2] != 0x01)
        {
            byte[]? said = Stopped ? Ied?.Invoke(request[2], request[5], request[6..^2]) : null;
            return said is null ? null : Wire.Frame(0x40, request[2], request[4], request[5], said);
        }

        if (request[5] != Wire.Poll)
        {
            return Unknown.Contains(request[5]) ? null : TakeOther(request);
        }

        Assert.Equal(Wire.Frame(0x01, 0x40, request[4], Wire.Poll), request);
        Sequences.Add(request[4]);
        if (request[4] == _lastSequence)
        {
            return _lastAnswer;
        }

        Release();
        _carried = Math.Min(_events.Count, MostEvents);
        _lastSequence = request[4];
        byte[] payload = Station.Payload([.. _events.Take(_carried).Select(Wire.Event)]);
        payload[1 + 6] = Status;
        (payload[1 + 6 + 2], payload[1 + 6 + 3]) = ((byte)Skew, (byte)(Skew >> 8));
        _lastAnswer = Wire.ToCentre(request[4], payload);
        return _lastAnswer;
    }

    // A new sequence acknowledges the last answer, whatever is asked with it (Mara 1.4 §2).
    private byte[] TakeOther(byte[] request)
    {
        if (request[4] == _lastSequence)
        {
            return _lastAnswer;
        }

        Release();
        byte[] data = request[6..^2];
        Done.Add((request[5], data));
        Stopped = request[5] == Wire.StopScan ? data[0] == 1 : Stopped;
        _lastSequence = request[4];
        byte[] answer = request[5] == Wire.ReadIedRam ? [.. Enumerable.Range(0, data[3]).Select(i => (byte)(data[1] + i))] : data;
        _lastAnswer = Wire.Frame(0x40, 0x01, request[4], request[5], answer);
        return _lastAnswer;
    }

    private void Release()
    {
        for (; _carried > 0; _carried--)
        {
            _ = _events.Dequeue();
        }
    }
}
