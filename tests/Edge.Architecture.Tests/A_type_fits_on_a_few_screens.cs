namespace Edge.Architecture.Tests;

/// <summary>A type has at most 400 lines over all its parts: <c>partial</c> does not make it smaller.</summary>
public sealed class A_type_fits_on_a_few_screens
{
    private const int Most = 400;

    /// <summary>Types that are larger today. The list only shrinks: a type that stands here and is not larger any more fails too.</summary>
    private static readonly string[] Known =
    [
    ];

    [Fact]
    public void No_type_has_more_than_four_hundred_lines()
    {
        Dictionary<string, int> large = SourceFile.All
            .SelectMany(file => file.Types.Select(type => (Name: $"{file.Namespace}.{type.Name}", file.Project, type.Lines)))
            .GroupBy(type => (type.Project, type.Name))
            .Where(parts => parts.Sum(part => part.Lines) > Most)
            .ToDictionary(parts => parts.Key.Name, parts => parts.Sum(part => part.Lines));
        Assert.True(
            large.Keys.ToHashSet().SetEquals(Known),
            $"Too large: {string.Join(", ", large.Where(type => !Known.Contains(type.Key)).Select(type => $"{type.Key} ({type.Value})"))}. "
            + $"Small enough, take out of the list: {string.Join(", ", Known.Except(large.Keys))}.");
    }
}
