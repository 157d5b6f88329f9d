using System.Globalization;

namespace Edge.Profiles.Workbook;

/// <summary>Takes typed values out of one row. What does not fit is reported with its place; <see cref="Failed"/> then says so.</summary>
internal sealed class RowReader(SheetTable sheet, SheetRow row, FindingList findings)
{
    /// <summary>Whether an error was reported for this row: it is not to be used.</summary>
    public bool Failed { get; private set; }

    public int Number => row.Number;

    /// <summary>The words of a cell, trimmed; null when it is empty or the column absent. Numbers as a person writes them.</summary>
    public string? Text(string column) => Cell(column) switch
    {
        null => null,
        string text => text.Trim() is { Length: > 0 } trimmed ? trimmed : null,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "1" : "0",
        object other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>A number, or null when the cell is empty.</summary>
    public double? OptionalNumber(string column)
    {
        double? number = Cell(column) switch
        {
            null => null,
            double value => value,
            bool flag => flag ? 1 : 0,
            string text when string.IsNullOrWhiteSpace(text) => null,
            string text => Parse(text),
            _ => double.NaN,
        };
        if (number is { } found && !double.IsFinite(found))
        {
            Error(column, $"'{Text(column)}' is no number.", "Write a plain number, without unit.");
            return null;
        }

        return number;
    }

    /// <summary>A number that must be there.</summary>
    public double Number64(string column)
    {
        bool failedBefore = Failed;
        double? number = OptionalNumber(column);
        if (number is null && Failed == failedBefore)
        {
            Error(column, "The cell is empty.", "Write a number.");
        }

        return number ?? 0;
    }

    /// <summary>A whole number within bounds, or null when the cell is empty.</summary>
    public int? OptionalInteger(string column, int minimum, int maximum)
    {
        if (OptionalNumber(column) is not { } number)
        {
            return null;
        }

        if (number < minimum || number > maximum || number != Math.Floor(number))
        {
            Error(
                column,
                string.Create(CultureInfo.InvariantCulture, $"{number} is out of range."),
                $"Write a whole number from {minimum} to {maximum}.");
            return null;
        }

        return (int)number;
    }

    /// <summary>A whole number within bounds that must be there.</summary>
    public int Integer(string column, int minimum, int maximum)
    {
        bool failedBefore = Failed;
        int? number = OptionalInteger(column, minimum, maximum);
        if (number is null && Failed == failedBefore)
        {
            Error(column, "The cell is empty.", $"Write a whole number from {minimum} to {maximum}.");
        }

        return number ?? minimum;
    }

    /// <summary>Yes or no; an empty cell is no.</summary>
    public bool Flag(string column)
    {
        switch (Cell(column))
        {
            case null:
                return false;
            case bool flag:
                return flag;
            case double number when number is 0 or 1:
                return number != 0;
            case string text when Names.Fold(text) is "" or "0" or "no" or "n" or "falso" or "false":
                return false;
            case string text when Names.Fold(text) is "1" or "si" or "s" or "x" or "verdadero" or "true" or "yes":
                return true;
            default:
                Error(column, $"'{Text(column)}' is neither yes nor no.", "Write 1 or 0.");
                return false;
        }
    }

    /// <summary>How many decimals the number format of a cell asks for; null where it says nothing about numbers.</summary>
    public int? Decimals(string column) =>
        sheet.ColumnOf(column) is var at and >= 0 && at < row.Formats.Length ? NumberFormat.Decimals(row.Formats[at]) : null;

    /// <summary>A name that can stand in a topic, and that must be there.</summary>
    public string Name(string column)
    {
        string name = Text(column) ?? "";
        if (!Names.IsTopicName(name))
        {
            Error(
                column,
                name.Length == 0 ? "The name is missing." : $"'{Shorten(name)}' cannot be a name.",
                "Use 1 to 64 letters without accents, digits, '-', '_' or '.'; no blanks.");
        }

        return name;
    }

    public void Error(string? column, string text, string hint)
    {
        Failed = true;
        findings.Error(sheet.Name, row.Number, column, text, hint);
    }

    public void Warning(string? column, string text, string hint) => findings.Warning(sheet.Name, row.Number, column, text, hint);

    /// <summary>A text from outside, short enough for a message.</summary>
    public static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static double Parse(string text)
    {
        string plain = text.Trim();
        if (plain.Contains(',') && !plain.Contains('.'))
        {
            plain = plain.Replace(',', '.');
        }

        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
    }

    private object? Cell(string column)
    {
        int index = sheet.ColumnOf(column);
        return index >= 0 && index < row.Cells.Length ? row.Cells[index] : null;
    }
}
