using System.Collections.Immutable;
using Edge.Profiles.Findings;
using ExcelDataReader;

namespace Edge.Profiles.Workbook;

/// <summary>
/// Reads the sheets with the reader library, one after the other. Only known sheets and columns are kept: other content of a workbook uses
/// no memory.
/// </summary>
internal sealed class SheetReader(IExcelDataReader reader, BrokenCells broken, WorkbookBounds bounds, FindingList findings)
{
    private const int MaximumColumns = 128;
    private const int LargestSheetRows = 1_048_576;
    private const int LargestSheetColumns = 16_384;

    /// <summary>The most rows above the headings with which they are still found.</summary>
    private const int MostRowsAbove = 10;

    private int _cells;

    /// <summary>Reads the present sheet of the library.</summary>
    /// <exception cref="UnreadableWorkbookException">Its size is damaged, or the workbook is too large.</exception>
    public SheetTable Read()
    {
        string name = Letters.Compose(reader.Name ?? "");
        if (reader.RowCount is < 0 or > LargestSheetRows || reader.FieldCount > LargestSheetColumns)
        {
            // The parser would iterate over all of them.
            throw new UnreadableWorkbookException($"The size of the sheet '{RowReader.Shorten(name)}' is damaged.");
        }

        SheetShape? shape = SheetShape.Of(name);
        ImmutableArray<string> headings = reader.Read() ? Headings(name, shape) : [];
        return new SheetTable(name, shape, headings, shape is null ? [] : Rows(name, shape, headings));
    }

    private ImmutableArray<string> Headings(string sheet, SheetShape? shape)
    {
        int width = Math.Min(reader.FieldCount, MaximumColumns);
        string[] headings = new string[width];
        for (int i = 0; i < width; i++)
        {
            headings[i] = Letters.Compose(reader.GetValue(i) as string ?? "").Trim();
        }

        for (int i = width; shape is not null && i < reader.FieldCount; i++)
        {
            if (reader.GetValue(i) is string beyond && shape.Knows(beyond))
            {
                findings.Error(
                    sheet, 1, beyond, $"Only {MaximumColumns} columns are read: '{RowReader.Shorten(beyond)}' stands behind them.",
                    $"Remove columns that are not needed.");
            }
        }

        return [.. headings];
    }

    private ImmutableArray<SheetRow> Rows(string sheet, SheetShape shape, ImmutableArray<string> headings)
    {
        bool[] kept = [.. headings.Select(shape.Knows)];

        // Headings below the first row are searched in the first rows, so these are kept whole.
        bool lower = shape.Required.Any(required => !headings.Any(heading => Names.Fold(heading) == Names.Fold(required)));
        ImmutableArray<SheetRow>.Builder rows = ImmutableArray.CreateBuilder<SheetRow>();
        for (int number = 2; reader.Read(); number++)
        {
            if (Cells(sheet, number, lower && number <= MostRowsAbove ? null : kept) is not { } row)
            {
                continue;
            }

            if (number > bounds.MaximumRows)
            {
                findings.Error(
                    sheet, number, null, $"Only {bounds.MaximumRows} rows of a sheet are read: this one and those behind it are lost.",
                    $"Remove the rows that are not needed, or divide the workbook.");
                break;
            }

            rows.Add(row);
        }

        return rows.ToImmutable();
    }

    /// <summary>A row, or null where it is empty.</summary>
    private SheetRow? Cells(string sheet, int number, bool[]? kept)
    {
        int width = Math.Min(reader.FieldCount, kept?.Length ?? MaximumColumns);
        object?[]? cells = null;
        string?[]? formats = null;
        for (int i = 0; i < width; i++)
        {
            if (kept is not null && !kept[i])
            {
                continue;
            }

            object? cell = broken.Of(sheet, number, i)
                ?? reader.GetValue(i) switch { int whole => (double)whole, string text => Letters.Compose(text), var other => other };
            if (cell is null or string { Length: 0 } || (cell is string blank && string.IsNullOrWhiteSpace(blank)))
            {
                continue;
            }

            if (++_cells > bounds.MaximumCells)
            {
                throw new UnreadableWorkbookException($"It has more than {bounds.MaximumCells} cells in the sheets that are read.");
            }

            (cells ??= new object?[width])[i] = cell;
            if (cell is double or DateTime or TimeSpan && reader.GetNumberFormatString(i) is { Length: > 0 } format && format != "General")
            {
                (formats ??= new string?[width])[i] = format;
            }
        }

        return cells is null ? null : new SheetRow(number, [.. cells], formats is null ? [] : [.. formats]);
    }
}
