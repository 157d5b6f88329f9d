using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>The tables of docs/limits.md.</summary>
public static partial class LimitsTable
{
    private const string WaysIn = "## Every way in";

    private static readonly Lazy<Row[]> s_rows = new(() => [.. Parse(File.ReadAllLines(Repository.PathOf("docs", "limits.md")))]);

    /// <summary>A row.</summary>
    /// <param name="Section">The heading above the table.</param>
    /// <param name="Cells">Its cells, trimmed.</param>
    public sealed record Row(string Section, string[] Cells)
    {
        /// <summary>The tests that the last cell names.</summary>
        public IEnumerable<string> Tests => Backticks().Matches(Cells[^1]).Select(match => match.Groups[1].Value);

        /// <summary>What the first cell names in backticks.</summary>
        public IEnumerable<string> Keys => Backticks().Matches(Cells[0]).Select(match => match.Groups[1].Value);
    }

    /// <summary>All rows of all tables, without their headings.</summary>
    public static IReadOnlyList<Row> Rows => s_rows.Value;

    /// <summary>The ways in of a kind that the last table has: what follows <c>kind: </c> in the backticks of a first cell.</summary>
    /// <param name="kind">Such as <c>http</c>, <c>mqtt</c>, <c>file</c> or <c>socket</c>.</param>
    public static IReadOnlyList<string> Ways(string kind) =>
    [
        .. Rows.Where(row => row.Section == WaysIn).SelectMany(row => row.Keys)
            .Where(key => key.StartsWith(kind + ": ", StringComparison.Ordinal)).Select(key => key[(kind.Length + 2)..])
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<Row> Parse(string[] lines)
    {
        string section = "";
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal))
            {
                section = lines[i];
            }

            // The line before a rule is the heading of the table.
            if (lines[i].StartsWith("| ", StringComparison.Ordinal)
                && !lines[i].StartsWith("| ---", StringComparison.Ordinal)
                && !(i + 1 < lines.Length && lines[i + 1].StartsWith("| ---", StringComparison.Ordinal)))
            {
                yield return new Row(section, [.. lines[i].Trim().Trim('|').Split(" | ").Select(cell => cell.Trim())]);
            }
        }
    }

    [GeneratedRegex(@"`([^`]+)`")]
    private static partial Regex Backticks();
}
