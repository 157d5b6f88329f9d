using System.Collections;
using System.Runtime.CompilerServices;
using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>
/// The events and energies of one scan, oldest first, lying in memory that belongs to the driver. Borrowed as everything in a <see cref="Scan"/>: it
/// may be read until the driver is asked again, and then holds the events of another scan. A caller that keeps an event
/// longer copies it by assignment; a caller that keeps them all takes <see cref="Copy"/>. The default is empty.
/// </summary>
[CollectionBuilder(typeof(FieldEvents), nameof(Of))]
public readonly struct FieldEvents : IReadOnlyList<FieldEvent>
{
    private readonly ReadOnlyMemory<FieldEvent> _memory;

    /// <summary>Lends the events of a driver.</summary>
    /// <param name="memory">Where they lie, oldest first; not written to until the scan is over.</param>
    public FieldEvents(ReadOnlyMemory<FieldEvent> memory) => _memory = memory;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _memory.IsEmpty;

    /// <summary>How many there are.</summary>
    public int Length => _memory.Length;

    /// <summary>The events, to be walked through without a copy of each.</summary>
    public ReadOnlySpan<FieldEvent> Span => _memory.Span;

    /// <inheritdoc/>
    int IReadOnlyCollection<FieldEvent>.Count => _memory.Length;

    /// <summary>The event at a place, from 0.</summary>
    /// <param name="index">0 to <see cref="Length"/> − 1.</param>
    /// <exception cref="IndexOutOfRangeException">There are not so many.</exception>
    public FieldEvent this[int index] => _memory.Span[index];

    /// <summary>Events in memory of their own.</summary>
    /// <param name="events">The events, oldest first.</param>
    public static FieldEvents Of(ReadOnlySpan<FieldEvent> events) => events.IsEmpty ? default : new(events.ToArray());

    /// <summary>The same events in memory of their own, to be kept for as long as one likes.</summary>
    public FieldEvents Copy() => Of(Span);

    /// <summary>For <c>foreach</c>: walks through the events without a copy of each.</summary>
    public ReadOnlySpan<FieldEvent>.Enumerator GetEnumerator() => _memory.Span.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator<FieldEvent> IEnumerable<FieldEvent>.GetEnumerator()
    {
        for (int i = 0; i < _memory.Length; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<FieldEvent>)this).GetEnumerator();
}
