namespace FirmwareSim.Devices.Firmware;

/// <summary>The five events that an IED can keep; it drops what comes after them until it is read (Mara 1.4 §7).</summary>
public sealed class EventStack
{
    /// <summary>How many it keeps.</summary>
    public const int Capacity = 5;

    private readonly Queue<EventRecord> _events = new(Capacity);

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
            Overflowed = true;
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

        Overflowed = false;
    }

    /// <summary>A restart forgets them.</summary>
    public void Clear()
    {
        _events.Clear();
        Overflowed = false;
    }
}
