using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Edge.CommandLine;

/// <summary>The help of the parser in the language of this program: its own words are English only.</summary>
/// <param name="english">Writes the help.</param>
public sealed class SpokenHelp(HelpAction english) : SynchronousCommandLineAction
{
    /// <summary>Replaces the help of all commands.</summary>
    /// <param name="root">The root of the commands.</param>
    public static void AddTo(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
            {
                option.Action = new SpokenHelp(help);
                option.Description = Say($"Shows this help.");
            }
            else if (option is VersionOption)
            {
                option.Description = Say($"Shows the version.");
            }
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration configuration = parseResult.InvocationConfiguration;
        TextWriter output = configuration.Output;
        using StringWriter text = new();
        configuration.Output = text;
        int code = english.Invoke(parseResult);
        configuration.Output = output;
        output.Write(ParserWords.OfHelp(text.ToString()));
        return code;
    }
}
