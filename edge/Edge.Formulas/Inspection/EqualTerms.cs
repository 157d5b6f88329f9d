using Edge.Formulas.Language;

namespace Edge.Formulas.Inspection;

/// <summary>Roots of a sum whose two terms are the same: <c>RAIZ(P*P + P*P)</c> where P and Q were meant.</summary>
internal static class EqualTerms
{
    /// <summary>The second of each two equal terms, from left to right.</summary>
    internal static IEnumerable<FormulaTerm> In(Expression expression, string source) => expression switch
    {
        UnaryExpression unary => In(unary.Operand, source),
        ChainExpression chain => chain.Operands.SelectMany(operand => In(operand, source)),
        LambdaExpression lambda => In(lambda.Body, source),
        CallExpression call => (Shapes.IsCallOf(call, Function.Sqrt) ? OfRoot(call, source) : [])
            .Concat(call.Arguments.SelectMany(argument => In(argument, source))),
        _ => [],
    };

    private static IEnumerable<FormulaTerm> OfRoot(CallExpression root, string source)
    {
        Expression[] terms = root.Arguments switch
        {
            [ChainExpression sum] when sum.Operators.All(op => op == BinaryOperator.Add) => sum.Operands,
            [CallExpression sum] when Shapes.IsCallOf(sum, Function.Sum) => sum.Arguments,
            _ => [],
        };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Expression term in terms.Where(term => term is not ConstantExpression))
        {
            string text = source.Substring(term.Start, term.Length);
            if (!seen.Add(string.Concat(text.Where(c => !char.IsWhiteSpace(c)))))
            {
                yield return new FormulaTerm(text, term.Start + 1, term.Length);
            }
        }
    }
}
