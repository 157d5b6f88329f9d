namespace Edge.Profiles.Template;

/// <summary>One column of an empty workbook.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Comment">Its meaning, shown as the comment of the heading.</param>
internal sealed record TemplateColumn(string Name, string Comment)
{
    /// <summary>The values that a cell may have, or null.</summary>
    public string[]? List { get; init; }

    /// <summary>A range of cells that holds the values that a cell may have, or null: <c>ied!$A$2:$A$1000</c>.</summary>
    public string? ListFrom { get; init; }

    /// <summary>The least whole number that a cell may hold, with <see cref="Most"/>; null: no whole number is required.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest whole number that a cell may hold.</summary>
    public int Most { get; init; }

    /// <summary>Whether a cell must hold a number, with a fraction or without.</summary>
    public bool Number { get; init; }
}

/// <summary>One sheet of an empty workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Rows to begin with; a text that begins with # and has seven letters is a cell with this background and the next text
/// in it.</param>
internal sealed record TemplateSheet(string Name, TemplateColumn[] Columns, object?[][] Rows);
