using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>A list of failed tests reads as a list of what is not true: a name is a short sentence, a class has one subject.</summary>
public sealed partial class Test_names_are_sentences
{
    /// <summary>The most letters of the name of a test.</summary>
    private const int Most = 70;

    private static readonly IReadOnlyList<Found> All =
        [.. SourceFile.All.Where(file => file.Project.Area == "tests").SelectMany(In)];

    [Fact]
    public void The_name_of_a_test_has_at_most_70_letters() =>
        Assert.Equal([], All.Where(test => test.Name.Length > Most).Select(test => $"{test} has {test.Name.Length}"));

    [Fact]
    public void The_name_of_a_test_is_a_sentence() => Assert.Equal([], All.Where(test => !Sentence().IsMatch(test.Name)));

    [Fact]
    public void A_file_has_the_tests_of_one_class_and_its_name()
    {
        Assert.NotEmpty(All);
        Assert.Equal([], All.Where(test => test.Class != Path.GetFileName(test.File).Split('.')[0]));
    }

    /// <summary>The tests of a file: what stands behind a <c>[Fact]</c> or a <c>[Theory]</c>.</summary>
    private static IEnumerable<Found> In(SourceFile file)
    {
        string declared = "";
        bool marked = false;
        foreach (string line in file.Lines)
        {
            declared = Class().Match(line) is { Success: true } type ? type.Groups[1].Value : declared;
            marked |= Mark().IsMatch(line);
            if (marked && Method().Match(line) is { Success: true } method)
            {
                marked = false;
                yield return new Found(file.Path, declared, method.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex(@"^(?:\w+ )*class (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(@"^ +\[(?:Fact|Theory)\b")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^ +public (?:static )?(?:async )?(?:Task|ValueTask|void) (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+$")]
    private static partial Regex Sentence();

    private sealed record Found(string File, string Class, string Name)
    {
        public override string ToString() => $"{File}: {Name}";
    }
}
