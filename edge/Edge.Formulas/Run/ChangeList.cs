using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas.Compile;

namespace Edge.Formulas.Run;

/// <summary>The kind of a change of an element.</summary>
internal enum Change : byte
{
    /// <summary>No change.</summary>
    None,

    /// <summary>The quality of an attribute: another attribute may be worse, so that the quality of the element stays the same.</summary>
    Quality,

    /// <summary>A value.</summary>
    Value,
}

/// <summary>The elements that changed in one recomputation, each once. Elements that are out of use are never in it.</summary>
internal sealed class ChangeList(ImmutableArray<Element> elements, Verdicts verdicts)
{
    private readonly int[] _changed = new int[elements.Length];
    private readonly Change[] _changes = new Change[elements.Length];

    // The last reported state of the element.
    private readonly Verdict[] _told = new Verdict[elements.Length];
    private int _count;

    /// <summary>Starts a new recomputation.</summary>
    internal void Clear()
    {
        foreach (int element in _changed.AsSpan(0, _count))
        {
            _changes[element] = Change.None;
        }

        _count = 0;
    }

    /// <summary>Records a change of an attribute.</summary>
    internal void Add(int slot, Change change)
    {
        int element = slot / Symbols.ElementAttributes;
        if (_changes[element] == Change.None)
        {
            if (elements[element].Disabled)
            {
                return;
            }

            _changed[_count++] = element;
        }

        if (change > _changes[element])
        {
            _changes[element] = change;
        }
    }

    /// <summary>Records a change of every element.</summary>
    internal void AddAll()
    {
        for (int element = 0; element < elements.Length; element++)
        {
            Add(element * Symbols.ElementAttributes, Change.Value);
        }
    }

    /// <summary>The elements that changed, without those whose overall state is the same. Valid until the list is cleared.</summary>
    internal ReadOnlySpan<int> Keep()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            int element = _changed[i];
            Verdict verdict = verdicts.Of(element);
            if (_changes[element] == Change.Quality && verdict == _told[element])
            {
                _changes[element] = Change.None;
                continue;
            }

            _told[element] = verdict;
            _changed[kept++] = element;
        }

        _count = kept;
        return _changed.AsSpan(0, kept);
    }
}
