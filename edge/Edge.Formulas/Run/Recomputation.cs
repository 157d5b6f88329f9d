using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Graph;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>
/// Evaluates the formulas that depend on a change, in the order of the graph, so that a chain settles in one pass; formulas that depend on
/// each other are repeated until they settle.
/// </summary>
internal sealed class Recomputation
{
    private readonly Symbols _symbols;
    private readonly DependencyGraph _graph;
    private readonly FormulaValue[] _values;
    private readonly byte[] _levels;
    private readonly Evaluator _evaluator;

    // The formulas whose reads changed; those of the present cycle separately.
    private readonly DirtySet _dirty;
    private readonly DirtySet _waiting;

    // The previous results of the formulas of the present cycle.
    private readonly Snapshot[] _before;

    /// <summary>Creates it; initially all formulas are marked.</summary>
    internal Recomputation(Symbols symbols, Program program, DependencyGraph graph, Memory memory)
    {
        _symbols = symbols;
        _graph = graph;
        _values = memory.Values;
        _levels = memory.Levels;
        _evaluator = new Evaluator(program, _values, _levels);
        Faults = new Fault[graph.Order.Length];
        _dirty = new DirtySet(graph.Order.Length);
        _waiting = new DirtySet(graph.Order.Length);
        _before = new Snapshot[graph.Cycles.Count == 0 ? 0 : graph.Cycles.Max(cycle => cycle.End - cycle.First)];
        for (int rank = 0; rank < graph.Order.Length; rank++)
        {
            _dirty.Add(rank);
        }
    }

    /// <summary>By rank: why the formula failed.</summary>
    internal Fault[] Faults { get; }

    /// <summary>How many formulas have been evaluated.</summary>
    internal long Evaluations { get; private set; }

    /// <summary>Marks the readers of a slot whose value or quality changed.</summary>
    internal void Mark(int slot)
    {
        int hub = _symbols.HubOf(slot);
        _evaluator.Touch(hub);
        _dirty.Add(_graph.Readers(slot));
        _dirty.Add(_graph.HubReaders(hub));
    }

    /// <summary>Evaluates the marked formulas and those that depend on them, and records the changes.</summary>
    internal void Run(ChangeList changes)
    {
        for (int rank = _dirty.TakeLowest(); rank >= 0; rank = _dirty.TakeLowest())
        {
            int cycle = _graph.CycleOf[rank];
            if (cycle >= 0)
            {
                Settle(_graph.Cycles[cycle], changes);
                continue;
            }

            Snapshot before = Take(rank);
            Evaluate(rank, inCycle: false);
            Compare(rank, in before, changes);
        }
    }

    private Snapshot Take(int rank)
    {
        int target = _graph.Order[rank].Target;
        return new Snapshot(_values[target], _levels[target], Faults[rank]);
    }

    /// <summary>Evaluates one formula into its slot. A failure keeps the last value and sets it to bad.</summary>
    private void Evaluate(int rank, bool inCycle)
    {
        Evaluations++;
        CompiledFormula formula = _graph.Order[rank];
        FormulaValue value = _evaluator.Run(formula.Root);
        Quality level = _evaluator.Level;
        Fault fault = _evaluator.Fault;
        if (!value.IsFailure && Memory.Fit(Memory.AttributeOf(formula.Target), ref value) is var code and not FormulaCode.None)
        {
            fault = new Fault(code, formula.Root, value);
        }

        if (fault.Code == FormulaCode.None)
        {
            _values[formula.Target] = value;
        }
        else if (level == Quality.Bad)
        {
            // The value on which it failed was bad: the source is the cause, not the formula. But in a cycle the source can be the formula
            // itself, through the others.
            Fault before = Faults[rank];
            bool isOwn = inCycle && !before.FromSource && before.Code == fault.Code && before.Node == fault.Node;
            fault = fault with { FromSource = !isOwn };
        }
        else
        {
            level = Quality.Bad;
        }

        _levels[formula.Target] = (byte)level;
        Faults[rank] = fault;
    }

    /// <summary>Passes a change on to the formulas that read the slot and to the list of changes.</summary>
    private void Compare(int rank, in Snapshot before, ChangeList changes)
    {
        int target = _graph.Order[rank].Target;
        bool isNew = _values[target] != before.Value;
        if (isNew || _levels[target] != before.Level)
        {
            Mark(target);
        }
        else if (Faults[rank] == before.Fault)
        {
            return;
        }

        changes.Add(target, isNew ? Change.Value : Change.Quality);
    }

    /// <summary>
    /// Evaluates formulas that depend on each other, in the order of the sheet, until nothing changes any more. They start with their
    /// present values but good quality: a quality that they only have from each other would otherwise never end. Formulas outside the cycle
    /// see only the result.
    /// </summary>
    private void Settle(Cycle cycle, ChangeList changes)
    {
        for (int rank = cycle.First; rank < cycle.End; rank++)
        {
            _before[rank - cycle.First] = Take(rank);
            int target = _graph.Order[rank].Target;
            _levels[target] = (byte)Quality.Good;
            _evaluator.Touch(_symbols.HubOf(target));
            Faults[rank] = default;
            _waiting.Add(rank);
        }

        bool settled = Iterate(cycle);
        for (int rank = cycle.First; rank < cycle.End; rank++)
        {
            if (!settled)
            {
                int target = _graph.Order[rank].Target;
                _levels[target] = (byte)Quality.Bad;
                _evaluator.Touch(_symbols.HubOf(target));
                Faults[rank] = new Fault(FormulaCode.CycleUnsettled, -1, default);
            }

            Compare(rank, in _before[rank - cycle.First], changes);
        }

        _dirty.Remove(cycle.First, cycle.End);
    }

    /// <summary>Iterates in the order of the sheet over the formulas whose reads changed. False when the limit was reached.</summary>
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

    /// <summary>The previous result of a formula.</summary>
    private readonly record struct Snapshot(FormulaValue Value, byte Level, Fault Fault);
}
