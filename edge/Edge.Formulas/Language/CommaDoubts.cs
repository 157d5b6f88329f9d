using Edge.Formulas.Findings;

namespace Edge.Formulas.Language;

/// <summary>
/// Finds ambiguous commas: they may separate two arguments or be the decimal comma of a spreadsheet in Spanish. One meaning is used, and a
/// finding says which.
/// </summary>
internal static class CommaDoubts
{
    /// <summary>The doubtful commas of a formula, from left to right.</summary>
    /// <param name="expression">The formula.</param>
    /// <param name="source">Its text.</param>
    internal static IReadOnlyList<Problem> Of(Expression expression, string source)
    {
        List<Problem>? found = null;
        Add(expression, source, ref found);
        return found ?? (IReadOnlyList<Problem>)[];
    }

    private static void Add(Expression expression, string source, ref List<Problem>? found)
    {
        switch (expression)
        {
            case UnaryExpression unary:
                Add(unary.Operand, source, ref found);
                break;
            case ChainExpression chain:
                AddAll(chain.Operands, source, ref found);
                break;
            case LambdaExpression lambda:
                Add(lambda.Body, source, ref found);
                break;
            case CallExpression call:
                AddOfCall(call, source, ref found);
                AddAll(call.Arguments, source, ref found);
                break;
            default:
                break;
        }
    }

    private static void AddAll(Expression[] expressions, string source, ref List<Problem>? found)
    {
        foreach (Expression expression in expressions)
        {
            Add(expression, source, ref found);
        }
    }

    private static void AddOfCall(CallExpression call, string source, ref List<Problem>? found)
    {
        if (FunctionTable.Find(call.Name.Text!) is not { } function)
        {
            return;
        }

        for (int i = 0; i < call.Arguments.Length; i++)
        {
            Expression argument = call.Arguments[i];

            // SI(x;6,5): 6.5, or 6 and 5? The ; decides, with any number of arguments.
            if (argument is ConstantExpression { Value.IsNumber: true }
                && source.AsSpan(argument.Start, argument.Length).Contains(',')
                && function.Most != int.MaxValue && call.Arguments.Length < function.Most)
            {
                string text = source.Substring(argument.Start, argument.Length);
                string point = text.Replace(',', '.');
                (found ??= []).Add(new(
                    FormulaCode.DoubtfulComma, argument.Start, argument.Length,
                    $"write {point}, or {text.Replace(',', ';')} if these are two arguments", [text, point]));
            }

            // SUMA(1,5): 1 and 5, or 1.5?
            if (i + 1 < call.Arguments.Length && function.Most == int.MaxValue && IsPair(argument, call.Arguments[i + 1], source))
            {
                string pair = source[argument.Start..(call.Arguments[i + 1].Start + call.Arguments[i + 1].Length)];
                (found ??= []).Add(new(
                    FormulaCode.DoubtfulComma, argument.Start, pair.Length,
                    $"write {pair.Replace(',', '.')} for a decimal, or a blank behind the comma",
                    [pair, .. pair.Split(',')]));
            }
        }
    }

    /// <summary>Whether two arguments look like one number with a decimal comma.</summary>
    internal static bool IsPair(Expression left, Expression right, string source) =>
        IsPair(left, right) && source[left.Start + left.Length] == ',' && source.AsSpan(left.Start, left.Length).IndexOf('.') < 0;

    /// <summary>The same without the text of the formula.</summary>
    internal static bool IsPair(Expression left, Expression right) =>
        left is ConstantExpression { Value: { IsNumber: true, IsWhole: true } }
        && right is ConstantExpression { Value: { IsNumber: true, IsWhole: true } } && right.Start == left.Start + left.Length + 1;
}
