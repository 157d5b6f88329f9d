using Edge.Formulas.Findings;

namespace Edge.Profiles.Findings;

/// <summary>One problem for the engineer, with its place and what to do.</summary>
/// <param name="Severity">Its severity.</param>
/// <param name="Sheet">The sheet as it is named in the workbook, the drawing's file name, or empty for the workbook as a whole.</param>
/// <param name="Row">The row as the spreadsheet program numbers it, from 1 (in a drawing: the line); null for the sheet as a whole.</param>
/// <param name="Column">The column by its heading; null for the row as a whole.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Hint">What to do about it.</param>
public sealed record ProfileFinding(
    FindingSeverity Severity, string Sheet, int? Row, string? Column, Phrase Text, Phrase Hint)
{
    /// <summary>The formula that it concerns with the place in it, or null.</summary>
    public FormulaExcerpt? Formula { get; init; }

    /// <summary>One line for a log or a terminal.</summary>
    public Phrase ToLine()
    {
        Phrase place = (Sheet, Row, Column) switch
        {
            ("", _, _) => (Phrase)$"workbook",
            (_, null, null) => $"{Sheet}",
            (_, null, _) => $"{Sheet}, column {Column}",
            (_, _, null) => $"{Sheet}, row {Row}",
            _ => $"{Sheet}, row {Row}, column {Column}",
        };
        place = Formula is { Start: > 0 } formula ? $"{place}, character {formula.Start}" : place;
        Phrase words = Hint.IsEmpty ? Text : $"{Text} {Hint}";
        return Severity switch
        {
            FindingSeverity.Error => (Phrase)$"Error: {place}: {words}",
            FindingSeverity.Warning => $"Warning: {place}: {words}",
            _ => $"Information: {place}: {words}",
        };
    }

    /// <summary>The line in English.</summary>
    public override string ToString() => ToLine().ToString();
}
