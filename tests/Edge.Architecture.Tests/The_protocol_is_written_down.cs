using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>Comments cite the protocol by section: each section stands in docs/mara.md, and what that names exists.</summary>
public sealed partial class The_protocol_is_written_down
{
    private const string Manual = "docs/mara.md";

    [Fact]
    public void Every_citation_of_the_protocol_leads_somewhere()
    {
        HashSet<string> sections = [.. Heading().Matches(Document.Read(Manual)).Select(match => match.Groups[1].Value)];
        (string Path, string Section)[] citations =
            [.. Document.Sources.SelectMany(file => Cited(file.Text).Select(section => (file.Path, section)))];

        Assert.NotEmpty(citations);
        Assert.Empty(citations.Where(citation => !sections.Contains(citation.Section))
            .Select(citation => $"{citation.Path}: §{citation.Section}"));
    }

    [Theory]
    [InlineData("Mara 1.4 §5", "5")]
    [InlineData("(Mara 1.4 §2, §4–7; ADR 0005)", "2 4 5 6 7")]
    [InlineData("Mara 1.4 §2 to §5", "2 3 4 5")]
    [InlineData("Mara 1.4 §2 and §4, written", "2 4")]
    [InlineData("(3F, Mara 1.4 §3, 3F)", "3")]
    [InlineData("Mara 1.4 §5.3.", "5.3")]
    public void A_citation_may_name_several_sections(string text, string sections) => Assert.Equal(sections, string.Join(' ', Cited(text)));

    private static IEnumerable<string> Cited(string text)
    {
        foreach (Match match in Citation().Matches(text))
        {
            foreach (Match part in Part().Matches(match.Value))
            {
                string first = part.Groups[1].Value;
                yield return first;
                if (part.Groups[2].Success)
                {
                    for (int i = Number(first) + 1; i <= Number(part.Groups[2].Value); i++)
                    {
                        yield return i.ToString(CultureInfo.InvariantCulture);
                    }
                }
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^##+ (\d+(?:\.\d+)?)\.? ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"Mara 1\.4 (?:(?:, | and | to |–)?§\d+(?:\.\d+)?(?:–\d+)?)+")]
    private static partial Regex Citation();

    [GeneratedRegex(@"§(\d+(?:\.\d+)?)(?:(?:–| to §)(\d+))?")]
    private static partial Regex Part();
}
