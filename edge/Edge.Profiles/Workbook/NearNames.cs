using Edge.Formulas.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>Creates the sentence "Did you mean …?".</summary>
internal static class NearNames
{
    /// <summary>A question with the nearest names, or null when none is near.</summary>
    /// <param name="wrong">The unknown name.</param>
    /// <param name="names">The known names.</param>
    public static Phrase? Sentence(string wrong, IEnumerable<string> names)
    {
        IReadOnlyList<string> near = Suggestions.Nearest(wrong, names);
        return near.Count switch
        {
            0 => null,
            1 => $"Did you mean {near[0]}?",
            _ => $"Did you mean {string.Join(", ", near.Take(near.Count - 1))} or {near[^1]}?",
        };
    }
}
