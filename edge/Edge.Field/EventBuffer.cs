using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Field;

/// <summary>
/// The events of a scan, in a buffer that the driver uses again for each scan. It grows to the largest scan so far. The events are
/// overwritten after <see cref="Clear"/>. Not for several threads.
/// </summary>
public sealed class EventBuffer
{
    // As many as one answer of a concentrator can hold (Mara 1.4 §4: 245 bytes of data, ten an event).
    private FieldEvent[] _events = new FieldEvent[24];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The events, valid until <see cref="Clear"/>.</summary>
    public FieldEvents Lent => new(_events.AsMemory(0, Count));

    /// <summary>Begins the next scan.</summary>
    public void Clear() => Count = 0;

    /// <summary>The place of one more event. The caller must write it whole: it may still hold an older event.</summary>
    public ref FieldEvent Next()
    {
        if (Count == _events.Length)
        {
            Array.Resize(ref _events, Count * 2);
        }

        return ref _events[Count++];
    }

    /// <summary>Adds an event.</summary>
    public void Add(in FieldEvent happened) => Next() = happened;

    /// <summary>Adds events.</summary>
    public void Add(ReadOnlySpan<FieldEvent> events)
    {
        foreach (ref readonly FieldEvent happened in events)
        {
            Next() = happened;
        }
    }
}
