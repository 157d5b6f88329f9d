using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>Writes rows as text.</summary>
internal interface IExportFormat
{
    /// <summary>Writes what stands before the rows.</summary>
    void Begin(TextWriter output);

    /// <summary>Writes a row.</summary>
    void Write(TextWriter output, ExportRow row);
}

/// <summary>
/// RFC 4180: a header, a record a line, CRLF. A text that a spreadsheet would run as a formula has an apostrophe before it.
/// </summary>
/// <param name="kind">The kind of all rows.</param>
internal sealed class CsvFormat(JournalRecordKind kind) : IExportFormat
{
    private const string EndOfLine = "\r\n";
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    /// <inheritdoc/>
    public void Begin(TextWriter output)
    {
        output.Write(string.Join(',', ExportColumns.Of(kind)));
        output.Write(EndOfLine);
    }

    /// <inheritdoc/>
    public void Write(TextWriter output, ExportRow row)
    {
        bool first = true;
        foreach (Cell cell in row.Cells)
        {
            output.Write(first ? "" : ",");
            output.Write(Quoted(cell.Kind == CellKind.Text ? Harmless(cell.Text) : cell.Text));
            first = false;
        }

        output.Write(EndOfLine);
    }

    // The first letters by which spreadsheets know a formula; some leave out blanks before it.
    private static string Harmless(string text) =>
        text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(s_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

/// <summary>One JSON object a line; an empty cell is left out.</summary>
internal sealed class JsonFormat : IExportFormat
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <inheritdoc/>
    public void Begin(TextWriter output)
    {
    }

    /// <inheritdoc/>
    public void Write(TextWriter output, ExportRow row)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("record"u8, JournalWords.Of(row.Kind));
            for (int i = 0; i < row.Columns.Length; i++)
            {
                Write(json, row.Columns[i], row.Cells[i]);
            }

            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        output.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, string name, Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Text:
                json.WriteString(name, cell.Text);
                break;
            case CellKind.Number:
                json.WritePropertyName(name);
                json.WriteRawValue(cell.Text);
                break;
            case CellKind.Words:
                json.WriteStartArray(name);
                foreach (string word in cell.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    json.WriteStringValue(word);
                }

                json.WriteEndArray();
                break;
            default:
                break;
        }
    }
}
