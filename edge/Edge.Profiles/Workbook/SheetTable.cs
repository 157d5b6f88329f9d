using System.Collections.Immutable;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>One sheet: a row of headings and the rows below it that hold anything.</summary>
/// <param name="name">The sheet as the workbook names it.</param>
/// <param name="headings">The first row.</param>
/// <param name="rows">The rows below, empty ones left out.</param>
internal sealed class SheetTable(string name, ImmutableArray<string> headings, ImmutableArray<SheetRow> rows)
{
    // Asked for once a cell.
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    public string Name => name;

    public ImmutableArray<SheetRow> Rows => rows;

    /// <summary>The place of a column; case and accents do not matter and of repeated headings the first counts. -1 when absent.</summary>
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

    /// <summary>Whether all these columns are there; each that is not is an error.</summary>
    public bool Requires(FindingList findings, params ReadOnlySpan<string> columns)
    {
        bool complete = true;
        foreach (string column in columns)
        {
            if (ColumnOf(column) < 0)
            {
                complete = false;
                findings.Error(
                    name, 1, column, $"The column '{column}' is missing.", "Put its heading into the first row of the sheet.");
            }
        }

        return complete;
    }
}

/// <summary>One row of a sheet.</summary>
/// <param name="Number">As the spreadsheet program numbers it, from 1.</param>
/// <param name="Cells">Double, string, bool or null each.</param>
/// <param name="Formats">The number format of each cell, as the spreadsheet program writes it, or null.</param>
internal sealed record SheetRow(int Number, ImmutableArray<object?> Cells, ImmutableArray<string?> Formats);
