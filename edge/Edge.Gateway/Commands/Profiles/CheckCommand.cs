using System.CommandLine;
using System.Text.Json;
using Edge.Profiles;

namespace Edge.Gateway.Commands.Profiles;

/// <summary><c>edge profile check WORKBOOK</c>: prints the findings about a workbook.</summary>
internal static class CheckCommand
{
    private static Phrase Help =>
        $"""
        Reads a workbook with its drawings and lists everything that should be looked at: place, what is wrong, what to do.

        An error makes a row, a formula or a drawing unusable; a gateway runs with the rest. A warning is something that was guessed, will
        not show, or is hardly meant. Formulas are shown with a mark under the place.

        Exit: 0 no error, 1 at least one error, 2 the file cannot be read as a workbook.
        """;

    public static Command Create()
    {
        Argument<string> workbook = ProfileCommand.WorkbookArgument();
        Option<int[]> comaster = ProfileCommand.ComasterOption();
        Option<bool> json = ProfileCommand.JsonOption();
        Command command = new("check", Say(Help)) { workbook, comaster, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(workbook)!;
            ProfileCheck check = ProfileCommand.Load(path, parsed.GetValue(comaster));
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(CheckJson.Of(path, check), ProfileJsonContext.Default.CheckJson));
            }
            else
            {
                FindingText.Write(output, path, check);
            }

            return check.Profile is null ? ProfileCommand.CannotDo : check.HasErrors ? ProfileCommand.SomethingFound : ProfileCommand.Good;
        });
        return command;
    }
}
