using System.Runtime.CompilerServices;
using Edge.Domain;
using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>
/// Evaluates nodes. A value is returned in two registers, so nothing is stored on the way; a failure is a value too and passes
/// through every operator, so an error costs no exception. The quality is the worst of what was really read.
/// </summary>
internal sealed partial class Evaluator(Program program, FormulaValue[] values, byte[] levels)
{
    private readonly Node[] _nodes = program.Nodes;
    private readonly int[] _lists = program.Lists;
    private readonly Stage[] _stages = program.Stages;
    private readonly int[] _rows = new int[Bounds.LambdaDepth];
    private readonly FormulaValue[] _items = new FormulaValue[Bounds.LambdaDepth];
    private readonly Selection[] _selections = [.. Enumerable.Range(0, program.Selections).Select(_ => new Selection())];
    private readonly long[] _versions = new long[Symbols.Hubs];
    private int _level;
    private int _work;
    private Fault _fault;

    /// <summary>The worst quality that the last formula read.</summary>
    internal Quality Level => (Quality)_level;

    /// <summary>Why the last formula failed.</summary>
    internal Fault Fault => _fault;

    /// <summary>A value or a quality under this hub has changed.</summary>
    internal void Touch(int hub)
    {
        if (hub >= 0)
        {
            _versions[hub]++;
        }
    }

    /// <summary>Evaluates a formula. The result is a failure when <see cref="Fault"/> says why.</summary>
    internal FormulaValue Run(int root)
    {
        _level = 0;
        _work = 0;
        _fault = default;
        return Evaluate(root);
    }

    private FormulaValue Evaluate(int index)
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
                return Arithmetic(node.Op, Evaluate(node.A), Evaluate(node.B), index);
            case Op.Equal:
            case Op.NotEqual:
            case Op.Less:
            case Op.LessOrEqual:
            case Op.Greater:
            case Op.GreaterOrEqual:
                return Compare(node.Op, Evaluate(node.A), Evaluate(node.B), index);
            case Op.Any:
            case Op.All:
            case Op.Sum:
            case Op.Min:
            case Op.Max:
            case Op.Average:
                return Aggregate(in node, index);
            case Op.Str:
                return Str(Evaluate(node.A));
            case Op.Float:
                return Float(Evaluate(node.A), index);
            case Op.Int:
                return Int(Evaluate(node.A), index);
            case Op.Round:
                return Round(in node, index);
            case Op.List:
                throw new InvalidOperationException("A list is no value: the compiler let it pass.");
            default:
                return OfOne(node.Op, Evaluate(node.A), index);
        }
    }

    /// <summary>Reads a slot and notes its quality.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FormulaValue Load(int slot)
    {
        int level = levels[slot];
        if (level > _level)
        {
            _level = level;
        }

        return values[slot];
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

    /// <summary><c>or</c> gives its first true operand or the last, <c>and</c> its first false one or the last.</summary>
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
            value = Arithmetic((Op)_lists[node.A + i], value, Evaluate(_lists[node.A + i + 1]), index);
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
            result = Compare((Op)_lists[node.A + i], left, right, index);
            if (result.IsFailure || !IsTrue(result))
            {
                return result;
            }

            left = right;
        }

        return result;
    }

    /// <summary>As Python: nothing, zero and the empty text are false. A text made of a number is never empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTrue(FormulaValue value)
    {
        if (value.IsNumber)
        {
            return value.Number != 0;
        }

        return value.IsNumberText || (!value.IsNothing && value.PlainText.Length > 0);
    }

    /// <summary>Notes the first failure.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private FormulaValue Fail(FormulaCode code, int node, FormulaValue detail = default)
    {
        if (_fault.Code == FormulaCode.None)
        {
            _fault = new(code, node, detail);
        }

        return FormulaValue.Failure;
    }
}
