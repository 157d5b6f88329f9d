namespace Edge.Formulas.Findings;

/// <summary>"Did you mean": the names nearest to an unknown one.</summary>
public static class Suggestions
{
    private const int Most = 3;
    private const int LongestName = 64;

    /// <summary>A hint with the nearest names, "did you mean …?", or null when none is near.</summary>
    /// <param name="wrong">The name that is not there.</param>
    /// <param name="names">Those that are.</param>
    public static Phrase? Hint(string wrong, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(names);
        IReadOnlyList<string> near = Nearest(wrong, names);
        return near.Count switch
        {
            0 => null,
            1 => $"did you mean {near[0]}?",
            _ => $"did you mean {string.Join(", ", near.Take(near.Count - 1))} or {near[^1]}?",
        };
    }

    /// <summary>The nearest first, three at most; equally near ones in the given order.</summary>
    /// <param name="wrong">The name that is not there.</param>
    /// <param name="names">Those that are.</param>
    public static IReadOnlyList<string> Nearest(string wrong, IEnumerable<string> names)
    {
        int limit = Math.Max(1, Math.Min(3, wrong.Length / 3));
        if (wrong.Length > LongestName)
        {
            return [];
        }

        return [.. names
            .Where(name => Math.Abs(name.Length - wrong.Length) <= limit && name.Length <= LongestName)
            .Select(name => (Name: name, Distance: Distance(wrong, name)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .Take(Most)
            .Select(candidate => candidate.Name)];
    }

    /// <summary>The number of insertions, deletions, substitutions and swaps of neighbours, without regard to case.</summary>
    internal static int Distance(string left, string right)
    {
        Span<int> before = stackalloc int[right.Length + 1];
        Span<int> last = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = Same(left[i - 1], right[j - 1]);
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
