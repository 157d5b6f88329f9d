namespace Edge.Architecture.Tests;

/// <summary>A type has at most 400 lines over all its parts: <c>partial</c> does not make it smaller.</summary>
public sealed class A_type_fits_on_a_few_screens
{
    private const int Most = 400;

    [Fact]
    public void No_type_has_more_than_four_hundred_lines()
    {
        string[] large =
        [
            .. SourceFile.All
                .SelectMany(file => file.Types.Select(type => (Name: $"{file.Namespace}.{type.Name}", file.Project, type.Lines)))
                .GroupBy(type => (type.Project, type.Name))
                .Where(parts => parts.Sum(part => part.Lines) > Most)
                .Select(parts => $"{parts.Key.Name} ({parts.Sum(part => part.Lines)})"),
        ];
        Assert.Equal([], large);
    }
}
