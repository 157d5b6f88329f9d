using System.Text;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>
/// What <c>dotnet format</c> would still change after a build without warnings: the build checks the layout of the code (IDE0055) and that
/// every import is used, and this test the rest. The formatter would take minutes for it.
/// </summary>
public sealed class Files_are_formatted
{
    public static TheoryData<string> Projects => [.. ProjectFile.All.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Imports_are_in_order(string project)
    {
        string[] wrong =
        [
            .. Files(project).SelectMany(file => Blocks(file.Lines).Where(block => !block.SequenceEqual(Sorted(block)))
                .Select(block => $"{file.Path}: write{Environment.NewLine}{string.Join(Environment.NewLine, Sorted(block))}")),
        ];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Lines_end_plainly(string project)
    {
        string[] wrong =
        [
            .. Files(project).Select(file => (file.Path, Text: File.ReadAllBytes(Repository.PathOf(file.Path))))
                .Where(file => !EndsPlainly(file.Text)).Select(file => file.Path),
        ];
        Assert.True(wrong.Length == 0, $"No byte order mark, no CR, one LF at the end: {string.Join(", ", wrong)}");
    }

    /// <summary>The layout may not depend on how a project is built, so there is one build to check and not two.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void The_code_is_the_same_in_every_configuration(string project)
    {
        string[] conditional = ["#if ", "#elif ", "[Conditional(", "Debug.Assert("];
        string[] found =
        [
            .. Files(project).SelectMany(file => file.Lines.Select((line, i) => (file.Path, Number: i + 1, Line: line)))
                .Where(line => Array.Exists(conditional, word => line.Line.TrimStart().StartsWith(word, StringComparison.Ordinal)))
                .Select(line => $"{line.Path}:{line.Number}"),
        ];
        Assert.True(found.Length == 0, $"Depends on the configuration that it is built in: {string.Join(", ", found)}");
    }

    [Fact]
    public void A_wrong_order_is_seen()
    {
        string[] wrong = ["using static System.Math;", "using Xunit;", "using System.Text;", "using Edge.Field.Mara;", "using Edge.Field;"];
        Assert.Equal([wrong[2], wrong[4], wrong[3], wrong[1], wrong[0]], Sorted(wrong));
        Assert.False(EndsPlainly("a\r\n"u8.ToArray()) || EndsPlainly("a"u8.ToArray()) || EndsPlainly("a\n\n"u8.ToArray()));
        Assert.False(EndsPlainly([.. Encoding.UTF8.Preamble, .. "a\n"u8]));
        Assert.True(EndsPlainly("a\nb\n"u8.ToArray()));
    }

    private static IEnumerable<SourceFile> Files(string project) => SourceFile.All.Where(file => file.Project.Name == project);

    /// <summary>The imports that stand together without a line between them.</summary>
    private static IEnumerable<string[]> Blocks(string[] lines)
    {
        List<string> block = [];
        foreach (string line in lines.TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal)).Append(""))
        {
            if (IsImport(line))
            {
                block.Add(line);
            }
            else if (block.Count > 0)
            {
                yield return [.. block];
                block.Clear();
            }
        }
    }

    private static bool IsImport(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('(', StringComparison.Ordinal);

    /// <summary>System first, then by name, part by part; static ones and then aliases last.</summary>
    private static string[] Sorted(string[] block) =>
        [.. block.OrderBy(Kind).ThenBy(line => IsSystem(line) ? 0 : 1).ThenBy(Key, StringComparer.OrdinalIgnoreCase)];

    private static int Kind(string line) =>
        line.Contains(" = ", StringComparison.Ordinal) ? 2 : line.StartsWith("using static ", StringComparison.Ordinal) ? 1 : 0;

    private static bool IsSystem(string line) => Name(line).Split('.')[0] == "System";

    /// <summary>A name whose points come before every letter, so that a namespace stands before those within it.</summary>
    private static string Key(string line) => Name(line).Replace('.', '\u0001');

    private static string Name(string line)
    {
        string[] words = line.TrimEnd(';').Split(' ');
        return words[^1] is var last && line.Contains(" = ", StringComparison.Ordinal) ? words[1] : last;
    }

    private static bool EndsPlainly(byte[] text) =>
        text.Length == 0
        || (text[^1] == '\n' && !text.AsSpan().EndsWith("\n\n"u8) && !text.Contains((byte)'\r')
            && !text.AsSpan().StartsWith(Encoding.UTF8.Preamble));
}
