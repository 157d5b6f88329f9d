using Edge.Formulas.Compile;
using Edge.Formulas.Language;

namespace Edge.Formulas.Run;

/// <summary>Functions of many values. A list is never built: its values are taken in one at a time.</summary>
internal sealed partial class Evaluator
{
    private FormulaValue Aggregate(in Node node, int index)
    {
        var accumulator = new Accumulator(node.Op);
        for (var i = 0; i < node.B; i++)
        {
            var argument = _lists[node.A + i];
            if (_nodes[argument].Op == Op.List) TakeList(in _nodes[argument], ref accumulator, index);
            else Take(Evaluate(argument), ref accumulator, index);
            if (accumulator.Done) return accumulator.Best;
        }

        return Result(in accumulator, index);
    }

    private void TakeList(in Node list, ref Accumulator accumulator, int index)
    {
        var stages = _stages.AsSpan(list.B, list.C);
        for (var row = 0; row < list.A && !accumulator.Done; row++)
        {
            if (++_work > Bounds.Work)
            {
                accumulator.Stop(Fail(FormulaCode.TooMuchWork, index));
                return;
            }

            if (TryGetItem(stages, row, out var item)) Take(item, ref accumulator, index);
        }
    }

    /// <summary>Sends one row through the lambdas; false when a filter holds it back.</summary>
    private bool TryGetItem(ReadOnlySpan<Stage> stages, int row, out FormulaValue item)
    {
        item = default;
        foreach (ref readonly var stage in stages)
        {
            // An element before the first APLICAR, a value after it: the compiler knows which of the two is read.
            _rows[stage.Depth] = row;
            _items[stage.Depth] = item;
            var result = Evaluate(stage.Body);
            if (result.IsFailure)
            {
                item = result;
                return true;
            }

            if (!stage.Filters) item = result;
            else if (!IsTrue(result)) return false;
        }

        return true;
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
            if (IsTrue(value) == (accumulator.Op == Op.Any)) accumulator.Stop(value);
            else accumulator.Best = value;
            return;
        }

        if (value.IsNumber) accumulator.Take(value);
        else accumulator.Stop(FailNoNumber(value, index));
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
            if (Count++ == 0 || (Op == Op.Min && number.Number < Best.Number) || (Op == Op.Max && number.Number > Best.Number)) Best = number;
        }
    }
}
