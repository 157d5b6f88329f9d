namespace FirmwareSim.Devices.Firmware;

/// <summary>The five events that an IED can keep; it drops what comes after them until it is read (Mara 1.4 §7).</summary>
public sealed class EventStack
{
    /// <summary>How many it keeps.</summary>
    public const int Capacity = 5;

    private readonly Queue<EventRecord> _events = new(Capacity);
    private int _carried;
    private bool _told;

    /// <summary>Raised for each event that is kept.</summary>
    public event Action<EventRecord>? Recorded;

    /// <summary>How many wait.</summary>
    public int Count => _events.Count;

    /// <summary>Whether one was dropped since it was last read.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Keeps an event, or drops it.</summary>
    public void Push(EventRecord record)
    {
        if (_events.Count == Capacity)
        {
            (Overflowed, _told) = (true, false);
            return;
        }

        _events.Enqueue(record);
        Recorded?.Invoke(record);
    }

    /// <summary>Hands every event to the concentrator.</summary>
    public void DrainTo(Queue<EventRecord> queue)
    {
        while (_events.TryDequeue(out EventRecord record))
        {
            queue.Enqueue(record);
        }

        Forget();
    }

    /// <summary>Copies the oldest events into an answer; they stay until <see cref="Release"/>.</summary>
    /// <returns>How many.</returns>
    public int Peek(Span<byte> into)
    {
        _carried = 0;
        foreach (EventRecord record in _events)
        {
            if ((_carried + 1) * EventRecord.Length > into.Length)
            {
                break;
            }

            record.Bytes.CopyTo(into[(_carried++ * EventRecord.Length)..]);
        }

        _told = Overflowed;
        return _carried;
    }

    /// <summary>
    /// The answer that carried the oldest events arrived; the overflow bit in it has been seen too, unless one more was dropped since.
    /// </summary>
    public void Release()
    {
        for (; _carried > 0; _carried--)
        {
            _events.Dequeue();
        }

        Overflowed &= !_told;
        _told = false;
    }

    /// <summary>A restart forgets them.</summary>
    public void Clear()
    {
        _events.Clear();
        Forget();
    }

    private void Forget() => (Overflowed, _told, _carried) = (false, false, 0);
}
