using Edge.Formulas.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>"Did you mean" as a sentence of its own.</summary>
internal static class NearNames
{
    /// <summary>A question with the nearest names, or null when none is near.</summary>
    /// <param name="wrong">The name that is not there.</param>
    /// <param name="names">Those that are.</param>
    public static string? Sentence(string wrong, IEnumerable<string> names)
    {
        string? hint = Suggestions.Hint(wrong, names);
        return hint is null ? null : char.ToUpperInvariant(hint[0]) + hint[1..];
    }
}
