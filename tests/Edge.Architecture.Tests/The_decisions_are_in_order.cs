using System.Globalization;
using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>Each decision has the same header and stands in the index; see docs/adr/README.md.</summary>
public sealed partial class The_decisions_are_in_order
{
    private const string Index = "docs/adr/README.md";

    private static readonly string[] s_names =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("docs", "adr"), "*.md").Select(file => Path.GetFileName(file))
            .Where(name => name != "README.md").Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Decisions => [.. s_names];

    [Theory]
    [MemberData(nameof(Decisions))]
    public void A_decision_has_the_header_and_is_in_the_index(string name)
    {
        Match header = Header().Match(Document.Read($"docs/adr/{name}"));
        Assert.True(header.Success, $"{name} must begin with '# 00NN Title', an empty line and 'Date: yyyy-MM-dd. Status: accepted.'");
        (string number, string title) = (header.Groups["number"].Value, header.Groups["title"].Value);
        (string date, string status) = (header.Groups["date"].Value, header.Groups["status"].Value);
        Assert.StartsWith($"{number}-", name, StringComparison.Ordinal);
        Assert.True(DateOnly.TryParseExact(date, "yyyy-MM-dd", out _), $"{date} is no date");
        Assert.Contains($"| [{number}]({name}) | {title} | {date} | {status} |", Document.Read(Index), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public void The_lines_of_a_decision_are_wrapped(string name) => Assert.Equal([], Document.TooWide($"docs/adr/{name}"));

    [Fact]
    public void The_numbers_count_up_by_one() => Assert.Equal(
        Enumerable.Range(1, s_names.Length), s_names.Select(name => int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture)));

    [Fact]
    public void The_index_names_no_decision_that_is_gone() =>
        Assert.Empty(Row().Matches(Document.Read(Index)).Select(match => match.Groups[1].Value).Except(s_names));

    [GeneratedRegex(@"\A# (?<number>\d{4}) (?<title>[^\n]+[^.\n])\n\nDate: (?<date>[\d-]+)\. Status: (?<status>[a-z]+)[^\n]*\.\n\n")]
    private static partial Regex Header();

    [GeneratedRegex(@"^\| \[\d{4}\]\(([^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
