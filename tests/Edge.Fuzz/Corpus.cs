using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Fuzz;

/// <summary>
/// What inputs begin with: the golden frames and formulas of the tests, read where they stand, and the third-party data where it is.
/// </summary>
internal static partial class Corpus
{
    /// <summary>Frames of Mara, whole and cut.</summary>
    public static byte[][] Frames()
    {
        IEnumerable<string> texts = FilesOf("*.cs", "tests", "Edge.Protocols.Tests").Select(File.ReadAllText);
        if (Repository.SharedData("poll-answers-2014-01-13.txt") is { } captured)
        {
            texts = texts.Append(File.ReadAllText(captured));
        }

        return
        [
            .. texts.SelectMany(text => Frame().Matches(text)).Select(match => Bytes(match.Value))
                .Where(frame => frame.Length is >= 4 and <= 256).DistinctBy(Convert.ToHexString).Take(400),
        ];
    }

    /// <summary>Formulas.</summary>
    public static string[] Formulas()
    {
        string[] files = [.. FilesOf("*.cs", "tests", "Edge.Formulas.Tests"), Repository.PathOf("docs", "formulas.md")];
        return
        [
            .. files.SelectMany(file => Quoted().Matches(File.ReadAllText(file)))
                .Select(match => Regex.Unescape(match.Groups[1].Value + match.Groups[2].Value))
                .Where(text => text.Length > 2).Distinct(),
        ];
    }

    /// <summary>Drawings.</summary>
    public static byte[][] Drawings() =>
        [.. FilesOf("*.svg", "deploy", "sample").Select(File.ReadAllBytes).Select(bytes => bytes[..Math.Min(bytes.Length, 16 * 1024)])];

    /// <summary>Workbooks, .xlsx and where it is .xls.</summary>
    public static byte[][] Workbooks()
    {
        List<string> files = [Repository.PathOf("deploy", "sample", "los-alamos.xlsx")];
        if (Repository.SharedData("estacion-e4.xls") is { } real)
        {
            files.Add(real);
        }

        return [.. files.Select(File.ReadAllBytes)];
    }

    // In one order everywhere: a directory lists its files as it likes, and a seed must mean the same input on every machine.
    private static IEnumerable<string> FilesOf(string pattern, params string[] folder) =>
        Directory.GetFiles(Repository.PathOf(folder), pattern).Order(StringComparer.Ordinal);

    private static byte[] Bytes(string hex)
    {
        string digits = string.Concat(hex.Where(char.IsAsciiHexDigit));
        return Convert.FromHexString(digits[..(digits.Length & ~1)]);
    }

    [GeneratedRegex("FE(?:[ ]?[0-9A-Fa-f]{2}){3,}", RegexOptions.CultureInvariant)]
    private static partial Regex Frame();

    [GeneratedRegex("InlineData\\(\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"|`([^`\\\\]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
