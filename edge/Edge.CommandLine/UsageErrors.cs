using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Edge.CommandLine;

/// <summary>An invalid command line ends with its own exit code and a readable message.</summary>
public static class UsageErrors
{
    /// <summary>The exit code of a wrong command line (EX_USAGE of sysexits.h): no command uses it for anything else.</summary>
    public const int Code = 64;

    /// <summary>Writes the errors of an invalid command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="program">How the program is called.</param>
    /// <param name="errors">Receives the messages.</param>
    /// <returns>Whether it is invalid: it must not be invoked then.</returns>
    public static bool Write(ParseResult parsed, string program, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(errors);
        if (parsed.Action is not ParseErrorAction)
        {
            return false;
        }

        foreach (Phrase text in parsed.Errors.Select(error => ParserWords.Of(error.Message)).Distinct())
        {
            errors.Say(text);
        }

        var names = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult command; at = at.Parent)
        {
            names.Push(at.Parent is null ? program : command.Command.Name);
        }

        errors.Say($"'{string.Join(' ', names)} --help' shows how it is used.");
        return true;
    }
}
