namespace Edge.Architecture.Tests;

/// <summary>A line of C# has at most 140 columns, as <c>.editorconfig</c> says: two files stand beside each other on a screen.</summary>
public sealed class Lines_have_140_columns
{
    private const int Most = 140;

    public static TheoryData<string> Projects => [.. ProjectFile.All.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_line_has_at_most_140_columns(string name)
    {
        string[] longer =
        [
            .. SourceFile.All.Where(file => file.Project.Name == name)
                .SelectMany(file => file.Lines.Select((line, i) => (file.Path, Number: i + 1, line.Length)))
                .Where(line => line.Length > Most)
                .Select(line => $"{line.Path}:{line.Number} ({line.Length})"),
        ];
        Assert.True(longer.Length == 0, $"{name} has longer lines: {string.Join(", ", longer)}");
    }
}
