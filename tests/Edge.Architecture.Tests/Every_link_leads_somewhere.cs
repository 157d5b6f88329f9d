using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>A link of a document leads to a file that is there, and to a heading of it where it names one.</summary>
public sealed partial class Every_link_leads_somewhere
{
    public static TheoryData<string> Documents => [.. Document.Markdown()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_links_of_a_document_lead_somewhere(string path) => Assert.Equal([], DeadLinks(path));

    [Fact]
    public void A_reader_of_the_map_reaches_every_document()
    {
        string map = Document.Read("docs/README.md");
        string[] missing =
        [
            .. Directory.EnumerateFiles(Repository.PathOf("docs")).Select(file => Path.GetFileName(file))
                .Where(name => name != "README.md" && !map.Contains($"({name})", StringComparison.Ordinal)),
        ];
        Assert.Empty(missing);
    }

    private static IEnumerable<string> DeadLinks(string path)
    {
        string folder = Path.GetDirectoryName(Repository.PathOf(path))!;
        foreach (Match link in Link().Matches(Document.Read(path)))
        {
            string[] parts = link.Groups[1].Value.Split('#');
            string target = parts[0].Length == 0 ? Repository.PathOf(path) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            if (!Path.Exists(target) || (parts.Length > 1 && !Anchors(target).Contains(parts[1])))
            {
                yield return link.Groups[1].Value;
            }
        }
    }

    // As the usual viewers of Markdown name a heading.
    private static IEnumerable<string> Anchors(string file) => Heading().Matches(File.ReadAllText(file))
        .Select(match => NoAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"(?:(?<!`)\]\(|^\[[^\]\n]+\]: )(?!https?:)([^)\s]+)\)?", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
