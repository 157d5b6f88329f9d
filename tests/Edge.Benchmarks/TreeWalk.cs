using System.Globalization;
using Edge.Domain;
using Edge.Formulas.Language;

namespace Edge.Benchmarks;

/// <summary>
/// The straightforward way: parse each formula once, walk its tree with boxed values and names in a dictionary, all formulas in the order
/// of the sheet, again until nothing changes. Knows as much of the language as the real workbook uses.
/// </summary>
internal sealed class TreeWalk
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _scope = new(StringComparer.Ordinal);
    private readonly (string Target, Expression Root)[] _formulas;
    private readonly string[] _elements;

    public TreeWalk(Profile profile)
    {
        _elements = [.. profile.Elements.Select(e => e.Tag)];
        foreach (Element e in profile.Elements)
        {
            Set(
                $"eg.{e.Tag}.text",
                double.TryParse(e.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : e.Text);
            Set($"eg.{e.Tag}.fill", e.Fill is { } fill ? (double)fill : null);
            Set($"eg.{e.Tag}.stroke", e.Stroke is { } stroke ? (double)stroke : null);
            Set($"eg.{e.Tag}.mark", e.Mark);
        }

        foreach (AnalogPoint a in profile.Analogs)
        {
            Set($"ai.{a.Tag}.escala", a.Scale);
        }

        _formulas =
        [
            .. profile.Formulas.Select(
                f => ($"eg.{f.Tag}.{f.Attribute.ToString().ToLowerInvariant()}", Parser.Parse(f.Expression, out _)!)),
        ];
    }

    public object? this[string name] => _values[name];

    public void Set(string name, object? value) => _values[name] = value;

    /// <summary>Evaluates everything until nothing changes.</summary>
    /// <returns>How many rounds it took.</returns>
    public int Settle()
    {
        for (int round = 1; ; round++)
        {
            bool changed = false;
            foreach ((string target, Expression root) in _formulas)
            {
                object? value = Evaluate(root);
                changed |= !Equals(value, _values[target]);
                _values[target] = value;
            }

            if (!changed)
            {
                return round;
            }
        }
    }

    private object? Evaluate(Expression node) => node switch
    {
        ConstantExpression constant =>
            constant.Value.TryGetNumber(out double number) ? number : constant.Value.TryGetText(out string? text) ? text : null,
        NameExpression name => _values[Name(name)],
        UnaryExpression { Operator: UnaryOperator.Minus } unary => -Number(Evaluate(unary.Operand)),
        ChainExpression chain => Chain(chain),
        CallExpression call => Call(call),
        _ => throw new NotSupportedException($"{node} is not in the real workbook."),
    };

    private string Name(NameExpression name) => name.Words.Length == 2
        ? $"eg.{_scope[name.Words[0].Text!]}.{name.Words[1].Text}"
        : string.Join('.', name.Words.Select(w => w.Text));

    private object? Chain(ChainExpression chain)
    {
        object? left = Evaluate(chain.Operands[0]);
        for (int i = 0; i < chain.Operators.Length; i++)
        {
            if (chain.Operators[i] == BinaryOperator.Or)
            {
                left = IsTrue(left) ? left : Evaluate(chain.Operands[i + 1]);
                continue;
            }

            object? right = Evaluate(chain.Operands[i + 1]);
            left = chain.Operators[i] switch
            {
                BinaryOperator.Equal => Equals(left, right) ? 1.0 : 0.0,
                BinaryOperator.Greater => Number(left) > Number(right) ? 1.0 : 0.0,
                BinaryOperator.Add => Number(left) + Number(right),
                BinaryOperator.Multiply => Number(left) * Number(right),
                BinaryOperator.Divide => Number(left) / Number(right),
                _ => throw new NotSupportedException($"{chain.Operators[i]} is not in the real workbook."),
            };
        }

        return left;
    }

    private object? Call(CallExpression call)
    {
        switch (call.Name.Text!.ToUpperInvariant())
        {
            case "SI":
                return Evaluate(call.Arguments[IsTrue(Evaluate(call.Arguments[0])) ? 1 : 2]);
            case "O":
                return call.Arguments.Select(Evaluate).FirstOrDefault(IsTrue);
            case "STR":
                return Number(Evaluate(call.Arguments[0])).ToString("G12", CultureInfo.InvariantCulture);
            case "INT":
                return Math.Truncate(Number(Evaluate(call.Arguments[0])));
            case "FLOAT":
                return Number(Evaluate(call.Arguments[0]));
            case "RAIZ":
                return Math.Sqrt(Number(Evaluate(call.Arguments[0])));
            case "SUMA":
                return Rows(call.Arguments[0]).Sum(Number);
            default:
                throw new NotSupportedException($"{call.Name.Text} is not in the real workbook.");
        }
    }

    /// <summary>A list: elements by their tags, values once APLICAR has made them.</summary>
    private IEnumerable<object?> Rows(Expression list)
    {
        if (list is not CallExpression call)
        {
            return _elements;
        }

        var lambda = (LambdaExpression)call.Arguments[0];
        IEnumerable<object?> rows = Rows(call.Arguments[1]);
        return call.Name.Text!.Equals("FILTRAR", StringComparison.OrdinalIgnoreCase)
            ? rows.Where(row => IsTrue(With(lambda, row)))
            : rows.Select(row => With(lambda, row));
    }

    private object? With(LambdaExpression lambda, object? row)
    {
        _scope[lambda.Parameter] = (string)row!;
        return Evaluate(lambda.Body);
    }

    private static bool IsTrue(object? value) =>
        value switch { null => false, double number => number != 0, _ => ((string)value).Length > 0 };

    private static double Number(object? value) =>
        value is double number ? number : double.Parse((string)value!, CultureInfo.InvariantCulture);
}
