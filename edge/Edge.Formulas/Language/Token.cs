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

/// <summary>
/// A piece of a formula. <see cref="Text"/> is the content of a text or a word; <see cref="Number"/> the value of a number.
/// </summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string? Text = null, double Number = 0, bool Whole = false);

/// <summary>The limits of a formula: one beyond them is an error and cannot overload the gateway.</summary>
internal static class Bounds
{
    /// <summary>Characters of a formula: the limit of a spreadsheet cell.</summary>
    internal const int Length = 8192;

    /// <summary>Parentheses, calls, signs and powers within each other.</summary>
    internal const int Depth = 64;

    /// <summary>Numbers, texts, names, operators and calls of a formula.</summary>
    internal const int Parts = 2048;

    /// <summary>Lambdas within each other.</summary>
    internal const int LambdaDepth = 4;

    /// <summary>Characters of a text that a formula creates.</summary>
    internal const int Text = 4096;

    /// <summary>Times that the lambdas of one formula run in one evaluation.</summary>
    internal const int Work = 1_000_000;

    /// <summary>The work limit of a cycle: evaluating each of its formulas this often.</summary>
    internal const int CycleRounds = 64;
}
