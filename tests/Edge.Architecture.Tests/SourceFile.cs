using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>One C# file of a project, read as text: its namespace, the types that it declares and what its code names.</summary>
/// <param name="Project">The project that it belongs to.</param>
/// <param name="Path">Where it stands, from the root of the repository.</param>
/// <param name="Namespace">Its file-scoped namespace; empty where it has none (top-level statements).</param>
/// <param name="Lines">Its lines.</param>
internal sealed partial record SourceFile(ProjectFile Project, string Path, string Namespace, string[] Lines)
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Read = new(() => [.. ProjectFile.All.SelectMany(Of)]);

    /// <summary>Every file of every project; what a tool wrote is left out.</summary>
    public static IReadOnlyList<SourceFile> All => Read.Value;

    /// <summary>The types that stand in the namespace itself, with the lines from declaration to closing brace.</summary>
    public IReadOnlyList<(string Name, int Lines)> Types { get; } = [.. TypesIn(Lines)];

    /// <summary>The namespaces that its <c>using</c> directives name. An unused one does not compile, so each is really used.</summary>
    public IReadOnlyList<string> Usings { get; } =
        [.. Lines.Select(line => Using().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    /// <summary>The names that its code begins an expression or a type with: without comments, texts and what follows a point.</summary>
    public HashSet<string> Names()
    {
        IEnumerable<string> code =
            Lines.Where(line => !Using().IsMatch(line)).Select(line => Comment().Replace(Text().Replace(line, Holes), ""));
        return [.. code.SelectMany(line => Identifier().Matches(line)).Select(match => match.Value)];
    }

    /// <summary>Of a text only what an interpolated one computes.</summary>
    private static string Holes(Match text) =>
        text.Value[0] == '$' ? string.Join(' ', Hole().Matches(text.Value).Select(hole => hole.Value)) : "\"\"";

    private static IEnumerable<SourceFile> Of(ProjectFile project) =>
        Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(project.Path)!, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Generated().IsMatch(path))
            .Order(StringComparer.Ordinal)
            .Select(path =>
            {
                string[] lines = File.ReadAllLines(path);
                string own = lines.Select(line => OwnNamespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value ?? "";
                return new SourceFile(project, System.IO.Path.GetRelativePath(Repository.Root, path), own, lines);
            });

    /// <summary>The formatter sees to it that a type of a file-scoped namespace begins and ends in the first column.</summary>
    private static IEnumerable<(string Name, int Lines)> TypesIn(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            Match declared = Declaration().Match(lines[i]);
            if (!declared.Success)
            {
                continue;
            }

            int end = Array.FindIndex(lines, i, line => line == "{" || line.EndsWith(';'));
            end = lines[end] == "{" ? Array.IndexOf(lines, "}", end) : end;
            yield return (declared.Groups[1].Value, end - i + 1);
            i = end;
        }
    }

    [GeneratedRegex(@"/(obj|bin|node_modules|Migrations)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex OwnNamespace();

    [GeneratedRegex(@"^(?:global )?using (?:static )?([\w.]+);")]
    private static partial Regex Using();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|abstract|static|partial|readonly|ref|unsafe) )+"
        + @"(?:class|struct|interface|enum|record(?: struct| class)?|delegate [\w<>\[\]?., ]+?) (\w+(?:<\w+(?:, \w+)*>)?)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\$?@?""(?:[^""\\]|\\.)*""")]
    private static partial Regex Text();

    [GeneratedRegex(@"\{[^{}]+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<![\w.@])[A-Za-z_]\w*")]
    private static partial Regex Identifier();
}
