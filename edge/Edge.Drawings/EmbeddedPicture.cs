using System.Buffers;

namespace Edge.Drawings;

/// <summary>
/// A picture that is part of the file. What it is, is seen from its first bytes, as browsers do: drawing programs name the type in many
/// ways.
/// </summary>
internal static class EmbeddedPicture
{
    /// <summary>The most pixels that a picture may unpack to: a few bytes can stand for gigabytes.</summary>
    public const long MaximumPixels = 32 * 1024 * 1024;

    private const string Scheme = "data:";

    private static readonly SearchValues<char> Base64Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>The link as browsers take it, or null when it is no PNG or JPEG in base 64.</summary>
    public static string? Link(string link)
    {
        ReadOnlySpan<char> text = link.AsSpan().Trim();
        int comma = text.IndexOf(',');
        if (comma < 0 || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !text[..comma].TrimEnd().EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string letters = string.Concat(link[(link.IndexOf(',', StringComparison.Ordinal) + 1)..].Where(c => !char.IsWhiteSpace(c)))
            .Replace("%3D", "=", StringComparison.OrdinalIgnoreCase).Replace("%2B", "+", StringComparison.OrdinalIgnoreCase)
            .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).TrimEnd('=');
        if (letters.AsSpan().ContainsAnyExcept(Base64Letters) || letters.Length % 4 == 1)
        {
            return null;
        }

        string whole = letters.PadRight((letters.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[whole.Length / 4 * 3];
        string? type = !Convert.TryFromBase64String(whole, bytes, out int length) ? null
            : Png(bytes.AsSpan(0, length)) ? "png"
            : Jpeg(bytes.AsSpan(0, length)) ? "jpeg"
            : null;
        return type is null ? null : $"data:image/{type};base64,{whole}";
    }

    private static bool Png(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G'];
        return bytes.StartsWith(signature)
            && (bytes.Length < 24 || Fits(Number(bytes[16..20]), Number(bytes[20..24])));
    }

    /// <summary>The size stands in the segment that begins the frame (SOF, ITU-T T.81 B.2.2), behind others.</summary>
    private static bool Jpeg(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]))
        {
            return false;
        }

        int at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xff)
        {
            byte marker = bytes[at + 1];
            if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
            {
                return Fits(Number(bytes.Slice(at + 7, 2)), Number(bytes.Slice(at + 5, 2)));
            }

            at += marker == 0xff ? 1 : 2 + (int)Number(bytes.Slice(at + 2, 2));
        }

        return true;
    }

    private static bool Fits(long width, long height) => width * height <= MaximumPixels;

    private static long Number(ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        foreach (byte one in bytes)
        {
            number = (number << 8) | one;
        }

        return number;
    }
}
