using System.Buffers;

namespace Edge.Drawings;

/// <summary>What a style lost when it was cleaned.</summary>
internal sealed class CssLosses
{
    private const int Named = 8;
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" ,)\t\r\n");
    private readonly SortedSet<string> _kinds = new(StringComparer.Ordinal);

    /// <summary>Whether something that leads out of the drawing, or tries to run, was left out.</summary>
    public bool External { get; set; }

    /// <summary>Whether a colour was marked as one that nothing may change.</summary>
    public bool Fixed { get; set; }

    /// <summary>Whether a rule depends on the place of a shape among its neighbours.</summary>
    public bool Counts { get; set; }

    /// <summary>What shows and was left out, in the words of the style sheet; the first few.</summary>
    public IReadOnlyCollection<string> Kinds => _kinds;

    /// <summary>Properties of the drawing's own (<c>--x</c>) that were left out; they show where <see cref="Used"/> has them.</summary>
    public HashSet<string> Own { get; } = new(StringComparer.Ordinal);

    /// <summary>Properties of the drawing's own that a value which was kept refers to.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes the properties of its own that a value refers to: <c>var(--x)</c>.</summary>
    public void Uses(ReadOnlySpan<char> value)
    {
        for (int at = Next(value); at >= 0; at = Next(value))
        {
            value = value[(at + 4)..].TrimStart();
            int end = value.IndexOfAny(NameEnds);
            Used.Add((end < 0 ? value : value[..end]).ToString());
        }

        static int Next(ReadOnlySpan<char> text) => text.IndexOf("var(", StringComparison.OrdinalIgnoreCase);
    }

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
