using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>One log message, as its <c>[LoggerMessage]</c> declares it.</summary>
/// <param name="Project">The project that logs it.</param>
/// <param name="Id">Its event id.</param>
/// <param name="Level">Its level, in small letters.</param>
/// <param name="Name">Its event name: the name of the method.</param>
/// <param name="Text">What it says, with placeholders.</param>
internal sealed partial record LogMessage(string Project, int Id, string Level, string Name, string Text)
{
    private static readonly Lazy<IReadOnlyList<LogMessage>> Read = new(
        () => [.. Files.SelectMany(file => In(file.Project.Name, string.Join('\n', file.Lines))).OrderBy(message => message.Id)]);

    /// <summary>Every log message of the house, by id.</summary>
    public static IReadOnlyList<LogMessage> All => Read.Value;

    /// <summary>How many there are, counted without reading them.</summary>
    public static int Declared => Files.Sum(file => file.Lines.Count(line => line.Contains("[LoggerMessage(", StringComparison.Ordinal)));

    private static IEnumerable<SourceFile> Files => SourceFile.All.Where(file => Path.GetFileName(file.Path) == "Log.cs");

    private static IEnumerable<LogMessage> In(string project, string code) =>
        Declaration().Matches(code).Select(match => new LogMessage(
            project,
            int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture),
            match.Groups["level"].Value.ToLowerInvariant(),
            match.Groups["name"].Value,
            string.Concat(match.Groups["part"].Captures.Select(part => Regex.Unescape(part.Value)))));

    [GeneratedRegex(
        @"\[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+),\s*(?:""(?<part>(?:[^""\\]|\\.)*)""[\s+]*)+\)\]"
        + @"\s*public static partial void (?<name>\w+)\(")]
    private static partial Regex Declaration();
}
