using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Graph;
using Edge.Formulas.Language;
using Edge.Formulas.Run;

namespace Edge.Formulas;

/// <summary>What happens at a change.</summary>
public sealed partial class FormulaEngine
{
    private readonly DirtySet _dirty;

    // By rank: why the formula failed.
    private readonly Fault[] _faults;

    // What the formulas of the cycle in hand had given before.
    private readonly Snapshot[] _before;

    // The formulas of the cycle in hand that have something new to read.
    private readonly DirtySet _waiting;

    // What SetElement replaced since the last call, so that setting it back is no change.
    private readonly Dictionary<int, FormulaValue> _set = [];

    private readonly int[] _changed;
    private readonly bool[] _isChanged;
    private int _changes;
    private bool _ran;

    /// <summary>
    /// Evaluates what depends on what was set since the last call. Returns the indices of the elements whose look or quality
    /// changed, each once, in no particular order; the first call returns every element that is in use. Elements that are out of use
    /// are computed, because others may read them, but never returned. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<int> Recompute()
    {
        foreach (var element in _changed.AsSpan(0, _changes)) _isChanged[element] = false;
        _changes = 0;
        foreach (var (slot, before) in _set)
        {
            if (_values[slot] != before) NoteChange(slot);
        }

        _set.Clear();
        for (var rank = _dirty.TakeLowest(); rank >= 0; rank = _dirty.TakeLowest())
        {
            var cycle = _graph.CycleOf[rank];
            if (cycle >= 0)
            {
                Settle(cycle);
                continue;
            }

            var target = _graph.Order[rank].Target;
            var before = Take(rank);
            Evaluate(rank, inCycle: false);
            Compare(target, in before, in _faults[rank]);
        }

        if (!_ran)
        {
            _ran = true;
            for (var element = 0; element < _profile.Elements.Length; element++) NoteChange(element * Symbols.ElementAttributes);
        }

        return _changed.AsSpan(0, _changes);
    }

    private static FormulaCode Fit(ElementAttribute attribute, ref FormulaValue value)
    {
        if (value.IsNothing || attribute == ElementAttribute.Text) return FormulaCode.None;
        if (attribute == ElementAttribute.Mark) return value.IsNumber ? FormulaCode.None : FormulaCode.NotAMark;
        var number = value.Number;
        if (!value.IsNumber || number < 0 || number > int.MaxValue || number != Math.Floor(number)) return FormulaCode.NotAPaletteIndex;
        value = FormulaValue.Whole(number);
        return FormulaCode.None;
    }

    private Snapshot Take(int rank)
    {
        var target = _graph.Order[rank].Target;
        return new(_values[target], _levels[target], _faults[rank]);
    }

    /// <summary>Evaluates one formula into its slot. A failure leaves the last value there, and says that it is bad.</summary>
    private void Evaluate(int rank, bool inCycle)
    {
        Evaluations++;
        var formula = _graph.Order[rank];
        var attribute = (ElementAttribute)(formula.Target % Symbols.ElementAttributes);
        var value = _evaluator.Run(formula.Root);
        var level = _evaluator.Level;
        var fault = _evaluator.Fault;
        if (!value.IsFailure && Fit(attribute, ref value) is var code and not FormulaCode.None) fault = new(code, formula.Root, value);
        if (fault.Code == FormulaCode.None)
        {
            _values[formula.Target] = value;
        }
        else if (level == Quality.Bad)
        {
            // What it failed on was not to be trusted: the source is to blame, not the formula. But in a cycle the source can be
            // the formula itself, by way of the others.
            if (!inCycle || _faults[rank].Code != fault.Code || _faults[rank].Node != fault.Node) fault = default;
        }
        else
        {
            level = Quality.Bad;
        }

        _levels[formula.Target] = (byte)level;
        _faults[rank] = fault;
    }

    /// <summary>Passes a change on to who reads the slot and to who shows the element.</summary>
    private void Compare(int target, in Snapshot before, in Fault fault)
    {
        if (_levels[target] != before.Level || _values[target] != before.Value) MarkReaders(target);
        else if (fault == before.Fault) return;
        NoteChange(target);
    }

    /// <summary>
    /// Evaluates formulas that depend on each other, in the order of the sheet, until nothing changes any more. They begin with their
    /// present values but as good: a quality that they only had from each other would never go away. Their readers outside see only the outcome.
    /// </summary>
    private void Settle(int index)
    {
        var cycle = _graph.Cycles[index];
        for (var rank = cycle.First; rank < cycle.End; rank++)
        {
            _before[rank - cycle.First] = Take(rank);
            _levels[_graph.Order[rank].Target] = (byte)Quality.Good;
            _faults[rank] = default;
            _waiting.Add(rank);
        }

        var settled = Iterate(cycle);
        for (var rank = cycle.First; rank < cycle.End; rank++)
        {
            var target = _graph.Order[rank].Target;
            if (!settled)
            {
                _levels[target] = (byte)Quality.Bad;
                _faults[rank] = new(FormulaCode.CycleUnsettled, -1, default);
            }

            Compare(target, in _before[rank - cycle.First], in _faults[rank]);
        }

        _dirty.Remove(cycle.First, cycle.End);
    }

    /// <summary>Rounds in the order of the sheet, each over what has something new to read. False when the bound was reached.</summary>
    private bool Iterate(Cycle cycle)
    {
        var budget = (long)Bounds.CycleRounds * (cycle.End - cycle.First);
        var next = cycle.First;
        while (true)
        {
            var rank = _waiting.TakeLowest(next, cycle.End);
            if (rank < 0) rank = _waiting.TakeLowest(cycle.First, cycle.End);
            if (rank < 0) return true;
            if (budget-- == 0)
            {
                _waiting.Remove(cycle.First, cycle.End);
                return false;
            }

            var target = _graph.Order[rank].Target;
            var level = _levels[target];
            var value = _values[target];
            Evaluate(rank, inCycle: true);
            if (_levels[target] != level || _values[target] != value)
            {
                AddWaiting(_graph.Readers(target), cycle);
                AddWaiting(_graph.HubReaders(_symbols.HubOf(target)), cycle);
            }

            next = rank + 1;
        }
    }

    private void AddWaiting(ReadOnlySpan<int> readers, Cycle cycle)
    {
        foreach (var reader in readers)
        {
            if (reader >= cycle.First && reader < cycle.End) _waiting.Add(reader);
        }
    }

    private void MarkReaders(int slot)
    {
        _dirty.Add(_graph.Readers(slot));
        _dirty.Add(_graph.HubReaders(_symbols.HubOf(slot)));
    }

    private void NoteChange(int slot)
    {
        var element = slot / Symbols.ElementAttributes;
        if (_isChanged[element] || _profile.Elements[element].Disabled) return;
        _isChanged[element] = true;
        _changed[_changes++] = element;
    }

    /// <summary>What a formula had given.</summary>
    private readonly record struct Snapshot(FormulaValue Value, byte Level, Fault Fault);
}
