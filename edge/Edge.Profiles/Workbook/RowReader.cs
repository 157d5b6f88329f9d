using System.Globalization;
using Edge.Contracts;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Workbook;

/// <summary>Reads typed values of one row. A wrong value is reported with its place and sets <see cref="Failed"/>.</summary>
internal sealed class RowReader(SheetTable sheet, SheetRow row, FindingList findings)
{
    private static readonly Phrase DateHint = $"Write it again as text: with ' before it, or in a cell with the format Text.";

    private HashSet<int>? _reported;
    private int _errors;

    /// <summary>Whether an error was reported for this row: it is not to be used.</summary>
    public bool Failed => _errors > 0;

    public int Number => row.Number;

    /// <summary>
    /// The text of a cell, trimmed; null when it is empty or the column is absent. Numbers as the spreadsheet shows them.
    /// </summary>
    public string? Text(string column) => Cell(column) switch
    {
        null => null,
        string text => text.Trim() is { Length: > 0 } trimmed ? trimmed : null,
        double number => ShownText.Of(number, Format(column)),
        bool flag => flag ? "1" : "0",
        _ => Date(column),
    };

    /// <summary>Whether a cell has no usable value; a broken cell is reported.</summary>
    public bool IsEmpty(string column) => Cell(column) is null or "";

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
            if (Raw(column) is string)
            {
                Error(column, $"'{Shorten(Text(column)!)}' is no number.", $"Write a plain number, without unit.");
            }
            else
            {
                Error(column, $"The cell holds a date: {Shown(column)}. A number is needed.", DateHint);
            }

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
            Error(column, $"The cell is empty.", $"Write a number.");
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
                $"{number} is out of range.",
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
            Error(column, $"The cell is empty.", $"Write a whole number from {minimum} to {maximum}.");
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
                Error(column, $"'{Text(column)}' is neither yes nor no.", $"Write 1 or 0.");
                return false;
        }
    }

    /// <summary>The decimals of the number format of a cell; null where the format is not for numbers.</summary>
    public int? Decimals(string column) =>
        Raw(column) is double or null ? NumberFormat.DecimalsOf(Format(column)) : null;

    /// <summary>Whether the number format of a cell shows a percentage.</summary>
    public bool IsPercent(string column) => Raw(column) is double && NumberFormat.IsPercent(Format(column));

    /// <summary>The number of a cell, with the 15 digits of spreadsheets; null for text.</summary>
    public double? Stored(string column) => Raw(column) is double number && Math.Abs(number) < 1e28 ? (double)(decimal)number : null;

    /// <summary>A name that is valid in a topic, and required.</summary>
    public string Name(string column)
    {
        int before = _errors;
        if (Raw(column) is DateTime or TimeSpan)
        {
            Error(column, $"The cell holds a date: {Shown(column)}. A name is needed.", DateHint);
            return "";
        }

        string name = Text(column) ?? "";
        if (!Topics.IsName(name) && _errors == before)
        {
            Error(
                column,
                name.Length == 0 ? (Phrase)$"The name is missing." : $"'{Shorten(name)}' cannot be a name.",
                $"Use 1 to {Topics.MaximumName} letters without accents, digits, '-', '_' or '.'; no blanks.");
        }

        return name;
    }

    public void Error(string? column, Phrase text, Phrase hint)
    {
        // An error can concern the key itself, so the flag is set before the key is read.
        if (_errors++ == 0)
        {
            findings.Drop(Names.Fold(sheet.Name), Key());
        }

        if (column is not null && column.Equals(KeyColumn, StringComparison.OrdinalIgnoreCase) && !IsKeyReadable())
        {
            // Nobody knows what this row is called: whatever is not found in the sheet may be it.
            findings.DropSheet(Names.Fold(sheet.Name));
        }

        findings.Error(sheet.Name, row.Number, column, text, hint);
    }

    public void Warning(string? column, Phrase text, Phrase hint) => findings.Warning(sheet.Name, row.Number, column, text, hint);

    public void Information(string? column, Phrase text, Phrase hint) => findings.Information(sheet.Name, row.Number, column, text, hint);

    /// <summary>A mask of actions; 0 for an empty cell. A bit without an action is reported and left out.</summary>
    public uint Mask(string column, uint known)
    {
        if (OptionalNumber(column) is not { } number)
        {
            return 0;
        }

        if (number < 0 || number > uint.MaxValue || number != Math.Floor(number))
        {
            Error(
                column, $"{number} is no mask of actions.",
                $"Write the sum of 2 to the power of each action's number.");
            return 0;
        }

        uint mask = (uint)number;
        if ((mask & ~known) != 0)
        {
            string unknown = string.Join(", ", Enumerable.Range(0, 32).Where(bit => ((mask & ~known) >> bit & 1) != 0));
            Warning(
                column, $"{mask} asks for the action {unknown}, which the sheet accionev does not have.",
                $"Add the action, or take 2 to the power of its number off.");
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

    /// <summary>The value of a cell; a broken cell is reported once and then counts as empty.</summary>
    private object? Cell(string column)
    {
        object? cell = Raw(column);
        BrokenCell? broken = cell as BrokenCell ?? (cell is string text && BrokenCell.IsCode(text) ? BrokenCell.Shows(text) : null);
        if (broken is null)
        {
            return cell;
        }

        if ((_reported ??= []).Add(sheet.ColumnOf(column)))
        {
            if (broken.Value is null)
            {
                Error(column, broken.Text, broken.Hint);
            }
            else
            {
                Warning(column, broken.Text, broken.Hint);
            }
        }

        return broken.Value;
    }

    private object? Raw(string column) =>
        sheet.ColumnOf(column) is var at and >= 0 && at < row.Cells.Length ? row.Cells[at] : null;

    private string? Format(string column) =>
        sheet.ColumnOf(column) is var at and >= 0 && at < row.Formats.Length ? row.Formats[at] : null;

    /// <summary>A text that the spreadsheet converted to a date, such as 3-4. The shown text is used, with a warning.</summary>
    private string Date(string column)
    {
        string shown = Shown(column);
        if ((_reported ??= []).Add(sheet.ColumnOf(column)))
        {
            Warning(column, $"The cell holds a date: '{shown}' is shown.", DateHint);
        }

        return shown;
    }

    private string Shown(string column) => Raw(column) switch
    {
        DateTime date => ShownText.Of(date, Format(column)),
        TimeSpan time => ShownText.Of(DateTime.UnixEpoch + time, Format(column)),
        object other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
        null => "",
    };

    /// <summary>The column that other sheets name rows of this one by; null where none does.</summary>
    private string? KeyColumn => Names.Fold(sheet.Name) switch
    {
        "di" or "ai" or "eg" => "tag",
        "color" => "id_col",
        "screens" => "name",
        "accionev" => "idaccion",
        "textoevtipo" => "idTextoEv2",
        _ => null,
    };

    /// <summary>The key of this row for other sheets, unchanged; null where there is none.</summary>
    private string? Key() => KeyColumn is not { } column ? null : Raw(column) switch
    {
        string text => text.Trim(),
        double number when column is "tag" or "name" => ShownText.Of(number, Format(column)),
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private bool IsKeyReadable() =>
        Key() is { } key && (KeyColumn is "tag" or "name" ? Topics.IsName(key) : double.IsFinite(Parse(key)));
}
