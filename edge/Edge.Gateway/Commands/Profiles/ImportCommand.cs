using System.CommandLine;
using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Sheets;

namespace Edge.Gateway.Commands.Profiles;

/// <summary><c>edge profile import WORKBOOK -o FILE</c> and <c>edge profile show FILE</c>.</summary>
internal static class ImportCommand
{
    private static Phrase Help =>
        $"""
        Checks a workbook and writes it with its drawings into one profile file, which a gateway loads in place of the workbook
        (profile.workbook in its configuration names either). The file is text: a first line with version and checksum, then JSON; the same
        workbook and drawings give the same bytes. It holds the SHA-256 of workbook and drawings.

        With errors nothing is written, unless --with-errors: the rows and formulas that are in error are then left out, as a gateway would.

        Exit: 0 written, 1 not written because of errors, 2 a file cannot be read or written.
        """;

    public static Command Create()
    {
        Argument<string> workbook = ProfileCommand.WorkbookArgument();
        Option<string> output = new("--output", "-o")
        {
            Description = Say($"The profile file to write."),
            HelpName = "FILE",
            Required = true,
        };
        Option<bool> withErrors = new("--with-errors") { Description = Say($"Write it without what is in error.") };
        Option<int[]> comaster = ProfileCommand.ComasterOption();
        Command command = new("import", Say(Help)) { workbook, output, withErrors, comaster };
        command.SetAction(parsed => Run(
            parsed.GetValue(workbook)!, parsed.GetValue(output)!, parsed.GetValue(withErrors), parsed.GetValue(comaster),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    public static Command CreateShow()
    {
        Argument<string> file = ProfileCommand.WorkbookArgument("FILE");
        Command command = new("show", Say($"Says what a profile file (or a workbook) holds. Exit: 0 it can be used, 2 it "
            + $"cannot.")) { file };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            ProfileCheck check = ProfileCommand.Load(path, null);
            if (check.Profile is null)
            {
                FindingText.Write(parsed.InvocationConfiguration.Error, path, check);
                return ProfileCommand.CannotDo;
            }

            Show(parsed.InvocationConfiguration.Output, path, check);
            return ProfileCommand.Good;
        });
        return command;
    }

    private static int Run(string workbook, string file, bool withErrors, int[]? comaster, TextWriter output, TextWriter errors)
    {
        ProfileCheck check = ProfileCommand.Load(workbook, comaster);
        if (check.Profile is null || (check.HasErrors && !withErrors))
        {
            FindingText.Write(errors, workbook, check);
            errors.Say(
                check.Profile is null ? (Phrase)$"{file} is not written." : $"{file} is not written. --with-errors writes it without "
                    + $"what is in error.");
            return check.Profile is null ? ProfileCommand.CannotDo : ProfileCommand.SomethingFound;
        }

        try
        {
            WriteWhole(file, ProfileFile.Write(check.Import, check.Import.Source ?? Path.GetFileName(workbook)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Say($"{file} cannot be written: {exception.Message}");
            return ProfileCommand.CannotDo;
        }

        Show(output, file, check);
        return ProfileCommand.Good;
    }

    /// <summary>A program that reads the file gets the old one or the new one, never a part.</summary>
    private static void WriteWhole(string file, byte[] content)
    {
        string beside = $"{file}.new";
        using (FileStream stream = File.Create(beside))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, file, overwrite: true);
    }

    private static void Show(TextWriter output, string path, ProfileCheck check)
    {
        Domain.Profile profile = check.Profile!;
        output.Say(check.Import.Source is { } source ? (Phrase)$"{path}: profile of {source}" : $"{path}: profile");
        output.Say($"  hash          {profile.Hash}");
        foreach (ComasterDefinition comaster in check.Import.Comasters)
        {
            output.Say($"  concentrator  {comaster.Id} at {comaster.Host}:{comaster.Port}");
        }

        output.Say(
            $"  inputs        {profile.Ieds.Length} IEDs, {profile.Digitals.Length} digital, {profile.Analogs.Length} analogue, "
            + $"{profile.SystemVariables.Length} system variables");
        output.Say(
            $"  elements      {profile.Elements.Length}, {profile.Formulas.Length} formulas, {profile.Colours.Length} colours");
        IEnumerable<Phrase> screens = profile.Screens.Select(screen => screen.Svg is null ? $"{screen.Name} (no "
            + $"drawing)" : Phrase.Verbatim(screen.Name));
        output.Say($"  screens       {Phrase.Join($", ", screens)}");
        output.Say(
            $"  findings      {check.Count(FindingSeverity.Error)} errors, {check.Count(FindingSeverity.Warning)} warnings, "
            + $"{check.Count(FindingSeverity.Information)} worth knowing: edge profile check {path}");
    }
}
