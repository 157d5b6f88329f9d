namespace Dashboard.Web.Api;

/// <summary>Writes a table for a spreadsheet, row by row.</summary>
internal abstract class TableWriter : IAsyncDisposable
{
    /// <summary>Writes a row: texts, whole numbers, times and nothing.</summary>
    internal abstract ValueTask RowAsync(IReadOnlyList<object?> cells, CancellationToken cancellationToken);

    /// <summary>The table is complete.</summary>
    internal abstract ValueTask FinishAsync(CancellationToken cancellationToken);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
