using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>The intermediate result of a function of many values.</summary>
internal struct Accumulator(Op op)
{
    private double _total;
    private int _count;
    private bool _whole = true;

    // All of no values are true, as in Python.
    private FormulaValue _best = op == Op.All ? FormulaValue.Truth(true) : FormulaValue.Nothing;

    /// <summary>Whether the result is known, so that no more values are needed.</summary>
    internal bool Done { get; private set; }

    /// <summary>Sets the final result.</summary>
    internal void Stop(FormulaValue result)
    {
        _best = result;
        Done = true;
    }

    /// <summary>Adds a value, which may be a failure.</summary>
    internal void Add(FormulaValue value, int node, ref Fault fault)
    {
        if (op is Op.Any or Op.All)
        {
            AddTruth(value);
        }
        else if (value.IsNumber)
        {
            AddNumber(value);
        }
        else
        {
            Stop(value.IsFailure ? value : Functions.FailNoNumber(value, node, ref fault));
        }
    }

    /// <summary>The result of the added values.</summary>
    internal readonly FormulaValue Result(int node, ref Fault fault)
    {
        if (Done)
        {
            return _best;
        }

        return op switch
        {
            Op.Any => FormulaValue.Nothing,
            Op.All => _best,
            Op.Sum => Operators.Finite(_total, _whole, node, ref fault),
            _ when _count == 0 => fault.Note(FormulaCode.NoValues, node),
            Op.Average => Operators.Finite(_total / _count, whole: false, node, ref fault),
            _ => _best,
        };
    }

    private void AddTruth(FormulaValue value)
    {
        if (value.IsFailure || Evaluator.IsTrue(value) == (op == Op.Any))
        {
            Stop(value);
        }
        else
        {
            _best = value;
        }
    }

    private void AddNumber(FormulaValue number)
    {
        _total += number.Number;
        _whole &= number.IsWhole;
        if (_count++ == 0 || (op == Op.Min && number.Number < _best.Number) || (op == Op.Max && number.Number > _best.Number))
        {
            _best = number;
        }
    }
}
