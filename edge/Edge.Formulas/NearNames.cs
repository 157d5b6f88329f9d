using Edge.Formulas.Compile;

namespace Edge.Formulas;

/// <summary>"Did you mean", as the findings of formulas say it, for whoever else has names to compare.</summary>
public static class NearNames
{
    /// <summary>A question with the nearest names, or null when none is near.</summary>
    /// <param name="wrong">The name that is not there.</param>
    /// <param name="names">Those that are.</param>
    public static string? Sentence(string wrong, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(names);
        string? hint = Suggestions.Hint(wrong, names);
        return hint is null ? null : char.ToUpperInvariant(hint[0]) + hint[1..];
    }
}
