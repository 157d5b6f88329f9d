using System.Globalization;
using Edge.Contracts;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>Takes typed values out of one row. What does not fit is reported with its place; <see cref="Failed"/> then says so.</summary>
internal sealed class RowReader(SheetTable sheet, SheetRow row, FindingList findings)
{
    private HashSet<int>? _broken;
    private int _errors;

    /// <summary>Whether an error was reported for this row: it is not to be used.</summary>
    public bool Failed => _errors > 0;

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
        int before = _errors;
        double? number = OptionalNumber(column);
        if (number is null && _errors == before)
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
        int before = _errors;
        int? number = OptionalInteger(column, minimum, maximum);
        if (number is null && _errors == before)
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
        int before = _errors;
        string name = Text(column) ?? "";
        if (!Topics.IsName(name) && _errors == before)
        {
            Error(
                column,
                name.Length == 0 ? "The name is missing." : $"'{Shorten(name)}' cannot be a name.",
                $"Use 1 to {Topics.MaximumName} letters without accents, digits, '-', '_' or '.'; no blanks.");
        }

        return name;
    }

    public void Error(string? column, string text, string hint)
    {
        // An error can be about the key itself: the flag is up before the key is read.
        if (_errors++ == 0)
        {
            findings.Drop(Names.Fold(sheet.Name), Key());
        }

        findings.Error(sheet.Name, row.Number, column, text, hint);
    }

    public void Warning(string? column, string text, string hint) => findings.Warning(sheet.Name, row.Number, column, text, hint);

    public void Information(string? column, string text, string hint) => findings.Information(sheet.Name, row.Number, column, text, hint);

    /// <summary>A mask of actions; 0 for an empty cell. A bit that names no action is reported and left out.</summary>
    public uint Mask(string column, uint known)
    {
        if (OptionalNumber(column) is not { } number)
        {
            return 0;
        }

        if (number < 0 || number > uint.MaxValue || number != Math.Floor(number))
        {
            Error(
                column, string.Create(CultureInfo.InvariantCulture, $"{number} is no mask of actions."),
                "Write the sum of 2 to the power of each action's number.");
            return 0;
        }

        uint mask = (uint)number;
        if ((mask & ~known) != 0)
        {
            string unknown = string.Join(", ", Enumerable.Range(0, 32).Where(bit => ((mask & ~known) >> bit & 1) != 0));
            Warning(
                column, $"{mask} asks for the action {unknown}, which the sheet accionev does not have.",
                "Add the action, or take 2 to the power of its number off.");
        }

        return mask & known;
    }

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

    /// <summary>What a cell holds; an error of the spreadsheet (<c>#REF!</c>) is reported once and then counts as empty.</summary>
    private object? Cell(string column)
    {
        int index = sheet.ColumnOf(column);
        object? cell = index >= 0 && index < row.Cells.Length ? row.Cells[index] : null;
        if (cell is not string text || !CellErrors.IsCode(text))
        {
            return cell;
        }

        if ((_broken ??= []).Add(index))
        {
            Error(
                column, $"The cell shows the error {text}.",
                "Open the workbook in a spreadsheet program and correct what the cell is computed from.");
        }

        return null;
    }

    /// <summary>What other sheets call this row by, as it stands in the cell; null where they never do.</summary>
    private string? Key()
    {
        string? column = Names.Fold(sheet.Name) switch
        {
            "di" or "ai" or "eg" => "tag",
            "color" => "id_col",
            "screens" => "name",
            "accionev" => "idaccion",
            "textoevtipo" => "idTextoEv2",
            _ => null,
        };
        int index = column is null ? -1 : sheet.ColumnOf(column);
        object? cell = index >= 0 && index < row.Cells.Length ? row.Cells[index] : null;
        return cell is string or double ? Convert.ToString(cell, CultureInfo.InvariantCulture)?.Trim() : null;
    }
}
