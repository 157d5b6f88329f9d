using System.Globalization;

namespace Edge.Profiles.Workbook;

/// <summary>
/// The text that a spreadsheet shows for the value of a cell. A number has 15 digits, halves are rounded away from zero, and the format
/// gives the decimals. The decimal separator is a point, and thousands are not grouped, since the separators have opposite meanings in
/// Spanish and English.
/// </summary>
internal static class ShownText
{
    // General shows at most eleven characters, the point included.
    private const int Places = 11;

    private static readonly string[] Months = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

    /// <summary>A number with its format.</summary>
    public static string Of(double number, string? format)
    {
        if (!double.IsFinite(number) || Math.Abs(number) >= 1e28 || (number != 0 && Math.Abs(number) < 1e-12))
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }

        // The conversion keeps 15 digits: 0.1 + 0.2 is 0.3 from here on.
        decimal value = (decimal)number;
        string? negative = value < 0 ? NumberFormat.Section(format, 1) : null;
        string? section = negative ?? (value == 0 ? NumberFormat.Section(format, 2) : null) ?? NumberFormat.Section(format, 0);
        if (NumberFormat.Parse(section) is not { } parsed)
        {
            return General(value);
        }

        // A separate section for negative numbers contains their sign.
        value = negative is null ? value : -value;
        for (int i = 0; i < parsed.Percents; i++)
        {
            value *= 100;
        }

        for (int i = 0; i < parsed.Thousands; i++)
        {
            value /= 1000;
        }

        value = decimal.Round(value, Math.Min(parsed.Decimals, 28), MidpointRounding.AwayFromZero);
        string digits = Math.Abs(value).ToString(
            new string('0', Math.Max(parsed.Integers, 0)) + (parsed.Integers == 0 ? "#" : "") + "."
            + new string('0', parsed.Least) + new string('#', parsed.Decimals - parsed.Least), CultureInfo.InvariantCulture);
        return $"{(value < 0 ? "-" : "")}{parsed.Before}{digits}{parsed.After}".Trim();
    }

    /// <summary>A date or a time with its format.</summary>
    public static string Of(DateTime date, string? format)
    {
        string section = NumberFormat.Section(format, 0) ?? "";
        if (section.Length == 0 || section.Equals("mm-dd-yy", StringComparison.OrdinalIgnoreCase))
        {
            return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "d/M/yyyy" : "d/M/yyyy H:mm:ss", CultureInfo.InvariantCulture);
        }

        string lower = section.Replace("\\", "", StringComparison.Ordinal).ToLowerInvariant();
        var text = new System.Text.StringBuilder();
        char before = ' ';
        for (int i = 0; i < lower.Length;)
        {
            int length = 1;
            while (i + length < lower.Length && lower[i + length] == lower[i])
            {
                length++;
            }

            bool minutes = lower[i] == 'm' && (before == 'h' || lower.AsSpan(i + length).TrimStart([':', ' ']) is ['s', ..]);
            text.Append((lower[i], length) switch
            {
                ('d', 1) => $"{date.Day}",
                ('d', 2) => $"{date.Day:00}",
                ('m', 1) => minutes ? $"{date.Minute}" : $"{date.Month}",
                ('m', 2) => minutes ? $"{date.Minute:00}" : $"{date.Month:00}",
                ('m', _) => Months[date.Month - 1],
                ('y', < 3) => $"{date.Year % 100:00}",
                ('y', _) => $"{date.Year:0000}",
                ('h', 1) => $"{date.Hour}",
                ('h', _) => $"{date.Hour:00}",
                ('s', 1) => $"{date.Second}",
                ('s', _) => $"{date.Second:00}",
                ('-' or '/' or ':' or '.' or ' ', _) => lower[i..(i + length)],
                _ => "",
            });
            before = char.IsAsciiLetterLower(lower[i]) ? lower[i] : before;
            i += length;
        }

        return text.ToString().Trim();
    }

    private static string General(decimal value)
    {
        decimal size = Math.Abs(value);
        if (size != decimal.Truncate(size))
        {
            int whole = decimal.Truncate(size).ToString(CultureInfo.InvariantCulture).Length;
            int decimals = Math.Max(0, Places - 1 - whole);
            decimal rounded = decimal.Round(value, decimals, MidpointRounding.AwayFromZero);

            // A number that is too small for these places keeps its digits.
            value = size < 0.0001m ? value : rounded;
        }

        return value.ToString("0.############################", CultureInfo.InvariantCulture);
    }
}
