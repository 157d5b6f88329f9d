using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>A type or path that a document names in backticks exists. A rename ends here: correct the document too.</summary>
public sealed partial class The_documents_name_what_exists
{
    private static readonly string[] Framework = [nameof(TimeProvider)];

    private static readonly Lazy<HashSet<string>> s_types = new(() =>
    [
        .. Document.Sources.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => Declaration().Matches(file.Text)).Select(match => match.Groups[1].Value),
    ]);

    public static TheoryData<string> Documents => ["docs/mara.md", "docs/glossary.md", "docs/architecture.md", "CONTRIBUTING.md"];

    public static TheoryData<string> WithPaths =>
        ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/mara.md", "docs/glossary.md", "docs/testing.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_type_that_a_document_names_exists(string path)
    {
        string[] named =
            [.. Document.Quoted(Document.Read(path)).Where(word => TypeName().IsMatch(word)).Select(word => word.Split('.')[0]).Distinct()];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(s_types.Value).Except(Framework));
    }

    [Theory]
    [MemberData(nameof(WithPaths))]
    public void Every_path_that_a_document_names_exists(string path)
    {
        string[] named = [.. Document.Quoted(Document.Read(path)).Where(word => RepositoryPath().IsMatch(word)).Distinct()];
        Assert.NotEmpty(named);
        Assert.Equal([], named.Where(name => !Path.Exists(Repository.PathOf(name))));
    }

    /// <summary>The table "Where things are" names members beside the file that they stand in.</summary>
    [Fact]
    public void The_front_page_names_members_of_the_files_beside_them()
    {
        string text = Document.Read("README.md");
        Dictionary<string, string> files =
            ReferenceLink().Matches(text).ToDictionary(link => link.Groups[1].Value, link => link.Groups[2].Value);
        int members = 0;
        foreach (string row in text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            string code = string.Concat(files.Where(file => row.Contains($"[{file.Key}]", StringComparison.Ordinal))
                .Select(file => File.ReadAllText(Repository.PathOf(file.Value))));
            foreach (string word in code.Length == 0 ? [] : Document.Quoted(row).Where(word => MemberName().IsMatch(word)))
            {
                members++;
                Assert.True(Regex.IsMatch(code, $@"\b{word}\("), $"README names `{word}`, which none of the files of its row has: {row}");
            }
        }

        Assert.True(members >= 5, $"{members} members are named.");
    }

    public static TheoryData<string> Wrapped => [.. Document.Markdown()];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void The_lines_of_a_document_are_wrapped(string path) => Assert.Equal([], Document.TooWide(path));

    [GeneratedRegex(@"^\[([\w.]+)\]: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex ReferenceLink();

    [GeneratedRegex(@"^[A-Z]\w+$")]
    private static partial Regex MemberName();

    // Two capitals at least: one word may be a name of the field.
    [GeneratedRegex(@"^I?[A-Z][a-z]\w*[A-Z][a-z]\w*(\.[A-Z]\w+)?$")]
    private static partial Regex TypeName();

    // Topics begin with the name of a folder, too.
    [GeneratedRegex(@"^(?:\./)?(?:edge(?!/v\d)|cloud-dashboard|firmware-sim|tests|deploy|docs|test|demo)(?:/[\w.\-]+)*$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+([A-Z]\w+)")]
    private static partial Regex Declaration();
}
