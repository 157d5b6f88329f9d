namespace Edge.Drawings;

/// <summary>What a style lost when it was cleaned.</summary>
internal sealed class CssLosses
{
    private const int Named = 8;
    private readonly SortedSet<string> _kinds = new(StringComparer.Ordinal);

    /// <summary>Whether something that leads out of the drawing, or tries to run, was left out.</summary>
    public bool External { get; set; }

    /// <summary>Whether a colour was marked as one that nothing may change.</summary>
    public bool Fixed { get; set; }

    /// <summary>Whether a rule depends on the place of a shape among its neighbours.</summary>
    public bool Counts { get; set; }

    /// <summary>What shows and was left out, in the words of the style sheet; the first few.</summary>
    public IReadOnlyCollection<string> Kinds => _kinds;

    /// <summary>Notes something that shows and was left out.</summary>
    public void Add(ReadOnlySpan<char> what)
    {
        if (_kinds.Count < Named)
        {
            ReadOnlySpan<char> text = what.Trim();
            _kinds.Add(text.Length <= 40 ? text.ToString() : $"{text[..40]}…");
        }
    }
}
