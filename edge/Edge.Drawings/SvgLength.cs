using System.Globalization;

namespace Edge.Drawings;

/// <summary>Lengths as drawing programs write them.</summary>
internal static class SvgLength
{
    /// <summary>A length in user units, at 96 to the inch; null for a share of the page.</summary>
    public static double? Pixels(string? length)
    {
        ReadOnlySpan<char> text = length.AsSpan().Trim();
        int end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1]))
        {
            end--;
        }

        double? factor = text[end..] switch
        {
            "" or "px" => 1,
            "pt" => 96.0 / 72,
            "pc" => 16,
            "mm" => 96 / 25.4,
            "cm" => 96 / 2.54,
            "in" => 96,
            _ => null,
        };
        return factor is { } unit && double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number > 0
            ? Math.Round(number * unit, 4)
            : null;
    }
}
