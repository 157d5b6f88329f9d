using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>Finds content that is not read because of a mistake in a heading or in the name of a sheet.</summary>
internal static class HeadingChecks
{
    /// <summary>Columns for people only: a mistake in their heading has no effect.</summary>
    private static readonly string[] ForPeople = ["description"];

    /// <summary>Reports all unknown headings. One that is similar to a missing column is an error.</summary>
    public static void Check(SheetTable sheet, FindingList findings)
    {
        if (sheet.Shape is not { } shape || shape.Required.Any(column => sheet.ColumnOf(column) < 0))
        {
            // The error about the missing column contains this.
            return;
        }

        var unread = new List<string>();
        string[] absent = [.. shape.Read.Where(column => sheet.ColumnOf(column) < 0)];
        foreach (string heading in Unknown(sheet))
        {
            if (Nearest(heading, absent) is not { } near)
            {
                unread.Add(heading);
                continue;
            }

            var finding = new ProfileFinding(
                ForPeople.Contains(near) ? FindingSeverity.Warning : FindingSeverity.Error, sheet.Name, 1, heading,
                $"The column '{RowReader.Shorten(heading)}' is not known: nothing of it is read.", $"Did you mean {near}?");
            findings.Add(finding);
        }

        if (unread.Count > 0)
        {
            findings.Information(
                sheet.Name, 1, unread[0],
                unread.Count == 1
                    ? (Phrase)$"The column '{RowReader.Shorten(unread[0])}' is not known: nothing of it is read."
                    : $"{unread.Count} columns are not known, nothing of them is read: {List(unread)}.",
                absent.Length == 0 ? (Phrase)$"Every column that could be read is there." : $"Columns that could be there: "
                    + $"{List(absent)}.");
        }
    }

    /// <summary>Suggests headings for missing columns, or null.</summary>
    public static Phrase? Guess(SheetTable sheet, string[] missing)
    {
        string[] unknown = [.. Unknown(sheet)];
        string[] pairs =
        [
            .. missing.Select(column => (Column: column, Near: Nearest(column, unknown))).Where(pair => pair.Near is not null)
                .Select(pair => $"'{RowReader.Shorten(pair.Near!)}' {pair.Column}"),
        ];
        return pairs.Length > 0 ? (Phrase)$"Is it there under another name? Call {string.Join(", ", pairs)}."
            : unknown.Length > 0
                ? (Phrase)$"Put it into the first row of the sheet. Not known there: {List(unknown)}."
                : null;
    }

    /// <summary>The sheets that may be meant where one is missing: their name is near, or they have its columns.</summary>
    public static string? GuessSheet(IEnumerable<SheetTable> sheets, string missing)
    {
        SheetShape shape = SheetShape.Of(missing)!;
        SheetTable[] unknown = [.. sheets.Where(sheet => sheet.Shape is null && !SheetShape.Others.Contains(Names.Fold(sheet.Name)))];
        SheetTable? meant = Array.Find(unknown, sheet => Nearest(sheet.Name, [missing]) is not null)
            ?? Array.Find(unknown, sheet => sheet.Name.Split(' ', '_', '-', '.', '(', ')').Any(word => Names.Fold(word) == missing))
            ?? Array.Find(unknown, sheet => shape.Required.Length > 1 && shape.Required.All(column => sheet.ColumnOf(column) >= 0));
        return meant?.Name;
    }

    private static string List(IEnumerable<string> headings) => string.Join(", ", headings.Select(RowReader.Shorten));

    private static IEnumerable<string> Unknown(SheetTable sheet) =>
        sheet.Headings.Where(heading => heading.Length > 0 && !sheet.Shape!.Knows(heading)).Distinct();

    /// <summary>The nearest of some names, compared without case, accents and separators; null where none is near.</summary>
    private static string? Nearest(string name, string[] candidates)
    {
        string bare = Names.Bare(name);
        Dictionary<string, string> names = candidates.DistinctBy(Names.Bare).ToDictionary(Names.Bare);
        return names.TryGetValue(bare, out string? same) ? same
            : Suggestions.Nearest(bare, names.Keys) is [var near, ..] ? names[near]
            : null;
    }
}
