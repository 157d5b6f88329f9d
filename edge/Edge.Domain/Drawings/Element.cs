namespace Edge.Domain;

/// <summary>An element of a drawing: a row of the sheet <c>eg</c>.</summary>
/// <param name="Tag">Its name; every shape of a drawing with this <c>tag</c> shows it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Text">The initial text, or null.</param>
/// <param name="Fill">The palette index of its initial fill, or null to leave the drawing unchanged.</param>
/// <param name="Stroke">The palette index of its initial stroke, or null to leave the drawing unchanged.</param>
/// <param name="Mark">A number that formulas filter by, or null.</param>
/// <param name="Screen">The name of the screen that it belongs to.</param>
/// <param name="Disabled">Whether it is out of use: never animated.</param>
/// <param name="Decimals">How many decimals a number in its text shows, from the number format of the cell; null: the usual two.</param>
public sealed record Element(
    string Tag, string Description, string? Text, int? Fill, int? Stroke, double? Mark, string? Screen, bool Disabled,
    int? Decimals = null)
{
    /// <summary>
    /// The number of the cell whose text <see cref="Text"/> is, as the spreadsheet stores it; null where the text is not a number, or is
    /// used literally. Formulas read it instead of the text.
    /// </summary>
    public double? Number { get; init; }

    /// <summary>Whether a number in its text is shown as a percentage: 0.953 is 95.3%.</summary>
    public bool Percent { get; init; }
}

/// <summary>The attribute of an element that a formula sets.</summary>
public enum ElementAttribute : byte
{
    /// <summary>The text.</summary>
    Text = 0,

    /// <summary>The fill, a palette index.</summary>
    Fill = 1,

    /// <summary>The stroke, a palette index.</summary>
    Stroke = 2,

    /// <summary>The number that formulas filter by.</summary>
    Mark = 3,
}
