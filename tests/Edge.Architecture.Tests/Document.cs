using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>The documents and the sources as text.</summary>
internal static partial class Document
{
    private const int Columns = 140;
    private static readonly string[] Areas = ["edge", "cloud-dashboard", "firmware-sim", "tests", "deploy", "docs"];
    private static readonly string[] Kinds = [".cs", ".ts", ".md", ".yaml", ".json", ".csproj"];

    private static readonly Lazy<(string Path, string Text)[]> s_sources = new(() =>
    [
        .. Areas.SelectMany(area => Directory.EnumerateFiles(Repository.PathOf(area), "*", SearchOption.AllDirectories))
            .Where(file => Kinds.Contains(Path.GetExtension(file)) && !Made().IsMatch(file))
            .Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file))),
    ]);

    /// <summary>What a document says.</summary>
    /// <param name="path">From the root of the repository.</param>
    public static string Read(string path) => File.ReadAllText(Repository.PathOf(path));

    /// <summary>Every Markdown document.</summary>
    /// <returns>Its path from the root, with slashes.</returns>
    public static IEnumerable<string> Markdown() => Directory.EnumerateFiles(Repository.Root, "*.md").Select(file => Path.GetFileName(file))
        .Concat(Sources.Select(file => file.Path).Where(path => path.EndsWith(".md", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    /// <summary>The lines of a document that are wider than 140 columns; a row of a table cannot be wrapped.</summary>
    /// <param name="path">From the root of the repository.</param>
    /// <returns>Each as the path, its number and its width.</returns>
    public static IEnumerable<string> TooWide(string path) => Read(path).Split('\n').Index()
        .Where(line => line.Item.Length > Columns && !line.Item.StartsWith('|'))
        .Select(line => $"{path}:{line.Index + 1} has {line.Item.Length} columns");

    /// <summary>Every file that a person writes: its path from the root, with slashes, and its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Sources => s_sources.Value;

    /// <summary>What stands between backticks in a line, outside of blocks of code.</summary>
    /// <param name="text">The document.</param>
    public static IEnumerable<string> Quoted(string text) =>
        Backticks().Matches(Block().Replace(text, "")).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"/(obj|bin|node_modules|dist|wwwroot|Migrations)/")]
    private static partial Regex Made();

    [GeneratedRegex(@"^(    [^\n]*|```.*?^```)$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex Backticks();
}
