namespace Edge.Profiles.Workbook;

/// <summary>The backgrounds of cells as <c>#rrggbb</c>.</summary>
internal sealed class FillMap
{
    private readonly Dictionary<(string Sheet, int Row, int Column), string> _fills = [];

    /// <summary>Why the backgrounds could not be read, or null.</summary>
    public Phrase? Failure { get; init; }

    /// <summary>Sets the background of a cell; row and column from 1 and 0.</summary>
    public void Set(string sheet, int row, int column, string colour) => _fills[(Names.Fold(sheet), row, column)] = colour;

    /// <summary>The background of a cell, or null.</summary>
    public string? Of(string sheet, int row, int column) =>
        column < 0 ? null : _fills.GetValueOrDefault((Names.Fold(sheet), row, column));
}
