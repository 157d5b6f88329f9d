using System.CommandLine;
using Edge.Gateway.Commands.Evaluation;
using Edge.Profiles;

namespace Edge.Gateway.Commands.Profiles;

/// <summary><c>edge profile …</c>: commands for the workbook; they need no running gateway.</summary>
public static class ProfileCommand
{
    /// <summary>There are no findings, or none that prevents the use.</summary>
    public const int Good = 0;

    /// <summary>There are errors (check, import), or there are differences (diff).</summary>
    public const int SomethingFound = 1;

    /// <summary>A file cannot be read or written, or no profile can be made of it.</summary>
    public const int CannotDo = 2;

    /// <summary>Builds the command with its subcommands.</summary>
    public static Command Create() =>
        new("profile", Say($"The engineer's workbook: begin, check, try, compare and import it, before a gateway takes it."))
    {
        CheckCommand.Create(),
        ImportCommand.Create(),
        ImportCommand.CreateShow(),
        DiffCommand.Create(),
        NewCommand.Create(),
        EvalCommand.Create(TimeProvider.System),
    };

    internal static Argument<string> WorkbookArgument(string name = "WORKBOOK") => new(name)
    {
        Description = Say($"The workbook (.xls or .xlsx) with its drawings beside it, or a profile file."),
    };

    internal static Option<int[]> ComasterOption() => new("--comaster")
    {
        Description = Say($"The id of the concentrator in the sheet comaster, once for each that the gateway takes; "
            + $"needed only where the workbook leaves it open."),
        HelpName = "N",
    };

    internal static Option<bool> JsonOption() => new("--json") { Description = Say($"One JSON object instead of text.") };

    internal static ProfileCheck Load(string path, int[]? comasters) =>
        ProfileCheck.Load(path, new ProfileImportOptions { ComasterIds = [.. comasters ?? []] });
}
