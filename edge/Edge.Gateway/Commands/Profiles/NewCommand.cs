using System.CommandLine;
using Edge.Profiles;

namespace Edge.Gateway.Commands.Profiles;

/// <summary><c>edge profile new FILE.xlsx</c>: an empty workbook.</summary>
internal static class NewCommand
{
    private static Phrase Help =>
        $"""
        Writes an empty workbook: every sheet with its headings, a comment on each that says what the column means, and rules for what
        its cells may hold. A file that exists is left alone. Exit: 0 written, 2 not.
        """;

    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = Say($"The workbook to write, .xlsx.") };
        Command command = new("new", Say(Help)) { file };
        command.SetAction(
            parsed => Run(parsed.GetValue(file)!, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string file, TextWriter output, TextWriter errors)
    {
        if (!file.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
        {
            errors.Say($"{file} is not written: give a name that ends in .xlsx.");
            return ProfileCommand.CannotDo;
        }

        try
        {
            // An existing workbook is never overwritten.
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            stream.Write(EmptyWorkbook.Write());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Say($"{file} is not written: {exception.Message}");
            return ProfileCommand.CannotDo;
        }

        output.Say($"{file} is written. Put the drawings beside it, fill the sheets, and try: edge profile check {file}");
        return ProfileCommand.Good;
    }
}
