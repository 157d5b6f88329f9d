namespace Edge.Formulas.Language;

/// <summary>Hints for unexpected tokens, from common mistakes.</summary>
internal static class Slips
{
    private static readonly Phrase Path = $"points stand in a path as ai.TAG.value";

    /// <summary>A hint for an unexpected token, or null.</summary>
    /// <param name="source">The formula.</param>
    /// <param name="last">The token before it.</param>
    /// <param name="token">The token.</param>
    internal static Phrase? At(ReadOnlySpan<char> source, Token last, Token token)
    {
        ReadOnlySpan<char> text = source.Slice(token.Start, token.Length);
        ReadOnlySpan<char> behind = source[(token.Start + token.Length)..];
        switch (token.Kind)
        {
            case TokenKind.LeftParenthesis when source[..token.Start].TrimEnd().EndsWith("SI.ERROR", StringComparison.OrdinalIgnoreCase):
                return $"there is no SI.ERROR: an error marks the element; guard the case itself, SI(x, a / x, 0)";
            case TokenKind.LeftParenthesis when last.Kind == TokenKind.Word:
                return $"the name of a function has no point in it";
            case TokenKind.RightParenthesis or TokenKind.Comma when last.Kind == TokenKind.Modulo:
                return $"% is the remainder of a division: write 50% as 0.5";
            case TokenKind.Comma when last.Kind == TokenKind.RightParenthesis:
                return $"the ) before it closes the function already";
            case TokenKind.RightParenthesis:
                return $"there is one ) too many, or a ( is missing before it";
            case TokenKind.Less or TokenKind.Greater when last is { Kind: TokenKind.Equal, Length: 1 }:
                return $"write {text.ToString()}=";
            case TokenKind.Comma when last.Kind is TokenKind.Comma or TokenKind.LeftParenthesis:
                return $"an argument is missing before it";
            case TokenKind.Comma when text is "," && last.Kind == TokenKind.Number && behind is [var next, ..] && char.IsAsciiDigit(next):
                return $"decimals have a point";
            case TokenKind.Comma when text is ",":
                return $"a comma stands between the arguments of a function; {Path}";
            case TokenKind.Word when text is "x" or "X":
                return $"the sign for times is *";
            case var _ when IsTable(source, last):
                return Path;
            case TokenKind.Word when text is "o" or "O":
                return $"between two values write or; or O(a, b)";
            case TokenKind.Word when text is "y" or "Y":
                return $"between two values write and; or Y(a, b)";
            case TokenKind.Word or TokenKind.Number or TokenKind.Text:
                return $"an operator or a comma may be missing before it";
            default:
                return null;
        }
    }

    /// <summary>Whether a word is the name of a table at the beginning of a path.</summary>
    private static bool IsTable(ReadOnlySpan<char> source, Token word) =>
        word.Kind == TokenKind.Word && TableNames.Find(word.Text!) is not null && source[..word.Start].TrimEnd() is not [.., '.'];
}
