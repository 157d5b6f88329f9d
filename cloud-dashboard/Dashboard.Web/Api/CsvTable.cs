using System.Globalization;
using System.Text;

namespace Dashboard.Web.Api;

/// <summary>A table after RFC 4180, UTF-8 with its mark, so that a spreadsheet reads the accents. Times are UTC.</summary>
/// <param name="stream">Where to; it stays open.</param>
internal sealed class CsvTable(Stream stream) : TableWriter
{
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);

    /// <inheritdoc />
    internal override async ValueTask RowAsync(IReadOnlyList<object?> cells, CancellationToken cancellationToken) =>
        await _writer.WriteAsync((string.Join(',', cells.Select(Cell)) + "\r\n").AsMemory(), cancellationToken);

    /// <inheritdoc />
    internal override async ValueTask FinishAsync(CancellationToken cancellationToken) => await _writer.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string Cell(object? cell) => cell switch
    {
        null => "",
        string text => $"\"{Harmless(text).Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };

    // A spreadsheet must not take a text for a formula.
    private static string Harmless(string text) => text.Length > 0 && "=+-@\t\r".Contains(text[0]) ? "'" + text : text;
}
