using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Graph;
using Edge.Formulas.Language;
using Edge.Formulas.Run;
using Edge.Formulas.Values;

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

    // The elements that may have changed, and by element how surely.
    private readonly int[] _changed;
    private readonly Change[] _changes;
    private readonly Verdict[] _verdicts;
    private int _count;
    private bool _ran;

    private enum Change : byte
    {
        None,

        /// <summary>The quality of an attribute: another attribute may be worse, so that the element looks the same.</summary>
        Quality,

        /// <summary>A value.</summary>
        Value,
    }

    /// <summary>
    /// Evaluates what depends on what was set since the last call. Returns the indices of the elements whose look or quality
    /// changed, each once, in no particular order; the first call returns every element that is in use. Elements that are out of use
    /// are computed, because others may read them, but never returned. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<int> Recompute()
    {
        foreach (int element in _changed.AsSpan(0, _count))
        {
            _changes[element] = Change.None;
        }

        _count = 0;
        foreach ((int slot, FormulaValue before) in _set)
        {
            if (_values[slot] != before)
            {
                NoteChange(slot, Change.Value);
            }
        }

        _set.Clear();
        for (int rank = _dirty.TakeLowest(); rank >= 0; rank = _dirty.TakeLowest())
        {
            int cycle = _graph.CycleOf[rank];
            if (cycle >= 0)
            {
                Settle(cycle);
                continue;
            }

            int target = _graph.Order[rank].Target;
            Snapshot before = Take(rank);
            Evaluate(rank, inCycle: false);
            Compare(target, in before, in _faults[rank]);
        }

        if (!_ran)
        {
            _ran = true;
            for (int element = 0; element < _profile.Elements.Length; element++)
            {
                NoteChange(element * Symbols.ElementAttributes, Change.Value);
            }
        }

        return KeepReal();
    }

    private static FormulaCode Fit(ElementAttribute attribute, ref FormulaValue value)
    {
        if (value.IsNothing || attribute == ElementAttribute.Text)
        {
            return FormulaCode.None;
        }

        double number = value.Number;
        if (attribute == ElementAttribute.Mark)
        {
            if (!value.IsNumber)
            {
                return FormulaCode.NotAMark;
            }

            value = FormulaValue.Real(number + 0.0);
            return FormulaCode.None;
        }

        if (!value.IsNumber || number < 0 || number > int.MaxValue || number != Math.Floor(number))
        {
            return FormulaCode.NotAPaletteIndex;
        }

        value = FormulaValue.Whole(number);
        return FormulaCode.None;
    }

    private Snapshot Take(int rank)
    {
        int target = _graph.Order[rank].Target;
        return new(_values[target], _levels[target], _faults[rank]);
    }

    /// <summary>Evaluates one formula into its slot. A failure leaves the last value there, and says that it is bad.</summary>
    private void Evaluate(int rank, bool inCycle)
    {
        Evaluations++;
        CompiledFormula formula = _graph.Order[rank];
        var attribute = (ElementAttribute)(formula.Target % Symbols.ElementAttributes);
        FormulaValue value = _evaluator.Run(formula.Root);
        Quality level = _evaluator.Level;
        Fault fault = _evaluator.Fault;
        if (!value.IsFailure && Fit(attribute, ref value) is var code and not FormulaCode.None)
        {
            fault = new(code, formula.Root, value);
        }

        if (fault.Code == FormulaCode.None)
        {
            _values[formula.Target] = value;
        }
        else if (level == Quality.Bad)
        {
            // What it failed on was not to be trusted: the source is to blame, not the formula. But in a cycle the source can be
            // the formula itself, by way of the others.
            Fault before = _faults[rank];
            bool isOwn = inCycle && !before.FromSource && before.Code == fault.Code && before.Node == fault.Node;
            fault = fault with { FromSource = !isOwn };
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
        bool isNew = _values[target] != before.Value;
        if (isNew || _levels[target] != before.Level)
        {
            MarkReaders(target);
        }
        else if (fault == before.Fault)
        {
            return;
        }

        NoteChange(target, isNew ? Change.Value : Change.Quality);
    }

    /// <summary>
    /// Evaluates formulas that depend on each other, in the order of the sheet, until nothing changes any more. They begin with their
    /// present values but as good: a quality that they only had from each other would never go away. Their readers outside see only the outcome.
    /// </summary>
    private void Settle(int index)
    {
        Cycle cycle = _graph.Cycles[index];
        for (int rank = cycle.First; rank < cycle.End; rank++)
        {
            _before[rank - cycle.First] = Take(rank);
            int target = _graph.Order[rank].Target;
            _levels[target] = (byte)Quality.Good;
            _evaluator.Touch(_symbols.HubOf(target));
            _faults[rank] = default;
            _waiting.Add(rank);
        }

        bool settled = Iterate(cycle);
        for (int rank = cycle.First; rank < cycle.End; rank++)
        {
            int target = _graph.Order[rank].Target;
            if (!settled)
            {
                _levels[target] = (byte)Quality.Bad;
                _evaluator.Touch(_symbols.HubOf(target));
                _faults[rank] = new(FormulaCode.CycleUnsettled, -1, default);
            }

            Compare(target, in _before[rank - cycle.First], in _faults[rank]);
        }

        _dirty.Remove(cycle.First, cycle.End);
    }

    /// <summary>Rounds in the order of the sheet, each over what has something new to read. False when the bound was reached.</summary>
    private bool Iterate(Cycle cycle)
    {
        long budget = (long)Bounds.CycleRounds * (cycle.End - cycle.First);
        int next = cycle.First;
        while (true)
        {
            int rank = _waiting.TakeLowest(next, cycle.End);
            if (rank < 0)
            {
                rank = _waiting.TakeLowest(cycle.First, cycle.End);
            }

            if (rank < 0)
            {
                return true;
            }

            if (budget-- == 0)
            {
                _waiting.Remove(cycle.First, cycle.End);
                return false;
            }

            int target = _graph.Order[rank].Target;
            byte level = _levels[target];
            FormulaValue value = _values[target];
            Evaluate(rank, inCycle: true);
            if (_levels[target] != level || _values[target] != value)
            {
                int hub = _symbols.HubOf(target);
                _evaluator.Touch(hub);
                AddWaiting(_graph.Readers(target), cycle);
                AddWaiting(_graph.HubReaders(hub), cycle);
            }

            next = rank + 1;
        }
    }

    private void AddWaiting(ReadOnlySpan<int> readers, Cycle cycle)
    {
        foreach (int reader in readers)
        {
            if (reader >= cycle.First && reader < cycle.End)
            {
                _waiting.Add(reader);
            }
        }
    }

    private void MarkReaders(int slot)
    {
        int hub = _symbols.HubOf(slot);
        _evaluator.Touch(hub);
        _dirty.Add(_graph.Readers(slot));
        _dirty.Add(_graph.HubReaders(hub));
    }

    private void NoteChange(int slot, Change change)
    {
        int element = slot / Symbols.ElementAttributes;
        if (_changes[element] == Change.None)
        {
            if (_profile.Elements[element].Disabled)
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

    /// <summary>Leaves out the elements that as a whole are as they were.</summary>
    private ReadOnlySpan<int> KeepReal()
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            int element = _changed[i];
            Verdict verdict = VerdictOf(element);
            if (_changes[element] == Change.Quality && verdict == _verdicts[element])
            {
                _changes[element] = Change.None;
                continue;
            }

            _verdicts[element] = verdict;
            _changed[kept++] = element;
        }

        _count = kept;
        return _changed.AsSpan(0, kept);
    }

    /// <summary>The worst quality of an element's attributes, and the first that failed.</summary>
    private Verdict VerdictOf(int element)
    {
        int first = element * Symbols.ElementAttributes;
        int level = 0;
        for (int slot = first; slot < first + Symbols.ElementAttributes; slot++)
        {
            level = Math.Max(level, _levels[slot]);
        }

        if (level == (int)Quality.Bad)
        {
            for (int slot = first; slot < first + Symbols.ElementAttributes; slot++)
            {
                int rank = _ranks[slot];
                if (rank == BrokenFormula)
                {
                    return new(Quality.Bad, slot, default);
                }

                if (rank >= 0 && _faults[rank] is { FromSource: false } fault && fault.Code != FormulaCode.None)
                {
                    return new(Quality.Bad, slot, fault);
                }
            }
        }

        return new((Quality)level, -1, default);
    }

    /// <summary>What a formula had given.</summary>
    private readonly record struct Snapshot(FormulaValue Value, byte Level, Fault Fault);

    /// <summary>The quality of an element as a whole.</summary>
    /// <param name="Level">The worst of its attributes.</param>
    /// <param name="Slot">The first attribute that failed, or -1.</param>
    /// <param name="Fault">Why it failed; none when it could not be compiled.</param>
    private readonly record struct Verdict(Quality Level, int Slot, Fault Fault);
}
