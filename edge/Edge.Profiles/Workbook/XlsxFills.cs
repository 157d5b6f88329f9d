using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Edge.Profiles.Workbook;

/// <summary>
/// Cell backgrounds of an .xlsx (ECMA-376 part 1, §18.8): a cell's style names a format, the format a fill, the fill a colour as RGB, by
/// index or by theme. The reader library returns values only, so this reads the parts itself.
/// </summary>
internal static class XlsxFills
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private static readonly string[] ThemeOrder =
    [
        "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    ];

    /// <summary>Reads the backgrounds of the sheet <c>color</c>, the only one whose colours have a meaning.</summary>
    public static FillMap Read(byte[] bytes)
    {
        var map = new FillMap();
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (SheetPart(zip) is not { } sheet || ReadStyles(zip) is not { } fillOfStyle)
            {
                return map;
            }

            ReadCells(zip, sheet.Name, sheet.Path, fillOfStyle, map);
            return map;
        }
        catch (Exception exception) when (
            exception is XmlException or InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return new FillMap { Failure = Phrase.Verbatim(exception.Message) };
        }
    }

    internal static XmlReader? Open(ZipArchive zip, string path) => zip.GetEntry(path) is { } entry
        ? XmlReader.Create(
            entry.Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true })
        : null;

    private static (string Name, string Path)? SheetPart(ZipArchive zip)
    {
        foreach ((string name, string path) in SheetParts(zip))
        {
            if (Names.Fold(name) == "color")
            {
                return (name, path);
            }
        }

        return null;
    }

    /// <summary>The sheets and their parts.</summary>
    internal static List<(string Name, string Path)> SheetParts(ZipArchive zip)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using (XmlReader? relations = Open(zip, "xl/_rels/workbook.xml.rels"))
        {
            while (relations is not null && relations.Read())
            {
                if (relations.NodeType == XmlNodeType.Element && relations.LocalName == "Relationship"
                    && relations.GetAttribute("Id") is { } id)
                {
                    string target = relations.GetAttribute("Target") ?? "";
                    targets.TryAdd(id, target.StartsWith('/') ? target[1..] : "xl/" + target);
                }
            }
        }

        var sheets = new List<(string Name, string Path)>();
        using XmlReader? workbook = Open(zip, "xl/workbook.xml");
        while (workbook is not null && workbook.Read())
        {
            if (workbook.NodeType == XmlNodeType.Element && workbook.LocalName == "sheet" && workbook.GetAttribute("name") is { } name
                && workbook.GetAttribute("id", Relationships) is { } id && targets.TryGetValue(id, out string? path))
            {
                sheets.Add((name, path));
            }
        }

        return sheets;
    }

    /// <summary>The colour of each cell format, by its index; null for none.</summary>
    private static List<string?>? ReadStyles(ZipArchive zip)
    {
        string?[] theme = ReadTheme(zip);
        var fills = new List<string?>();
        var formats = new List<string?>();
        using XmlReader? styles = Open(zip, "xl/styles.xml");
        if (styles is null)
        {
            return null;
        }

        bool inFormats = false;
        bool solid = false;
        while (styles.Read())
        {
            bool element = styles.NodeType == XmlNodeType.Element;
            switch (styles.LocalName)
            {
                case "fill" when element:
                    fills.Add(null);
                    break;
                case "patternFill" when element:
                    solid = styles.GetAttribute("patternType") is not (null or "none");
                    break;
                case "fgColor" when element && solid && fills.Count > 0:
                    fills[^1] = Colour(styles, theme);
                    break;
                case "cellXfs":
                    inFormats = element && !styles.IsEmptyElement;
                    break;
                case "xf" when element && inFormats:
                    formats.Add(Integer(styles.GetAttribute("fillId")) is { } fill && fill < fills.Count ? fills[fill] : null);
                    break;
            }
        }

        return formats;
    }

    private static string?[] ReadTheme(ZipArchive zip)
    {
        string?[] colours = new string?[ThemeOrder.Length];
        using XmlReader? theme = Open(zip, "xl/theme/theme1.xml");
        int current = -1;
        while (theme is not null && theme.Read())
        {
            if (theme.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            int place = Array.IndexOf(ThemeOrder, theme.LocalName);
            if (place >= 0)
            {
                current = place;
            }
            else if (current >= 0 && theme.LocalName is "srgbClr" or "sysClr")
            {
                colours[current] ??= Rgb(theme.GetAttribute("lastClr") ?? theme.GetAttribute("val"));
                current = -1;
            }
        }

        return colours;
    }

    private static string? Colour(XmlReader element, string?[] theme)
    {
        if (Rgb(element.GetAttribute("rgb")) is { } rgb)
        {
            return rgb;
        }

        if (Integer(element.GetAttribute("indexed")) is { } index)
        {
            return DefaultPalette.Of(index);
        }

        if (Integer(element.GetAttribute("theme")) is not { } place || place >= theme.Length || theme[place] is not { } colour)
        {
            return null;
        }

        _ = double.TryParse(element.GetAttribute("tint"), NumberStyles.Float, CultureInfo.InvariantCulture, out double tint);
        return Tinted(colour, Math.Clamp(tint, -1, 1));
    }

    /// <summary>Towards white for a positive tint, towards black for a negative one.</summary>
    private static string Tinted(string colour, double tint)
    {
        int Channel(int at)
        {
            int value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return (int)Math.Round(tint < 0 ? value * (1 + tint) : value + (255 - value) * tint);
        }

        return $"#{Channel(1):x2}{Channel(3):x2}{Channel(5):x2}";
    }

    private static string? Rgb(string? text) =>
        text is { Length: 6 or 8 } && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? "#" + text[^6..].ToLowerInvariant()
            : null;

    private static int? Integer(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static void ReadCells(ZipArchive zip, string sheet, string path, List<string?> fillOfStyle, FillMap map)
    {
        using XmlReader? cells = Open(zip, path);
        while (cells is not null && cells.Read())
        {
            if (cells.NodeType == XmlNodeType.Element && cells.LocalName == "c"
                && Integer(cells.GetAttribute("s")) is { } style && style < fillOfStyle.Count && fillOfStyle[style] is { } colour
                && Place(cells.GetAttribute("r")) is { } place)
            {
                map.Set(sheet, place.Row, place.Column, colour);
            }
        }
    }

    /// <summary><c>C3</c> → row 3, column 2.</summary>
    internal static (int Row, int Column)? Place(string? reference)
    {
        int letters = 0;
        int column = 0;
        while (reference is not null && letters < reference.Length && letters < 3 && char.IsAsciiLetterUpper(reference[letters]))
        {
            column = column * 26 + (reference[letters++] - 'A' + 1);
        }

        return letters > 0 && Integer(reference![letters..]) is { } row ? (row, column - 1) : null;
    }
}
