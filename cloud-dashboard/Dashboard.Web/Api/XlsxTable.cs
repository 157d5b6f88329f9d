using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Dashboard.Web.Api;

/// <summary>A workbook of one sheet, whose first row stays in sight. Times are UTC, to the millisecond.</summary>
internal sealed class XlsxTable : TableWriter
{
    private readonly Spreadsheet _book;

    private XlsxTable(Spreadsheet book) => _book = book;

    /// <summary>Begins one.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="name">The name of the sheet.</param>
    /// <param name="cancellationToken">The stop.</param>
    internal static async Task<XlsxTable> StartAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        SpreadCheetahOptions options = new() { DefaultDateTimeFormat = NumberFormat.Custom("yyyy\\-mm\\-dd\\ hh:mm:ss.000") };
        Spreadsheet book = await Spreadsheet.CreateNewAsync(stream, options, cancellationToken);
        await book.StartWorksheetAsync(name, new WorksheetOptions { FrozenRows = 1 }, cancellationToken);
        return new XlsxTable(book);
    }

    /// <inheritdoc />
    internal override ValueTask RowAsync(IReadOnlyList<object?> cells, CancellationToken cancellationToken) =>
        _book.AddRowAsync([.. cells.Select(Cell)], cancellationToken);

    /// <inheritdoc />
    internal override ValueTask FinishAsync(CancellationToken cancellationToken) => _book.FinishAsync(cancellationToken);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _book.DisposeAsync();

    private static DataCell Cell(object? cell) => cell switch
    {
        null => default,
        string text => new DataCell(text),
        DateTimeOffset time => new DataCell(time.UtcDateTime),
        int number => new DataCell(number),
        long number => new DataCell(number),
        _ => throw new ArgumentException($"A table has no {cell.GetType().Name}.", nameof(cell)),
    };
}
