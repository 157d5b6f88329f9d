namespace FirmwareSim.Devices.Firmware;

/// <summary>
/// The concentrator's events for the centre, in the order in which it got them. Bounded: while it is full the concentrator leaves the
/// events in their IEDs, whose overflow bit then tells; its own it drops and counts.
/// </summary>
public sealed class EventQueue(int capacity)
{
    private readonly Queue<EventRecord> _events = new();

    /// <summary>Raised for each of the concentrator's own events that is kept.</summary>
    public event Action<EventRecord>? Recorded;

    /// <summary>How many wait.</summary>
    public int Count => _events.Count;

    /// <summary>How many more it takes.</summary>
    public int Room => capacity - _events.Count;

    /// <summary>How many of the concentrator's own events found no room.</summary>
    public int Dropped { get; private set; }

    /// <summary>Adds one of the concentrator's own.</summary>
    public void Add(EventRecord record)
    {
        if (Room <= 0)
        {
            Dropped++;
            return;
        }

        _events.Enqueue(record);
        Recorded?.Invoke(record);
    }

    /// <summary>Takes everything that an IED has.</summary>
    public void Collect(Ied ied)
    {
        ArgumentNullException.ThrowIfNull(ied);
        ied.DrainTo(_events);
    }

    /// <summary>Copies the oldest events, as many as fit.</summary>
    /// <returns>How many.</returns>
    public int Peek(Span<byte> into)
    {
        int count = 0;
        foreach (EventRecord record in _events)
        {
            int at = count * EventRecord.Length;
            if (at + EventRecord.Length > into.Length)
            {
                break;
            }

            record.Bytes.CopyTo(into[at..]);
            count++;
        }

        return count;
    }

    /// <summary>Forgets the oldest events: the centre has them.</summary>
    public void Release(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _events.Dequeue();
        }
    }

    /// <summary>A restart forgets them all.</summary>
    public void Clear() => _events.Clear();
}
