namespace Edge.Profiles.Workbook;

/// <summary>
/// The part of a number format that counts for positive numbers (ECMA-376 part 1, §18.8.31): <c>0.00</c>, <c>#,##0.0 "kV"</c>,
/// <c>0.0%</c>.
/// </summary>
/// <param name="Before">The text before the digits.</param>
/// <param name="After">The text after them, a percent sign included.</param>
/// <param name="Integers">The least number of digits before the point.</param>
/// <param name="Least">The least number of decimals.</param>
/// <param name="Decimals">The greatest number of decimals.</param>
/// <param name="Percents">The number of percent signs: the value is multiplied by 100 for each.</param>
/// <param name="Thousands">How many times the number is divided by 1000.</param>
internal sealed record NumberFormat(
    string Before, string After, int Integers, int Least, int Decimals, int Percents, int Thousands)
{
    /// <summary>No instrument has more decimals.</summary>
    public const int MaximumDecimals = 9;

    /// <summary>The decimals of the part for positive numbers; null for General, text, dates and fractions.</summary>
    public static int? DecimalsOf(string? format) =>
        Parse(Section(format, 0)) is { } parsed ? Math.Min(parsed.Decimals, MaximumDecimals) : null;

    /// <summary>Whether a number is shown as a percentage.</summary>
    public static bool IsPercent(string? format) => Parse(Section(format, 0)) is { Percents: 1 };

    /// <summary>A section of a format (0 positive, 1 negative, 2 zero); null where the format has fewer, or is empty.</summary>
    public static string? Section(string? format, int number)
    {
        if (string.IsNullOrEmpty(format))
        {
            return null;
        }

        int start = 0;
        for (int i = 0; i <= format.Length; i++)
        {
            if (i == format.Length || format[i] == ';')
            {
                if (number-- == 0)
                {
                    return format[start..i];
                }

                start = i + 1;
                continue;
            }

            i = Math.Min(Skip(format, i), format.Length - 1);
        }

        return null;
    }

    /// <summary>Reads one section; null where it is not one of plain digits: General, text, dates, exponents and fractions.</summary>
    public static NumberFormat? Parse(string? section)
    {
        if (section is null || section.Contains("General", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string before = "";
        string after = "";
        (int integers, int least, int decimals, int percents, int thousands) = (0, 0, -1, 0, 0);
        bool digits = false;
        for (int i = 0; i < section.Length; i++)
        {
            char c = section[i];
            int end = Math.Min(Skip(section, i), section.Length - 1);
            string words = c switch
            {
                '\\' => section[(i + 1)..(end + 1)],
                '"' => section[(i + 1)..Math.Max(i + 1, section[end] == '"' && end > i ? end : end + 1)],
                '[' => Currency(section[i..(end + 1)]),
                '_' => " ",
                '%' => "%",
                '*' or '0' or '#' or '?' or '.' or ',' => "",
                '@' or '/' or 'E' or 'e' or 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S' => "\0",
                _ => c.ToString(),
            };
            if (words == "\0")
            {
                return null;
            }

            before += digits ? "" : words;
            after += digits ? words : "";
            percents += c == '%' ? 1 : 0;
            switch (c)
            {
                case '0' or '#' or '?':
                    digits = true;
                    thousands = 0;
                    integers += decimals < 0 && c == '0' ? 1 : 0;
                    decimals += decimals >= 0 ? 1 : 0;
                    least = decimals > 0 && c == '0' ? decimals : least;
                    break;
                case '.' when decimals < 0:
                    decimals = 0;
                    break;
                case ',' when digits:
                    thousands++;
                    break;
            }

            i = end;
        }

        return digits ? new NumberFormat(before, after, integers, least, Math.Max(decimals, 0), percents, thousands) : null;
    }

    /// <summary>The last character of an escaped character, a quoted text or a bracket that begins here.</summary>
    private static int Skip(string format, int at)
    {
        if (format[at] is '\\' or '_' or '*')
        {
            return at + 1;
        }

        int end = format[at] switch
        {
            '"' => format.IndexOf('"', at + 1),
            '[' => format.IndexOf(']', at + 1),
            _ => at,
        };
        return end < 0 ? format.Length : end;
    }

    /// <summary><c>[$€-C0A]</c> shows €; <c>[Red]</c> and <c>[&gt;5]</c> show nothing.</summary>
    private static string Currency(string bracket) =>
        bracket.StartsWith("[$", StringComparison.Ordinal) ? bracket[2..].TrimEnd(']').Split('-')[0] : "";
}
