using Edge.Formulas.Values;

namespace Edge.Formulas.Language;

/// <summary>A part of a formula and its place.</summary>
internal abstract class Expression(int start, int length)
{
    internal int Start { get; } = start;

    internal int Length { get; } = length;
}

/// <summary>A number, a text, true, false or nothing as written.</summary>
internal sealed class ConstantExpression(int start, int length, FormulaValue value) : Expression(start, length)
{
    internal FormulaValue Value { get; } = value;
}

/// <summary>One word, or words with points between them: <c>eg</c>, <c>x.mark</c>, <c>ai.TAG.value</c>.</summary>
internal sealed class NameExpression(int start, int length, Token[] words) : Expression(start, length)
{
    internal Token[] Words { get; } = words;
}

/// <summary><c>-x</c>, <c>+x</c> or <c>not x</c>.</summary>
internal sealed class UnaryExpression(int start, int length, UnaryOperator op, Expression operand) : Expression(start, length)
{
    internal UnaryOperator Operator { get; } = op;

    internal Expression Operand { get; } = operand;
}

/// <summary>
/// Operands of one precedence from left to right. Kept flat, so that a long sum is not a deep tree. Of <c>or</c> and <c>and</c> all
/// operators are the same; comparisons in a row mean each pair, as in Python.
/// </summary>
internal sealed class ChainExpression(int start, int length, Expression[] operands, BinaryOperator[] operators) : Expression(start, length)
{
    internal Expression[] Operands { get; } = operands;

    /// <summary>Between the operands: one less than these.</summary>
    internal BinaryOperator[] Operators { get; } = operators;
}

/// <summary><c>NAME(a, b)</c>.</summary>
internal sealed class CallExpression(int start, int length, Token name, Expression[] arguments) : Expression(start, length)
{
    internal Token Name { get; } = name;

    internal Expression[] Arguments { get; } = arguments;
}

/// <summary><c>lambda x: body</c>.</summary>
internal sealed class LambdaExpression(int start, int length, string parameter, Expression body) : Expression(start, length)
{
    internal string Parameter { get; } = parameter;

    internal Expression Body { get; } = body;
}

internal enum UnaryOperator : byte
{
    Plus,
    Minus,
    Not,
}

/// <summary>In the order of precedence, the weakest first; the comparisons are contiguous.</summary>
internal enum BinaryOperator : byte
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Join,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
}
