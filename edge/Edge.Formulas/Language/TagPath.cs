namespace Edge.Formulas.Language;

/// <summary>Tags that have points in them: <c>di.XA.52.B01.value</c> reads the tag <c>XA.52.B01</c>.</summary>
internal static class TagPath
{
    /// <summary>Joins words with points between them to one tag.</summary>
    /// <param name="words">One word or more.</param>
    internal static Token Joined(ReadOnlySpan<Token> words)
    {
        Token first = words[0];
        string text = first.Text!;
        foreach (Token word in words[1..])
        {
            text += "." + word.Text;
        }

        return new(TokenKind.Word, first.Start, words[^1].Start + words[^1].Length - first.Start, text);
    }
}
