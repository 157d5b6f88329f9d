using System.Numerics;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Functions of many values. A list is never built: its values are taken in one at a time.</summary>
internal sealed partial class Evaluator
{
    private FormulaValue Aggregate(in Node node, int index)
    {
        var accumulator = new Accumulator(node.Op);
        for (int i = 0; i < node.B; i++)
        {
            int argument = _lists[node.A + i];
            if (_nodes[argument].Op == Op.List)
            {
                TakeList(in _nodes[argument], ref accumulator, index);
            }
            else
            {
                Take(Evaluate(argument), ref accumulator, index);
            }

            if (accumulator.Done)
            {
                return accumulator.Best;
            }
        }

        return Result(in accumulator, index);
    }

    private void TakeList(in Node list, ref Accumulator accumulator, int index)
    {
        Span<Stage> stages = _stages.AsSpan(list.B, list.C);
        if (stages[0].Selection < 0)
        {
            for (int row = 0; row < list.A && !accumulator.Done; row++)
            {
                TakeRow(stages, row, ref accumulator, index);
            }

            return;
        }

        Selection selection = _selections[stages[0].Selection];
        if (selection.Version != VersionOf(stages[0].Hubs) && !Select(selection, in stages[0], list.A, index))
        {
            accumulator.Stop(FormulaValue.Failure);
            return;
        }

        if (selection.Level > _level)
        {
            _level = selection.Level;
        }

        foreach (int row in selection.Rows)
        {
            TakeRow(stages[1..], row, ref accumulator, index);
            if (accumulator.Done)
            {
                return;
            }
        }
    }

    private void TakeRow(ReadOnlySpan<Stage> stages, int row, ref Accumulator accumulator, int index)
    {
        if (++_work > Bounds.Work)
        {
            accumulator.Stop(Fail(FormulaCode.TooMuchWork, index));
            return;
        }

        // An element before the first APLICAR, a value after it: the compiler knows which of the two is read.
        FormulaValue item = FormulaValue.Nothing;
        foreach (ref readonly Stage stage in stages)
        {
            _rows[stage.Depth] = row;
            if (!item.IsNothing || !_items[stage.Depth].IsNothing)
            {
                _items[stage.Depth] = item;
            }

            FormulaValue result = Evaluate(stage.Body);
            if (result.IsFailure)
            {
                item = result;
                break;
            }

            if (!stage.Filters)
            {
                item = result;
            }
            else if (!IsTrue(result))
            {
                return;
            }
        }

        if (item.IsNumber && accumulator.Op is not (Op.Any or Op.All))
        {
            accumulator.Take(item);
        }
        else
        {
            Take(item, ref accumulator, index);
        }
    }

    /// <summary>Finds the rows that a filter lets through, with the quality of what it read. False when the filter failed.</summary>
    private bool Select(Selection selection, in Stage filter, int rows, int index)
    {
        int level = _level;
        _level = 0;
        selection.Clear(rows);
        for (int row = 0; row < rows; row++)
        {
            _rows[filter.Depth] = row;
            FormulaValue result = ++_work > Bounds.Work ? Fail(FormulaCode.TooMuchWork, index) : Evaluate(filter.Body);
            if (result.IsFailure)
            {
                _level = Math.Max(level, _level);
                return false;
            }

            if (IsTrue(result))
            {
                selection.Add(row);
            }
        }

        selection.Close(VersionOf(filter.Hubs), _level);
        _level = level;
        return true;
    }

    /// <summary>Changes with every change under these hubs.</summary>
    private long VersionOf(int hubs)
    {
        long version = 0L;
        for (; hubs != 0; hubs &= hubs - 1)
        {
            version += _versions[BitOperations.TrailingZeroCount(hubs)];
        }

        return version;
    }

    private void Take(FormulaValue value, ref Accumulator accumulator, int index)
    {
        if (value.IsFailure)
        {
            accumulator.Stop(value);
            return;
        }

        if (accumulator.Op is Op.Any or Op.All)
        {
            if (IsTrue(value) == (accumulator.Op == Op.Any))
            {
                accumulator.Stop(value);
            }
            else
            {
                accumulator.Best = value;
            }

            return;
        }

        if (value.IsNumber)
        {
            accumulator.Take(value);
        }
        else
        {
            accumulator.Stop(FailNoNumber(value, index));
        }
    }

    private FormulaValue Result(in Accumulator accumulator, int index) => accumulator.Op switch
    {
        Op.Any => FormulaValue.Nothing,
        Op.All => accumulator.Best,
        Op.Sum => Finite(accumulator.Total, accumulator.Whole, index),
        _ when accumulator.Count == 0 => Fail(FormulaCode.NoValues, index),
        Op.Average => Finite(accumulator.Total / accumulator.Count, whole: false, index),
        _ => accumulator.Best,
    };

    /// <summary>What has been taken in so far.</summary>
    private struct Accumulator(Op op)
    {
        internal readonly Op Op = op;
        // All of no values are true, as in Python.
        internal FormulaValue Best = op == Op.All ? FormulaValue.Truth(true) : FormulaValue.Nothing;
        internal double Total;
        internal int Count;
        internal bool Whole = true;
        internal bool Done;

        /// <summary>The result is known.</summary>
        internal void Stop(FormulaValue result)
        {
            Best = result;
            Done = true;
        }

        internal void Take(FormulaValue number)
        {
            Total += number.Number;
            Whole &= number.IsWhole;
            if (Count++ == 0 || (Op == Op.Min && number.Number < Best.Number) || (Op == Op.Max && number.Number > Best.Number))
            {
                Best = number;
            }
        }
    }

    /// <summary>The rows that a filter lets through.</summary>
    private sealed class Selection
    {
        private int[] _rows = [];
        private int _count;

        /// <summary>What they were found at, or -1 when they are not known.</summary>
        internal long Version { get; private set; } = -1;

        /// <summary>The worst quality that the filter read.</summary>
        internal int Level { get; private set; }

        internal ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

        internal void Clear(int rows)
        {
            if (_rows.Length < rows)
            {
                _rows = new int[rows];
            }

            _count = 0;
            Version = -1;
        }

        internal void Add(int row) => _rows[_count++] = row;

        internal void Close(long version, int level)
        {
            Version = version;
            Level = level;
        }
    }
}
