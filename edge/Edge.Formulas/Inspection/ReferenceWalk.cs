using System.Collections.Immutable;
using Edge.Formulas.Language;

namespace Edge.Formulas.Inspection;

/// <summary>Visits a parsed formula once, from left to right, and collects its references and products.</summary>
internal sealed class ReferenceWalk
{
    private readonly ImmutableArray<FormulaReference>.Builder _references = ImmutableArray.CreateBuilder<FormulaReference>();
    private readonly ImmutableArray<FormulaProduct>.Builder _products = ImmutableArray.CreateBuilder<FormulaProduct>();
    private readonly List<string> _parameters = [];

    internal ImmutableArray<FormulaReference> References => _references.ToImmutable();

    internal ImmutableArray<FormulaProduct> Products => _products.ToImmutable();

    internal void Visit(Expression expression)
    {
        switch (expression)
        {
            case NameExpression name when Reference(name) is { } reference:
                _references.Add(reference);
                break;
            case UnaryExpression unary:
                Visit(unary.Operand);
                break;
            case ChainExpression chain:
                VisitChain(chain);
                break;
            case CallExpression call:
                VisitAll(call.Arguments);
                break;
            case LambdaExpression lambda:
                _parameters.Add(lambda.Parameter);
                Visit(lambda.Body);
                _parameters.RemoveAt(_parameters.Count - 1);
                break;
        }
    }

    private void VisitChain(ChainExpression chain)
    {
        int first = _references.Count;
        VisitAll(chain.Operands);
        if (chain.Operators.Contains(BinaryOperator.Multiply))
        {
            _products.Add(new FormulaProduct([.. Factors(chain)], [.. _references.Skip(first)]));
        }
    }

    private void VisitAll(Expression[] expressions)
    {
        foreach (Expression expression in expressions)
        {
            Visit(expression);
        }
    }

    private IEnumerable<FormulaReference> Factors(Expression expression) => expression switch
    {
        NameExpression name => Reference(name) is { } reference ? [reference] : [],
        UnaryExpression { Operator: not UnaryOperator.Not } unary => Factors(unary.Operand),
        ChainExpression chain when chain.Operators.Contains(BinaryOperator.Multiply) => chain.Operands
            .Where((_, i) => chain.Operators[Math.Max(i - 1, 0)] == BinaryOperator.Multiply)
            .SelectMany(Factors),
        _ => [],
    };

    /// <summary>What a name refers to; null for a parameter of a lambda, a whole table and an unknown word.</summary>
    private FormulaReference? Reference(NameExpression name) =>
        name.Words.Length > 1 && !_parameters.Contains(name.Words[0].Text!) ? TokenReferences.Of(name.Words) : null;
}
