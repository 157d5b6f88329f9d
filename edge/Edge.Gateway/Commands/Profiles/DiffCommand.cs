using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Edge.Formulas.Findings;
using Edge.Profiles;

namespace Edge.Gateway.Commands.Profiles;

/// <summary><c>edge profile diff OLD NEW</c>: prints the changes of a new workbook, before it is used.</summary>
internal static class DiffCommand
{
    private static Phrase Help =>
        $"""
        Compares two workbooks or profile files and says what the new one changes: points added, removed, renamed or moved, elements,
        formulas (old and new text), colours, screens, drawings with the tags that appear and disappear, words, actions. What is in error in
        either is left out of it, as a gateway would; the counts of errors are said.

        Exit: 0 nothing differs, 1 something differs, 2 one of the two cannot be used.
        """;

    private static readonly Dictionary<ProfileChangeGroup, Phrase> Headings = new()
    {
        [ProfileChangeGroup.Comaster] = $"Concentrator",
        [ProfileChangeGroup.Ied] = $"IEDs",
        [ProfileChangeGroup.Digital] = $"Digital inputs",
        [ProfileChangeGroup.Analog] = $"Analogue inputs",
        [ProfileChangeGroup.SystemVariable] = $"System variables",
        [ProfileChangeGroup.Element] = $"Elements",
        [ProfileChangeGroup.Formula] = $"Formulas",
        [ProfileChangeGroup.Colour] = $"Colours",
        [ProfileChangeGroup.Screen] = $"Screens",
        [ProfileChangeGroup.Drawing] = $"Drawings",
        [ProfileChangeGroup.StateText] = $"Words for states",
        [ProfileChangeGroup.Action] = $"Actions",
    };

    public static Command Create()
    {
        Argument<string> old = ProfileCommand.WorkbookArgument("OLD");
        Argument<string> next = ProfileCommand.WorkbookArgument("NEW");
        Option<int[]> comaster = ProfileCommand.ComasterOption();
        Option<bool> json = ProfileCommand.JsonOption();
        Command command = new("diff", Say(Help)) { old, next, comaster, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(old)!, parsed.GetValue(next)!, parsed.GetValue(comaster), parsed.GetValue(json),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string oldPath, string newPath, int[]? comaster, bool json, TextWriter output, TextWriter errors)
    {
        ProfileCheck old = ProfileCommand.Load(oldPath, comaster);
        ProfileCheck next = ProfileCommand.Load(newPath, comaster);
        foreach ((string path, ProfileCheck check) in ((string, ProfileCheck)[])[(oldPath, old), (newPath, next)])
        {
            if (check.Profile is null)
            {
                FindingText.Write(errors, path, check);
            }
        }

        if (old.Profile is null || next.Profile is null)
        {
            return ProfileCommand.CannotDo;
        }

        ImmutableArray<ProfileChange> changes = ProfileDiff.Compare(old.Import, next.Import);
        if (json)
        {
            output.WriteLine(
                JsonSerializer.Serialize(DiffJson.Of(oldPath, old, newPath, next, changes), ProfileJsonContext.Default.DiffJson));
        }
        else
        {
            Write(output, changes);
            output.Say(changes.Length == 1
                ? (Phrase)$"1 change. {Errors(oldPath, old)}, {Errors(newPath, next)}."
                : $"{changes.Length} changes. {Errors(oldPath, old)}, {Errors(newPath, next)}.");
        }

        return changes.IsEmpty ? ProfileCommand.Good : ProfileCommand.SomethingFound;
    }

    private static Phrase Errors(string path, ProfileCheck check) => $"{path}: {check.Count(FindingSeverity.Error)} errors";

    private static void Write(TextWriter output, ImmutableArray<ProfileChange> changes)
    {
        foreach (IGrouping<ProfileChangeGroup, ProfileChange> group in changes.GroupBy(change => change.Group).OrderBy(group => group.Key))
        {
            Phrase counts = Phrase.Join(
                $", ", group.GroupBy(change => change.Kind).OrderBy(kind => kind.Key).Select(kind => Count(kind.Key, kind.Count())));
            output.Say($"{Headings[group.Key]}: {counts}");
            foreach (ProfileChange change in group)
            {
                Write(output, change);
            }

            output.WriteLine();
        }
    }

    private static void Write(TextWriter output, ProfileChange change)
    {
        if (change.Group == ProfileChangeGroup.Formula && change.Kind == ProfileChangeKind.Changed)
        {
            output.WriteLine($"  ~ {change.Key}");
            output.Say($"      old {change.Fields[0].Old}");
            output.Say($"      new {change.Fields[0].New}");
            return;
        }

        output.WriteLine($"  {change}");
    }

    private static Phrase Count(ProfileChangeKind kind, int count) => kind switch
    {
        ProfileChangeKind.Added => $"{count} added",
        ProfileChangeKind.Removed => $"{count} removed",
        ProfileChangeKind.Renamed => $"{count} renamed",
        _ => $"{count} changed",
    };

    internal static string Word(ProfileChangeKind kind) => kind switch
    {
        ProfileChangeKind.Added => "added",
        ProfileChangeKind.Removed => "removed",
        ProfileChangeKind.Renamed => "renamed",
        _ => "changed",
    };
}
