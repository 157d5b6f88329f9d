using System.Runtime.CompilerServices;
using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>
/// Evaluates nodes. A value is returned in two registers, without memory access; a failure is a value too and passes through every
/// operator, so an error needs no exception. The quality is the worst of the values that were actually read.
/// </summary>
internal sealed class Evaluator
{
    private readonly Node[] _nodes;
    private readonly int[] _lists;
    private readonly FormulaValue[] _values;
    private readonly byte[] _levels;
    private readonly int[] _rows = new int[Bounds.LambdaDepth];
    private readonly FormulaValue[] _items = new FormulaValue[Bounds.LambdaDepth];
    private readonly Aggregates _aggregates;
    private Fault _fault;

    /// <summary>Creates an evaluator over the values that the formulas read and set.</summary>
    /// <param name="program">The formulas.</param>
    /// <param name="values">The value of each slot.</param>
    /// <param name="levels">The quality of each slot.</param>
    internal Evaluator(Program program, FormulaValue[] values, byte[] levels)
    {
        _nodes = program.Nodes;
        _lists = program.Lists;
        _values = values;
        _levels = levels;
        _aggregates = new Aggregates(this, program, _rows, _items);
    }

    /// <summary>The worst quality that the last formula read.</summary>
    internal Quality Level { get; set; }

    /// <summary>Why the last formula failed.</summary>
    internal ref Fault Fault => ref _fault;

    /// <summary>Records a change of a value or a quality under this hub.</summary>
    internal void Touch(int hub) => _aggregates.Touch(hub);

    /// <summary>Evaluates a formula. If the result is a failure, <see cref="Fault"/> has the reason.</summary>
    internal FormulaValue Run(int root)
    {
        Level = Quality.Good;
        _fault = default;
        _aggregates.Begin();
        return Evaluate(root);
    }

    /// <summary>Evaluates one node and its operands.</summary>
    internal FormulaValue Evaluate(int index)
    {
        ref readonly Node node = ref _nodes[index];
        switch (node.Op)
        {
            case Op.Constant:
                return node.Constant;
            case Op.Load:
                return Load(node.A);
            case Op.LoadAttribute:
                return Load(node.A + (_rows[node.C] * node.B));
            case Op.LoadItem:
                return _items[node.C];
            case Op.If:
                return If(in node);
            case Op.Or:
            case Op.And:
                return Logic(in node);
            case Op.Chain:
                return Chain(in node, index);
            case Op.CompareChain:
                return CompareChain(in node, index);
            case Op.Add:
            case Op.Subtract:
            case Op.Multiply:
            case Op.Divide:
            case Op.Modulo:
            case Op.Power:
            case Op.Join:
                return Operators.Arithmetic(node.Op, Evaluate(node.A), Evaluate(node.B), index, ref _fault);
            case Op.Equal:
            case Op.NotEqual:
            case Op.Less:
            case Op.LessOrEqual:
            case Op.Greater:
            case Op.GreaterOrEqual:
                return Operators.Compare(node.Op, Evaluate(node.A), Evaluate(node.B), index, ref _fault);
            case Op.Any:
            case Op.All:
            case Op.Sum:
            case Op.Min:
            case Op.Max:
            case Op.Average:
                return _aggregates.Evaluate(in node, index);
            case Op.Str:
                return Functions.Str(Evaluate(node.A));
            case Op.Float:
                return Functions.Float(Evaluate(node.A), index, ref _fault);
            case Op.Int:
                return Functions.Int(Evaluate(node.A), index, ref _fault);
            case Op.Round:
                return Round(in node, index);
            case Op.List:
                throw new InvalidOperationException("A list is not a value: the compiler should have refused it.");
            default:
                return Functions.OfOne(node.Op, Evaluate(node.A), index, ref _fault);
        }
    }

    /// <summary>Reads a slot and records its quality.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FormulaValue Load(int slot)
    {
        var level = (Quality)_levels[slot];
        if (level > Level)
        {
            Level = level;
        }

        return _values[slot];
    }

    private FormulaValue If(in Node node)
    {
        FormulaValue condition = Evaluate(node.A);
        if (condition.IsFailure)
        {
            return condition;
        }

        if (IsTrue(condition))
        {
            return Evaluate(node.B);
        }

        return node.C < 0 ? FormulaValue.Nothing : Evaluate(node.C);
    }

    /// <summary><c>or</c> returns its first true operand or the last, <c>and</c> its first false one or the last.</summary>
    private FormulaValue Logic(in Node node)
    {
        FormulaValue value = FormulaValue.Nothing;
        bool wanted = node.Op == Op.Or;
        for (int i = 0; i < node.B; i++)
        {
            value = Evaluate(_lists[node.A + i]);
            if (value.IsFailure || IsTrue(value) == wanted)
            {
                return value;
            }
        }

        return value;
    }

    private FormulaValue Chain(in Node node, int index)
    {
        FormulaValue value = Evaluate(_lists[node.A]);
        for (int i = 1; i < node.B && !value.IsFailure; i += 2)
        {
            value = Operators.Arithmetic((Op)_lists[node.A + i], value, Evaluate(_lists[node.A + i + 1]), index, ref _fault);
        }

        return value;
    }

    /// <summary><c>a &lt; b &lt; c</c>: every pair must hold, and each operand is evaluated once.</summary>
    private FormulaValue CompareChain(in Node node, int index)
    {
        FormulaValue left = Evaluate(_lists[node.A]);
        FormulaValue result = FormulaValue.Nothing;
        for (int i = 1; i < node.B; i += 2)
        {
            FormulaValue right = Evaluate(_lists[node.A + i + 1]);
            result = Operators.Compare((Op)_lists[node.A + i], left, right, index, ref _fault);
            if (result.IsFailure || !IsTrue(result))
            {
                return result;
            }

            left = right;
        }

        return result;
    }

    /// <summary>The decimals are evaluated only for a number.</summary>
    private FormulaValue Round(in Node node, int index)
    {
        FormulaValue value = Evaluate(node.A);
        return node.B >= 0 && value.IsNumber
            ? Functions.Round(value, Evaluate(node.B), index, ref _fault)
            : Functions.Round(value, index, ref _fault);
    }

    /// <summary>As Python: nothing, zero and the empty text are false. A text made of a number is never empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsTrue(FormulaValue value)
    {
        if (value.IsNumber)
        {
            return value.Number != 0;
        }

        return value.IsNumberText || (!value.IsNothing && value.PlainText.Length > 0);
    }
}
