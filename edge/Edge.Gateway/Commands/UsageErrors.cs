using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Edge.Gateway.Commands;

/// <summary>An invalid command line ends with its own exit code and a readable message.</summary>
public static partial class UsageErrors
{
    /// <summary>The exit code of a wrong command line (EX_USAGE of sysexits.h): no command uses it for anything else.</summary>
    public const int Code = 64;

    /// <summary>Writes the errors of an invalid command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="errors">Receives the messages.</param>
    /// <returns>Whether it is invalid: it must not be invoked then.</returns>
    public static bool Write(ParseResult parsed, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(errors);
        if (parsed.Action is not ParseErrorAction)
        {
            return false;
        }

        foreach (string text in parsed.Errors.Select(error => Plain(error.Message)).Distinct())
        {
            errors.WriteLine(text);
        }

        var names = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult command; at = at.Parent)
        {
            names.Push(at.Parent is null ? "edge" : command.Command.Name);
        }

        errors.WriteLine($"'{string.Join(' ', names)} --help' shows how it is used.");
        return true;
    }

    /// <summary>Replaces the type names of the parser by words that users know.</summary>
    private static string Plain(string message) => TypeName().Match(message) is { Success: true } match
        ? $"'{match.Groups["value"].Value}' is {Word(match.Groups["type"].Value)} ({match.Groups["name"].Value})."
        : message;

    private static string Word(string type) => type switch
    {
        "Int32" or "Int64" or "UInt16" or "UInt32" or "Byte" or "UInt64" or "Int16" => "no whole number that fits",
        "Double" or "Decimal" or "Single" => "no number",
        _ => "no value that fits",
    };

    [GeneratedRegex(
        @"^Cannot parse argument '(?<value>.*)' for (?:command|option|argument) '(?<name>[^']*)' as expected type 'System\.(?<type>\w+)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex TypeName();
}
