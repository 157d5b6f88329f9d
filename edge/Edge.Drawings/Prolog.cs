using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Edge.Drawings;

/// <summary>
/// What stands before the root. Illustrator declares entities there, for the names of its namespaces: plain ones are taken, if few and
/// short.
/// Everything else of a DOCTYPE is skipped unread: what it declares stays unknown, and a drawing that uses it is refused.
/// </summary>
internal static partial class Prolog
{
    private const int MaximumEntities = 64;
    private const int MaximumBytes = 64 * 1024;
    private const int MaximumExpansion = 1024 * 1024;

    /// <summary>A reader of the drawing. None of its entities is one of another, so none can grow.</summary>
    public static XmlReader Open(byte[] drawing, SvgSanitizerOptions options)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            IgnoreComments = true,
            MaxCharactersInDocument = options.MaximumBytes,
            MaxCharactersFromEntities = MaximumExpansion,
        };
        (int start, int end) = Doctype(drawing);
        string entities = start < 0 ? "" : Entities(Encoding.Latin1.GetString(drawing.AsSpan(start, end - start)));
        if (entities.Length == 0)
        {
            return XmlReader.Create(new MemoryStream(drawing, writable: false), settings);
        }

        settings.DtdProcessing = DtdProcessing.Parse;
        byte[] plain = [.. drawing];
        foreach (ref byte one in plain.AsSpan(start, end - start))
        {
            // The lines keep their numbers.
            one = one is (byte)'\n' or (byte)'\r' ? one : (byte)' ';
        }

        var context = new XmlParserContext(null, null, "svg", null, null, entities, "", "", XmlSpace.None);
        return XmlReader.Create(new MemoryStream(plain, writable: false), settings, context);
    }

    /// <summary>Where the DOCTYPE with declarations of its own begins and ends; (-1, -1) when there is none to read as ASCII.</summary>
    private static (int Start, int End) Doctype(ReadOnlySpan<byte> drawing)
    {
        ReadOnlySpan<byte> text = drawing[..Math.Min(drawing.Length, MaximumBytes)];
        int at = text.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? 3 : 0;
        while (at < text.Length)
        {
            ReadOnlySpan<byte> rest = text[at..];
            if (rest[0] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                at++;
            }
            else if (rest.StartsWith("<!DOCTYPE"u8))
            {
                int open = rest.IndexOfAny((byte)'[', (byte)'>');
                int close = open < 0 || rest[open] == '>' ? -1 : SubsetEnd(rest[open..]);
                int end = close < 0 ? -1 : rest[(open + close)..].IndexOf((byte)'>');
                return end < 0 ? (-1, -1) : (at, at + open + close + end + 1);
            }
            else
            {
                ReadOnlySpan<byte> mark = rest.StartsWith("<!--"u8) ? "-->"u8 : rest.StartsWith("<?"u8) ? "?>"u8 : [];
                int end = mark.Length == 0 ? -1 : rest.IndexOf(mark);
                at = end < 0 ? text.Length : at + end + mark.Length;
            }
        }

        return (-1, -1);
    }

    /// <summary>The bracket that ends the declarations, outside of quotes and comments.</summary>
    private static int SubsetEnd(ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            int skip = text[i] is (byte)'"' or (byte)'\'' ? text[(i + 1)..].IndexOf(text[i]) + 1
                : text[i..].StartsWith("<!--"u8) ? text[i..].IndexOf("-->"u8) + 2
                : 0;
            if (text[i] == ']')
            {
                return i;
            }

            i += skip;
        }

        return -1;
    }

    /// <summary>The declarations of plain entities, written anew.</summary>
    private static string Entities(string subset)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Entity().Matches(WithoutComments(subset)))
        {
            if (known.Count < MaximumEntities)
            {
                _ = known.TryAdd(match.Groups["name"].Value, match.Groups["text"].Value);
            }
        }

        return string.Concat(known.Select(
            entity => string.Create(CultureInfo.InvariantCulture, $"<!ENTITY {entity.Key} \"{entity.Value}\">")));
    }

    private static string WithoutComments(string subset)
    {
        var plain = new StringBuilder(subset.Length);
        int at = 0;
        while (at < subset.Length)
        {
            int open = subset.IndexOf("<!--", at, StringComparison.Ordinal);
            plain.Append(subset, at, (open < 0 ? subset.Length : open) - at);
            int close = open < 0 ? -1 : subset.IndexOf("-->", open, StringComparison.Ordinal);
            at = close < 0 ? subset.Length : close + 3;
        }

        return plain.ToString();
    }

    [GeneratedRegex(
        """<!ENTITY\s+(?<name>[A-Za-z_][A-Za-z0-9_.-]{0,63})\s+(?:"(?<text>[ !#$(-;=?-~]{0,512})"|'(?<text>[ !#$(-;=?-~]{0,512})')\s*>""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Entity();
}
