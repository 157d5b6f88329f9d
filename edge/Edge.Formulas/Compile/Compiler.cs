using Edge.Formulas.Findings;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Compile;

/// <summary>Compiles a parsed formula to nodes: names become slots, lists become stages, and its reads are recorded.</summary>
internal sealed partial class Compiler(Symbols symbols, Program program)
{
    private readonly List<Parameter> _scope = [];
    private Problem? _problem;

    /// <summary>The reads of the last formula.</summary>
    internal Reads Reads { get; } = new(symbols.Slots);

    /// <summary>Hints for unknown names.</summary>
    internal NameHints Hints { get; } = new(symbols);

    /// <summary>Compiles a formula; returns -1 and the problem when it is not valid.</summary>
    internal int Compile(Expression expression, out Problem? problem)
    {
        Reads.Clear();
        _scope.Clear();
        _problem = null;
        int root = Value(expression);
        problem = _problem;
        return problem is null ? root : -1;
    }

    private int Value(Expression expression) => expression switch
    {
        ConstantExpression constant => Emit(expression, Op.Constant, constant: constant.Value),
        NameExpression name => Name(name),
        UnaryExpression unary => Unary(unary),
        ChainExpression chain => Chain(chain),
        CallExpression call => Call(call),
        _ => Fail(FormulaCode.LambdaMisplaced, expression, $"a lambda is the first argument of APLICAR or FILTRAR"),
    };

    private int Unary(UnaryExpression unary)
    {
        if (unary is { Operator: UnaryOperator.Minus, Operand: ConstantExpression { Value.IsNumber: true } constant })
        {
            double number = -constant.Value.Number;
            FormulaValue value = constant.Value.IsWhole ? FormulaValue.Whole(number) : FormulaValue.Real(number);
            return Emit(unary, Op.Constant, constant: value);
        }

        Op op = unary.Operator switch { UnaryOperator.Minus => Op.Negate, UnaryOperator.Plus => Op.Plus, _ => Op.Not };
        return Emit(unary, op, Value(unary.Operand));
    }

    private int Chain(ChainExpression chain)
    {
        int[] operands = new int[chain.Operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = Value(chain.Operands[i]);
        }

        BinaryOperator first = chain.Operators[0];
        if (first is BinaryOperator.Or or BinaryOperator.And)
        {
            return Emit(chain, first == BinaryOperator.Or ? Op.Or : Op.And, program.AddList(operands), operands.Length);
        }

        if (operands.Length == 2)
        {
            return Emit(chain, OpOf(first), operands[0], operands[1]);
        }

        // operand, operator, operand, operator, operand …
        int[] items = new int[(operands.Length * 2) - 1];
        for (int i = 0; i < operands.Length; i++)
        {
            items[i * 2] = operands[i];
            if (i > 0)
            {
                items[(i * 2) - 1] = (int)OpOf(chain.Operators[i - 1]);
            }
        }

        bool compares = first is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;
        return Emit(chain, compares ? Op.CompareChain : Op.Chain, program.AddList(items), items.Length);
    }

    private static Op OpOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => Op.Equal,
        BinaryOperator.NotEqual => Op.NotEqual,
        BinaryOperator.Less => Op.Less,
        BinaryOperator.LessOrEqual => Op.LessOrEqual,
        BinaryOperator.Greater => Op.Greater,
        BinaryOperator.GreaterOrEqual => Op.GreaterOrEqual,
        BinaryOperator.Join => Op.Join,
        BinaryOperator.Add => Op.Add,
        BinaryOperator.Subtract => Op.Subtract,
        BinaryOperator.Multiply => Op.Multiply,
        BinaryOperator.Divide => Op.Divide,
        BinaryOperator.Modulo => Op.Modulo,
        BinaryOperator.Power => Op.Power,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "No operator of two values."),
    };

    private int Call(CallExpression call)
    {
        string name = call.Name.Text!;
        if (FunctionTable.Find(name) is not { } function)
        {
            return Fail(
                FormulaCode.UnknownFunction, call.Name.Start, call.Name.Length, Suggestions.Hint(name, FunctionTable.Names), name);
        }

        int count = call.Arguments.Length;
        if (count < function.Least || count > function.Most)
        {
            string most = function.Most == int.MaxValue ? "" : $"{function.Most}";
            Phrase? hint = call.Arguments.Zip(call.Arguments.Skip(1)).Any(pair => CommaDoubts.IsPair(pair.First, pair.Second))
                ? (Phrase)$"decimals have a point"
                : null;
            return Fail(FormulaCode.WrongArgumentCount, call, hint, name, $"{function.Least}", most, $"{count}");
        }

        if (function.Function is Function.Map or Function.Filter)
        {
            return Fail(FormulaCode.ListAsValue, call, $"make one value of the list: SUMA(…), MAX(…), O(…)", name);
        }

        int[] arguments = new int[count];
        for (int i = 0; i < count; i++)
        {
            Expression argument = call.Arguments[i];
            arguments[i] = function.TakesLists && IsList(argument) ? ListArgument(argument) : Value(argument);
        }

        return function.Function switch
        {
            Function.If => Emit(call, Op.If, arguments[0], arguments[1], count > 2 ? arguments[2] : -1),
            Function.Not => Emit(call, Op.Not, arguments[0]),
            Function.Sqrt => Emit(call, Op.Sqrt, arguments[0]),
            Function.Float => Emit(call, Op.Float, arguments[0]),
            Function.Str => Emit(call, Op.Str, arguments[0]),
            Function.Int => Emit(call, Op.Int, arguments[0]),
            Function.Abs => Emit(call, Op.Abs, arguments[0]),
            Function.Round => Emit(call, Op.Round, arguments[0], count > 1 ? arguments[1] : -1),
            Function.Any => Emit(call, Op.Any, program.AddList(arguments), count),
            Function.All => Emit(call, Op.All, program.AddList(arguments), count),
            Function.Sum => Emit(call, Op.Sum, program.AddList(arguments), count),
            Function.Min => Emit(call, Op.Min, program.AddList(arguments), count),
            Function.Max => Emit(call, Op.Max, program.AddList(arguments), count),
            _ => Emit(call, Op.Average, program.AddList(arguments), count),
        };
    }

    private int Emit(Expression at, Op op, int a = 0, int b = 0, int c = 0, FormulaValue constant = default) =>
        program.Add(new(op, a, b, c, constant), at.Start, at.Length);

    private int Fail(FormulaCode code, Expression at, Phrase? hint, params ReadOnlySpan<string> arguments) =>
        Fail(code, at.Start, at.Length, hint, arguments);

    private int Fail(FormulaCode code, int start, int length, Phrase? hint, params ReadOnlySpan<string> arguments)
    {
        _problem ??= new(code, start, length, hint, [.. arguments]);
        return 0;
    }

    /// <summary>A lambda's parameter: a row of a table, or a result of APLICAR.</summary>
    private readonly record struct Parameter(string Name, FormulaTable? Table);
}
