using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>A type that a document names in backticks exists: whoever renames it finds the documents here.</summary>
public sealed partial class The_documents_name_what_exists
{
    private static readonly Lazy<HashSet<string>> s_types = new(() =>
    [
        .. Document.Sources.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => Declaration().Matches(file.Text)).Select(match => match.Groups[1].Value),
    ]);

    public static TheoryData<string> Documents => ["docs/mara.md", "docs/glossary.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_type_that_a_document_names_exists(string path)
    {
        string[] named =
            [.. Document.Quoted(Document.Read(path)).Where(word => TypeName().IsMatch(word)).Select(word => word.Split('.')[0]).Distinct()];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(s_types.Value));
    }

    public static TheoryData<string> Wrapped => [.. Document.Markdown().Where(path => path is not ("README.md" or "CHANGELOG.md"))];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void The_lines_of_a_document_are_wrapped(string path) => Assert.Equal([], Document.TooWide(path));

    // Two capitals at least: one word may be a name of the field.
    [GeneratedRegex(@"^I?[A-Z][a-z0-9]+([A-Z][a-z0-9]+)+(\.[A-Z]\w+)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+([A-Z]\w+)")]
    private static partial Regex Declaration();
}
