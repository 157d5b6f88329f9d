using System.Collections.Immutable;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>One sheet: a row of headings and the non-empty rows below it.</summary>
/// <param name="name">The sheet as the workbook names it.</param>
/// <param name="shape">Its headings; null for a sheet that is not read.</param>
/// <param name="headings">The first row.</param>
/// <param name="rows">The rows below, empty ones left out.</param>
internal sealed class SheetTable(string name, SheetShape? shape, ImmutableArray<string> headings, ImmutableArray<SheetRow> rows)
{
    // Used once for each cell.
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>Its headings; null for a sheet that is not read.</summary>
    public SheetShape? Shape => shape;

    public ImmutableArray<string> Headings => headings;

    public ImmutableArray<SheetRow> Rows => rows;

    /// <summary>The place of a column; case and accents are ignored, and of repeated headings the first is used. -1 when absent.</summary>
    public int ColumnOf(string heading)
    {
        if (!_columns.TryGetValue(heading, out int column))
        {
            _columns[heading] = column = Find(heading);
        }

        return column;
    }

    private int Find(string heading)
    {
        string folded = Names.Fold(heading);
        for (int i = 0; i < headings.Length; i++)
        {
            if (Names.Fold(headings[i]) == folded)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether all required columns exist. Missing ones are reported in one error, with suggestions.</summary>
    public bool IsComplete(FindingList findings)
    {
        string[] missing = [.. (shape?.Required ?? []).Where(column => ColumnOf(column) < 0)];
        if (missing.Length == 0)
        {
            return true;
        }

        findings.DropSheet(Names.Fold(name));
        if (LowerHeadings() is { } row)
        {
            findings.Error(
                name, row, null, $"The headings of the sheet stand in row {row}.",
                $"Remove the rows above them: the first row of a sheet holds its headings.");
            return false;
        }

        (Phrase text, Phrase these) = missing.Length == 1
            ? ((Phrase)$"The column '{missing[0]}' is missing.", (Phrase)$"its heading")
            : ($"The columns {string.Join(", ", missing.Select(column => $"'{column}'"))} are missing.", $"their headings");
        findings.Error(name, 1, missing[0], text, HeadingChecks.Guess(this, missing) ?? $"Put {these} into the first row of the sheet.");
        return false;
    }

    /// <summary>The row with the headings, if it is not the first.</summary>
    private int? LowerHeadings()
    {
        foreach (SheetRow row in rows)
        {
            HashSet<string> words = [.. row.Cells.OfType<string>().Select(Names.Fold)];
            if (shape!.Required.All(required => words.Contains(Names.Fold(required))))
            {
                return row.Number;
            }
        }

        return null;
    }
}

/// <summary>One row of a sheet.</summary>
/// <param name="Number">As the spreadsheet program numbers it, from 1.</param>
/// <param name="Cells">Double, string, bool, a date, a time, a broken cell or null each.</param>
/// <param name="Formats">
/// The number format of each cell, as the spreadsheet program writes it, or null; empty where no cell has one.
/// </param>
internal sealed record SheetRow(int Number, ImmutableArray<object?> Cells, ImmutableArray<string?> Formats);
