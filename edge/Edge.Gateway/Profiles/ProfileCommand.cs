using System.CommandLine;
using Edge.Profiles;

namespace Edge.Gateway.Profiles;

/// <summary><c>edge profile …</c>: the workbook of the engineer, before and beside the running gateway.</summary>
public static class ProfileCommand
{
    /// <summary>Nothing to say, or nothing that prevents the use.</summary>
    public const int Good = 0;

    /// <summary>There are errors (check, import), or there are differences (diff).</summary>
    public const int SomethingFound = 1;

    /// <summary>A file cannot be read or written, or no profile can be made of it.</summary>
    public const int CannotDo = 2;

    /// <summary>Builds the command with its subcommands.</summary>
    public static Command Create() => new("profile", "Checks, imports, compares and begins the workbook of a substation.")
    {
        CheckCommand.Create(),
    };

    internal static Argument<string> WorkbookArgument(string name = "WORKBOOK") => new(name)
    {
        Description = "The workbook (.xls or .xlsx) with its drawings beside it, or a profile file.",
    };

    internal static Option<int?> ComasterOption() => new("--comaster")
    {
        Description = "The id of the concentrator in the sheet comaster; needed only where the workbook leaves it open.",
        HelpName = "N",
    };

    internal static Option<bool> JsonOption() => new("--json") { Description = "One JSON object instead of text." };

    internal static ProfileCheck Load(string path, int? comaster) => ProfileCheck.Load(path, new ProfileImportOptions { ComasterId = comaster });
}
