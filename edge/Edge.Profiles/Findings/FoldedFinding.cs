using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Edge.Profiles.Findings;

/// <summary>Findings of one kind in one column of one sheet: the first, and the rows of the others.</summary>
/// <param name="First">The first in the order of the workbook.</param>
/// <param name="Others">The rows of the others, in the same order.</param>
public sealed partial record FoldedFinding(ProfileFinding First, ImmutableArray<int> Others)
{
    /// <summary>The number of similar findings from which they are joined.</summary>
    private const int Least = 3;

    private const int MostRows = 12;

    /// <summary>The rows of the others as text, or null where there is no other.</summary>
    public Phrase? Rows => Others.IsEmpty
        ? null
        : (Phrase)$"So do {Others.Length} more rows: {string.Join(", ", Others.Take(MostRows))}{(Others.Length > MostRows ? " …" : "")}.";

    /// <summary>Joins findings of one kind, each kind at the place of its first.</summary>
    /// <param name="findings">In the order of the workbook.</param>
    public static ImmutableArray<FoldedFinding> Of(IEnumerable<ProfileFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return
        [
            .. findings.Select((finding, place) => (finding, place))
                .GroupBy(item => (item.finding.Severity, item.finding.Sheet, item.finding.Column, Kind(item.finding)))
                .SelectMany(group => group.Count() < Least || group.Any(item => item.finding.Row is null)
                    ? group.Select(item => (new FoldedFinding(item.finding, []), item.place))
                    : [(new FoldedFinding(group.First().finding, [.. group.Skip(1).Select(item => item.finding.Row!.Value)]),
                        group.First().place)])
                .OrderBy(item => item.place).Select(item => item.Item1),
        ];
    }

    /// <summary>The text without its names and numbers.</summary>
    private static string Kind(ProfileFinding finding) => Particular().Replace(finding.Text.ToString(), "…");

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\b\w*[\d_]\w*(?:[.\-]\w+)*|\b[A-Z]{2,}\w*|\b(?:eg|di|ai)\.[\w.]+", RegexOptions.CultureInvariant)]
    private static partial Regex Particular();
}
