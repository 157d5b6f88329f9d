using System.Numerics;
using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>
/// Functions of many values and the lists that they run over. A list is never built: its values are added one at a time, and the rows that
/// pass a filter are cached until something changes that the filter reads.
/// </summary>
/// <param name="evaluator">Evaluates the bodies of lambdas, and holds the quality and the fault of the formula.</param>
/// <param name="program">The formulas.</param>
/// <param name="rows">By the index of a lambda's parameter: the present row. The evaluator reads it.</param>
/// <param name="items">By the index of a lambda's parameter: the present value. The evaluator reads it.</param>
internal sealed class Aggregates(Evaluator evaluator, Program program, int[] rows, FormulaValue[] items)
{
    private readonly Node[] _nodes = program.Nodes;
    private readonly int[] _lists = program.Lists;
    private readonly Stage[] _stages = program.Stages;
    private readonly Selection[] _selections = [.. Enumerable.Range(0, program.Selections).Select(_ => new Selection())];
    private readonly long[] _versions = new long[Symbols.Hubs];
    private int _work;

    /// <summary>Records a change of a value or a quality under this hub.</summary>
    internal void Touch(int hub)
    {
        if (hub >= 0)
        {
            _versions[hub]++;
        }
    }

    /// <summary>Starts counting the work of one formula.</summary>
    internal void Begin() => _work = 0;

    /// <summary>Evaluates a function over all its arguments, values and lists.</summary>
    internal FormulaValue Evaluate(in Node node, int index)
    {
        var accumulator = new Accumulator(node.Op);
        for (int i = 0; i < node.B && !accumulator.Done; i++)
        {
            int argument = _lists[node.A + i];
            if (_nodes[argument].Op == Op.List)
            {
                AddList(in _nodes[argument], ref accumulator, index);
            }
            else
            {
                accumulator.Add(evaluator.Evaluate(argument), index, ref evaluator.Fault);
            }
        }

        return accumulator.Result(index, ref evaluator.Fault);
    }

    private void AddList(in Node list, ref Accumulator accumulator, int index)
    {
        Span<Stage> stages = _stages.AsSpan(list.B, list.C);
        if (stages[0].Selection < 0)
        {
            for (int row = 0; row < list.A && !accumulator.Done; row++)
            {
                AddRow(stages, row, ref accumulator, index);
            }

            return;
        }

        Selection selection = _selections[stages[0].Selection];
        if (selection.Version != VersionOf(stages[0].Hubs) && !Select(selection, in stages[0], list.A, index))
        {
            accumulator.Stop(FormulaValue.Failure);
            return;
        }

        if (selection.Level > evaluator.Level)
        {
            evaluator.Level = selection.Level;
        }

        foreach (int row in selection.Rows)
        {
            AddRow(stages[1..], row, ref accumulator, index);
            if (accumulator.Done)
            {
                return;
            }
        }
    }

    private void AddRow(ReadOnlySpan<Stage> stages, int row, ref Accumulator accumulator, int index)
    {
        if (++_work > Bounds.Work)
        {
            accumulator.Stop(evaluator.Fault.Note(FormulaCode.TooMuchWork, index));
            return;
        }

        // An element before the first APLICAR, a value after it: the compiler has decided which of the two is read.
        FormulaValue item = FormulaValue.Nothing;
        foreach (ref readonly Stage stage in stages)
        {
            rows[stage.Depth] = row;
            if (!item.IsNothing || !items[stage.Depth].IsNothing)
            {
                items[stage.Depth] = item;
            }

            FormulaValue result = evaluator.Evaluate(stage.Body);
            if (result.IsFailure)
            {
                item = result;
                break;
            }

            if (!stage.Filters)
            {
                item = result;
            }
            else if (!Evaluator.IsTrue(result))
            {
                return;
            }
        }

        accumulator.Add(item, index, ref evaluator.Fault);
    }

    /// <summary>Finds the rows that pass a filter, with the quality of its reads. False when the filter failed.</summary>
    private bool Select(Selection selection, in Stage filter, int count, int index)
    {
        Quality level = evaluator.Level;
        evaluator.Level = Quality.Good;
        selection.Clear(count);
        for (int row = 0; row < count; row++)
        {
            rows[filter.Depth] = row;
            FormulaValue result = ++_work > Bounds.Work
                ? evaluator.Fault.Note(FormulaCode.TooMuchWork, index)
                : evaluator.Evaluate(filter.Body);
            if (result.IsFailure)
            {
                evaluator.Level = level > evaluator.Level ? level : evaluator.Level;
                return false;
            }

            if (Evaluator.IsTrue(result))
            {
                selection.Add(row);
            }
        }

        selection.Close(VersionOf(filter.Hubs), evaluator.Level);
        evaluator.Level = level;
        return true;
    }

    /// <summary>A version number that changes with each change under these hubs.</summary>
    private long VersionOf(int hubs)
    {
        long version = 0L;
        for (; hubs != 0; hubs &= hubs - 1)
        {
            version += _versions[BitOperations.TrailingZeroCount(hubs)];
        }

        return version;
    }
}
