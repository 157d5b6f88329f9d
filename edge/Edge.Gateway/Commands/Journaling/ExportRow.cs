using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>What a cell is.</summary>
internal enum CellKind : byte
{
    /// <summary>Nothing.</summary>
    Empty,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number, as JSON has it.</summary>
    Number,

    /// <summary>Words with a blank between.</summary>
    Words,
}

/// <summary>A cell.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Written">Its text, or null for nothing.</param>
internal readonly record struct Cell(CellKind Kind, string? Written)
{
    /// <summary>Its text.</summary>
    public string Text => Written ?? "";
}

/// <summary>A row: a cell for each column of its kind.</summary>
internal sealed class ExportRow
{
    private readonly Cell[] _cells;

    /// <summary>An empty row.</summary>
    /// <param name="kind">The kind of its record.</param>
    public ExportRow(JournalRecordKind kind)
    {
        Kind = kind;
        Columns = ExportColumns.Of(kind);
        _cells = new Cell[Columns.Length];
    }

    /// <summary>The kind of its record.</summary>
    public JournalRecordKind Kind { get; }

    /// <summary>The names of the columns.</summary>
    public string[] Columns { get; }

    /// <summary>The cells, one a column.</summary>
    public ReadOnlySpan<Cell> Cells => _cells;

    /// <summary>Sets a text.</summary>
    public void Set(string column, string? text) => Set(column, CellKind.Text, text);

    /// <summary>Sets a whole number.</summary>
    public void Set(string column, long? number) => Set(column, CellKind.Number, number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a number; one that JSON cannot say is left out.</summary>
    public void Set(string column, double? number) => Set(
        column, CellKind.Number, number is { } value && double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : null);

    /// <summary>Sets a number that is written already.</summary>
    public void SetNumber(string column, string? number) => Set(column, CellKind.Number, number);

    /// <summary>Sets a time.</summary>
    public void Set(string column, DateTimeOffset? time) =>
        Set(column, CellKind.Text, time is { } known ? JournalWords.Of(known) : null);

    /// <summary>Sets words.</summary>
    public void Set(string column, ImmutableArray<string>? words) =>
        Set(column, CellKind.Words, words is { } there ? string.Join(' ', there) : null);

    /// <summary>Sets a word of the contract.</summary>
    public void SetWord<T>(string column, T? word) where T : struct, Enum =>
        Set(column, CellKind.Text, word is { } there ? JsonNamingPolicy.CamelCase.ConvertName(there.ToString()) : null);

    private void Set(string column, CellKind kind, string? text)
    {
        int place = Array.IndexOf(Columns, column);
        _cells[place] = text is null ? default : new Cell(kind, text);
    }
}
