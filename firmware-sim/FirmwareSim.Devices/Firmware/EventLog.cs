namespace FirmwareSim.Devices.Firmware;

/// <summary>
/// What the devices recorded, for who checks that all of it arrived. No device reads it: it is filled where a device puts an event into
/// its own memory, so what found no room there is not in it.
/// </summary>
public sealed class EventLog
{
    /// <summary>How many of the latest it keeps.</summary>
    public const int Capacity = 5000;

    private readonly Queue<EventRecord> _latest = new();

    /// <summary>How many were recorded since the start.</summary>
    public long Recorded { get; private set; }

    /// <summary>The latest, oldest first.</summary>
    public IReadOnlyCollection<EventRecord> Latest => _latest;

    /// <summary>Writes one down.</summary>
    public void Add(EventRecord record)
    {
        Recorded++;
        if (_latest.Count == Capacity)
        {
            _latest.Dequeue();
        }

        _latest.Enqueue(record);
    }
}
