using Edge.Formulas.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>Creates the sentence "Did you mean …?".</summary>
internal static class NearNames
{
    /// <summary>A question with the nearest names, or null when none is near.</summary>
    /// <param name="wrong">The unknown name.</param>
    /// <param name="names">The known names.</param>
    public static string? Sentence(string wrong, IEnumerable<string> names)
    {
        string? hint = Suggestions.Hint(wrong, names);
        return hint is null ? null : char.ToUpperInvariant(hint[0]) + hint[1..];
    }
}
