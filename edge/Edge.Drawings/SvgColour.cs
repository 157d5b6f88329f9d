using System.Globalization;

namespace Edge.Drawings;

/// <summary>Colours of a page.</summary>
internal static class SvgColour
{
    /// <summary><c>#rrggbb</c>, also of the short form and of <c>rgb(r, g, b)</c>; null for everything else.</summary>
    public static string? Hex(string? colour)
    {
        string text = colour?.Trim() ?? "";
        if (text.StartsWith("rgb(", StringComparison.OrdinalIgnoreCase) && text.EndsWith(')'))
        {
            byte[] parts = [.. text[4..^1].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out byte one) ? one : (byte?)null)
                .OfType<byte>()];
            return parts.Length == 3 ? $"#{Convert.ToHexStringLower(parts)}" : null;
        }

        if (text is not { Length: 4 or 7 } || text[0] != '#'
            || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        return (text.Length == 7 ? text : $"#{text[1]}{text[1]}{text[2]}{text[2]}{text[3]}{text[3]}").ToLowerInvariant();
    }
}
