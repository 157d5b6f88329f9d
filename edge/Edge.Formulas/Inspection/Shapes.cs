using Edge.Formulas.Language;

namespace Edge.Formulas.Inspection;

/// <summary>Checks of the form of a parsed formula.</summary>
internal static class Shapes
{
    /// <summary>Whether an expression calls this function, by any of its names.</summary>
    internal static bool IsCallOf(Expression expression, Function function) =>
        expression is CallExpression call && FunctionTable.Find(call.Name.Text!)?.Function == function;

    /// <summary>The constants that a formula can have as its result: itself, or those in the branches of its choices.</summary>
    internal static IEnumerable<ConstantExpression> Results(Expression expression) => expression switch
    {
        ConstantExpression constant => [constant],
        CallExpression call when IsCallOf(call, Function.If) => call.Arguments.Skip(1).SelectMany(Results),
        _ => [],
    };

    /// <summary>The tag when a formula is <c>str(ai.TAG.value * ai.TAG.escala)</c>, rounded or not, and nothing else.</summary>
    internal static string? SoleAnalog(Expression expression)
    {
        if (expression is CallExpression call
            && FunctionTable.Find(call.Name.Text!)?.Function is Function.Str or Function.Float or Function.Round)
        {
            return call.Arguments.Skip(1).All(argument => argument is ConstantExpression) ? SoleAnalog(call.Arguments[0]) : null;
        }

        if (expression is not ChainExpression { Operators: [BinaryOperator.Multiply], Operands: [NameExpression, NameExpression] })
        {
            return null;
        }

        var walk = new ReferenceWalk();
        walk.Visit(expression);
        FormulaReference? value = walk.References.FirstOrDefault(reference => reference.Is(FormulaTable.Analogs, "value"));
        FormulaReference? scale = walk.References.FirstOrDefault(reference => reference.Is(FormulaTable.Analogs, "escala"));
        return value is not null && scale is not null && value.Tag == scale.Tag ? value.Tag : null;
    }
}
