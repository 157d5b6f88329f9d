namespace Edge.Formulas.Language;

internal enum TokenKind : byte
{
    End,
    Number,
    Text,
    Word,
    Dot,
    LeftParenthesis,
    RightParenthesis,
    Comma,
    Colon,
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
    Power,
    Join,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A piece of a formula. <see cref="Text"/> is what a text says or a word is; <see cref="Number"/> what a number is.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string? Text = null, double Number = 0, bool Whole = false);

/// <summary>The bounds of a formula: a hostile or mistaken one costs a clear error, never the gateway.</summary>
internal static class Bounds
{
    /// <summary>Characters of a formula: what a spreadsheet cell holds.</summary>
    internal const int Length = 8192;

    /// <summary>Parentheses, calls, signs and powers within each other.</summary>
    internal const int Depth = 64;

    /// <summary>Numbers, texts, names, operators and calls of a formula.</summary>
    internal const int Parts = 2048;

    /// <summary>Lambdas within each other.</summary>
    internal const int LambdaDepth = 4;

    /// <summary>Characters of a text that a formula makes.</summary>
    internal const int Text = 4096;

    /// <summary>Times that the lambdas of one formula run in one evaluation.</summary>
    internal const int Work = 1_000_000;

    /// <summary>A cycle is given as much work as evaluating each of its formulas this often.</summary>
    internal const int CycleRounds = 64;
}
