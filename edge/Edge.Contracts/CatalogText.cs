namespace Edge.Contracts;

/// <summary>The texts of a catalogue have a bound: a dashboard sends each of them to its browsers.</summary>
public static class CatalogText
{
    /// <summary>The most letters (UTF-16) of a name, description or unit.</summary>
    public const int Longest = 500;

    /// <summary>The text, or the beginning of one that is too long, with an ellipsis.</summary>
    /// <param name="text">The text.</param>
    public static string Cut(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= Longest)
        {
            return text;
        }

        // Half a surrogate pair is no text.
        int end = char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
