using System.Text.RegularExpressions;

namespace Edge.CommandLine;

/// <summary>The words of the parser of the command line: it has them in English only.</summary>
internal static partial class ParserWords
{
    /// <summary>An error of the parser, apart; one that is not known as it is.</summary>
    /// <param name="message">The message of the parser.</param>
    public static Phrase Of(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message == "Required command was not provided."
            ? (Phrase)$"Required command was not provided."
            : OfType(message) ?? OfName(message) ?? OfCount(message) ?? Phrase.Verbatim(message);
    }

    /// <summary>The help of a command with the headings of the parser in the language of this program.</summary>
    /// <param name="help">The help with English headings.</param>
    public static string OfHelp(string help)
    {
        ArgumentNullException.ThrowIfNull(help);
        string[] lines = help.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i] switch
            {
                "Description:" => Say($"Description:"),
                "Usage:" => Say($"Usage:"),
                "Arguments:" => Say($"Arguments:"),
                "Options:" => Say($"Options:"),
                "Commands:" => Say($"Commands:"),
                _ when i > 0 && lines[i - 1] == Say($"Usage:") => lines[i]
                    .Replace("[options]", Say($"[options]"), StringComparison.Ordinal)
                    .Replace("[command]", Say($"[command]"), StringComparison.Ordinal),
                var line => line.Replace("[default: ", Say($"[default: "), StringComparison.Ordinal)
                    .Replace("(REQUIRED)", Say($"(REQUIRED)"), StringComparison.Ordinal),
            };
        }

        return string.Join(Environment.NewLine, lines);
    }

    // The type names of the parser are replaced by words that users know.
    private static Phrase? OfType(string message)
    {
        if (TypeName().Match(message) is not { Success: true } match)
        {
            return null;
        }

        (string value, string name) = (match.Groups["value"].Value, match.Groups["name"].Value);
        return match.Groups["type"].Value switch
        {
            "Int32" or "Int64" or "UInt16" or "UInt32" or "Byte" or "UInt64" or "Int16" =>
                (Phrase)$"'{value}' is no whole number that fits ({name}).",
            "Double" or "Decimal" or "Single" => $"'{value}' is no number ({name}).",
            _ => $"'{value}' is no value that fits ({name}).",
        };
    }

    private static Phrase? OfName(string message)
    {
        if (Named().Match(message) is not { Success: true } match)
        {
            return null;
        }

        string name = match.Groups["name"].Value;
        return match.Groups["words"].Value switch
        {
            "Required argument missing for command: " => (Phrase)$"Required argument missing for command: '{name}'.",
            "Required argument missing for option: " => $"Required argument missing for option: '{name}'.",
            "Unrecognized command or argument " => $"Unrecognized command or argument '{name}'.",
            "Option " when match.Groups["end"].Value == " is required." => $"Option '{name}' is required.",
            "File does not exist: " => $"File does not exist: '{name}'.",
            _ => null,
        };
    }

    private static Phrase? OfCount(string message)
    {
        if (Single().Match(message) is { Success: true } one)
        {
            return one.Groups["kind"].Value == "Option"
                ? (Phrase)$"Option '{one.Groups["name"].Value}' expects a single argument but {one.Groups["count"].Value} were provided."
                : $"Command '{one.Groups["name"].Value}' expects a single argument but {one.Groups["count"].Value} were provided.";
        }

        if (Among().Match(message) is { Success: true } among)
        {
            string known = string.Join(", ", Quoted().Matches(among.Groups["known"].Value).Select(word => word.Value));
            return $"Argument '{among.Groups["name"].Value}' not recognized. Must be one of: {known}";
        }

        return null;
    }

    [GeneratedRegex(
        @"^Cannot parse argument '(?<value>.*)' for (?:command|option|argument) '(?<name>[^']*)' as expected type 'System\.(?<type>\w+)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex TypeName();

    [GeneratedRegex(
        @"^(?<words>[A-Z][\w :]* )'(?<name>.*)'(?<end>\.| is required\.)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"^(?<kind>Option|Command) '(?<name>.*)' expects a single argument but (?<count>\d+) were provided\.$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Single();

    [GeneratedRegex(
        @"^Argument '(?<name>.*)' not recognized\. Must be one of:(?<known>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Among();

    [GeneratedRegex("'[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
