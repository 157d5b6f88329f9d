using System.Collections;
using System.Runtime.CompilerServices;
using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>
/// The events and energies of one scan, oldest first, in memory that belongs to the driver. Borrowed like everything in a
/// <see cref="Scan"/>: it is valid until the next poll, which overwrites it. To keep one event, copy it by assignment; to keep all of them,
/// call <see cref="Copy"/>. The default is empty.
/// </summary>
[CollectionBuilder(typeof(FieldEvents), nameof(Of))]
public readonly struct FieldEvents : IReadOnlyList<FieldEvent>
{
    private readonly ReadOnlyMemory<FieldEvent> _memory;

    /// <summary>Refers to the events of a driver, without a copy.</summary>
    /// <param name="memory">The events, oldest first; unchanged until the next poll.</param>
    public FieldEvents(ReadOnlyMemory<FieldEvent> memory) => _memory = memory;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _memory.IsEmpty;

    /// <summary>How many there are.</summary>
    public int Length => _memory.Length;

    /// <summary>The events, for enumeration without a copy of each.</summary>
    public ReadOnlySpan<FieldEvent> Span => _memory.Span;

    /// <inheritdoc/>
    int IReadOnlyCollection<FieldEvent>.Count => _memory.Length;

    /// <summary>The event at a place, from 0.</summary>
    /// <param name="index">0 to <see cref="Length"/> − 1.</param>
    /// <exception cref="IndexOutOfRangeException">The index is outside of that range.</exception>
    public FieldEvent this[int index] => _memory.Span[index];

    /// <summary>A copy of the events in new memory.</summary>
    /// <param name="events">The events, oldest first.</param>
    public static FieldEvents Of(ReadOnlySpan<FieldEvent> events) => events.IsEmpty ? default : new(events.ToArray());

    /// <summary>A copy of the events in new memory, which stays valid.</summary>
    public FieldEvents Copy() => Of(Span);

    /// <summary>For <c>foreach</c>: enumerates the events without a copy of each.</summary>
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
