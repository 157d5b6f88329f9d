namespace Edge.Architecture.Tests;

/// <summary>A line of C# has at most 140 columns, as <c>.editorconfig</c> says: two files stand beside each other on a screen.</summary>
public sealed class Lines_have_140_columns
{
    private const int Most = 140;

    /// <summary>
    /// How many longer lines a project may still have. The numbers only shrink, and a project without one leaves the list.
    /// </summary>
    private static readonly Dictionary<string, int> Allowed = new()
    {
        ["Edge.Field.Mara.Tests"] = 10,
    };

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
        int allowed = Allowed.GetValueOrDefault(name);
        Assert.True(
            longer.Length <= allowed, $"{name} has {longer.Length} longer lines, allowed are {allowed}: {string.Join(", ", longer)}");
        Assert.False(longer.Length == 0 && allowed > 0, $"{name} has no longer line any more: take it out of the list.");
    }

    [Fact]
    public void The_list_names_projects_that_exist() =>
        Assert.Empty(Allowed.Keys.Except(ProjectFile.All.Select(project => project.Name)));
}
