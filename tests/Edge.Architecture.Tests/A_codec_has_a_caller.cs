using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>A codec that only its tests call is not kept: what a product does not use, nobody notices when it is wrong.</summary>
public sealed partial class A_codec_has_a_caller
{
    [Fact]
    public void Every_public_type_of_the_protocols_is_used_by_another_product()
    {
        SourceFile[] protocols = [.. SourceFile.All.Where(file => file.Project.Name == "Edge.Protocols")];
        Dictionary<string, SourceFile> declared = protocols.SelectMany(Public).DistinctBy(type => type.Name).ToDictionary(
            type => type.Name, type => type.File);
        Assert.NotEmpty(declared);
        HashSet<string> used =
        [
            .. SourceFile.All.Where(file => file.Project.Area != "tests" && file.Project.Name != "Edge.Protocols")
                .SelectMany(file => file.Names()).Where(declared.ContainsKey),
        ];

        // What a used type gives away is used too: its caller may never name it.
        for (int before = 0; before != used.Count;)
        {
            before = used.Count;
            used.UnionWith(
                used.Select(name => declared[name]).Distinct()
                    .SelectMany(file => file.Lines.Where(line => Member().IsMatch(line)))
                    .SelectMany(line => Name().Matches(line)).Select(match => match.Value).Where(declared.ContainsKey).ToArray());
        }

        Assert.Equal([], declared.Keys.Except(used).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Name, SourceFile File)> Public(SourceFile file) =>
        file.Lines.Select(line => Declaration().Match(line)).Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, file));

    [GeneratedRegex(@"^public (?:\w+ )*(?:class|struct|interface|enum|record) (\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^ +public |^public ")]
    private static partial Regex Member();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Name();
}
