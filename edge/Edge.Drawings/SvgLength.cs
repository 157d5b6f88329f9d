using System.Globalization;

namespace Edge.Drawings;

/// <summary>Lengths as drawing programs write them.</summary>
internal static class SvgLength
{
    /// <summary>Whether it gives a view box: four numbers, and a width and a height.</summary>
    public static bool IsViewBox(string? box)
    {
        string[] parts = (box ?? "").Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        double[] numbers = [.. parts.Take(5).Select(Number)];
        return numbers.Length == 4 && numbers.All(double.IsFinite) && numbers[2] > 0 && numbers[3] > 0;
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;

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
