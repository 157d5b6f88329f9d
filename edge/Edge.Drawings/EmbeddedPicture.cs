using System.Buffers;

namespace Edge.Drawings;

/// <summary>
/// A picture that is part of the file. What it is, is seen from its first bytes, as browsers do: drawing programs name the type in many
/// ways.
/// </summary>
internal static class EmbeddedPicture
{
    /// <summary>The most pixels that all pictures of a drawing may unpack to: a few bytes can stand for gigabytes.</summary>
    public const long MaximumPixels = 32 * 1024 * 1024;

    private const string Scheme = "data:";

    private static readonly SearchValues<char> Base64Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>The link as browsers take it, or null when it is no PNG or JPEG in base 64, or too large.</summary>
    /// <param name="link">The link as it stands in the drawing.</param>
    /// <param name="pixels">How many pixels the pictures before it have; afterwards with its own, if it is kept.</param>
    public static string? Link(string link, ref long pixels)
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
        if (!Convert.TryFromBase64String(whole, bytes, out int length))
        {
            return null;
        }

        long? png = Png(bytes.AsSpan(0, length));
        if ((png ?? Jpeg(bytes.AsSpan(0, length))) is not { } size || size > MaximumPixels - pixels)
        {
            return null;
        }

        pixels += size;
        return $"data:image/{(png is null ? "jpeg" : "png")};base64,{whole}";
    }

    /// <summary>The pixels of a PNG; null for anything else. A picture without its size shows nothing.</summary>
    private static long? Png(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G'];
        return !bytes.StartsWith(signature) ? null
            : bytes.Length < 24 ? 0
            : Pixels(Number(bytes[16..20]), Number(bytes[20..24]));
    }

    /// <summary>The size stands in the segment that begins the frame (SOF, ITU-T T.81 B.2.2), behind others.</summary>
    private static long? Jpeg(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]))
        {
            return null;
        }

        int at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xff)
        {
            byte marker = bytes[at + 1];
            if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
            {
                return Pixels(Number(bytes.Slice(at + 7, 2)), Number(bytes.Slice(at + 5, 2)));
            }

            at += marker == 0xff ? 1 : 2 + (int)Number(bytes.Slice(at + 2, 2));
        }

        return 0;
    }

    // Both sides of a PNG together can pass the range of a number.
    private static long Pixels(long width, long height) => width > MaximumPixels || height > MaximumPixels ? long.MaxValue : width * height;

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
