namespace Edge.Profiles.Workbook;

/// <summary>What the number format of a cell says of decimals: <c>0.00</c>, <c>#,##0.0 "kV"</c>, <c>0</c>.</summary>
internal static class NumberFormat
{
    /// <summary>More than that no instrument has.</summary>
    public const int MaximumDecimals = 9;

    /// <summary>The decimals of the part for positive numbers; null for General, text, dates and fractions.</summary>
    public static int? Decimals(string? format)
    {
        if (string.IsNullOrEmpty(format) || format.Equals("General", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        bool digits = false;
        int decimals = -1;
        for (int i = 0; i < format.Length && format[i] != ';'; i++)
        {
            switch (format[i])
            {
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '"' or '[':
                    int end = format.IndexOf(format[i] == '"' ? '"' : ']', i + 1);
                    i = end < 0 ? format.Length : end;
                    break;
                case '0' or '#' or '?':
                    digits = true;
                    decimals += decimals >= 0 ? 1 : 0;
                    break;
                case '.' when decimals < 0:
                    decimals = 0;
                    break;
                case '@' or '/' or 'E' or 'e' or 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S':
                    return null;
            }
        }

        return digits ? Math.Clamp(decimals, 0, MaximumDecimals) : null;
    }
}
