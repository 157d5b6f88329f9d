using System.Globalization;
using System.Xml;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Drawings;

/// <summary>Makes a drawing safe to show: keeps what a static SVG needs, by list, and leaves out everything else.</summary>
public static class SvgSanitizer
{
    private const int MaximumUseExpansion = 400_000;

    /// <summary>Reads a drawing and writes it anew, clean. Never throws for what stands in it: it reports.</summary>
    /// <param name="drawing">The SVG as it came.</param>
    /// <param name="name">Its file name, for the findings.</param>
    /// <param name="options">The bounds.</param>
    public static SvgSanitizerResult Sanitize(Stream drawing, string name, SvgSanitizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        var findings = new FindingList();
        if (ReadBounded(drawing, options.MaximumBytes) is not { } bytes)
        {
            return Refuse(
                findings, name, null, $"The drawing has more than {options.MaximumBytes} bytes.", "Make the pictures in it smaller.");
        }

        try
        {
            using XmlReader survey = Open(bytes, options);
            (string? refusal, int? line, string? pageColour) = Survey(survey, options);
            if (refusal is not null)
            {
                return Refuse(findings, name, line, refusal, "Save it from the drawing program as plain SVG, and simpler.");
            }

            using XmlReader reader = Open(bytes, options);
            var writer = new CleanSvgWriter(pageColour);
            string svg = writer.Write(reader);
            writer.Report(name, findings);
            return new SvgSanitizerResult(svg, writer.Tags, findings.ToImmutable()) { TagLines = writer.TagLines };
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException or InvalidOperationException)
        {
            // An entity of a DOCTYPE ends here too: none is ever expanded.
            return Refuse(
                findings, name, (exception as XmlException)?.LineNumber, $"The drawing is no well-formed SVG: {exception.Message}",
                "Save it from the drawing program as plain SVG.");
        }
    }

    private static SvgSanitizerResult Refuse(FindingList findings, string name, int? line, string text, string hint)
    {
        findings.Error(name, line, null, text, hint);
        return new SvgSanitizerResult(null, [], findings.ToImmutable());
    }

    private static byte[]? ReadBounded(Stream drawing, int maximum)
    {
        using var content = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        for (int read = drawing.Read(buffer); read > 0; read = drawing.Read(buffer))
        {
            content.Write(buffer, 0, read);
            if (content.Length > maximum)
            {
                return null;
            }
        }

        return content.ToArray();
    }

    /// <summary>A plain DOCTYPE, as drawing programs write it, is skipped unread; what it declares stays unknown.</summary>
    private static XmlReader Open(byte[] bytes, SvgSanitizerOptions options) => XmlReader.Create(
        new MemoryStream(bytes, writable: false),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = options.MaximumBytes,
            MaxCharactersFromEntities = 1024,
        });

    /// <summary>Looks through the whole drawing before a word of it is written: size, shape, page colour.</summary>
    private static (string? Refusal, int? Line, string? PageColour) Survey(XmlReader reader, SvgSanitizerOptions options)
    {
        var uses = new UseGraph();
        string? pageColour = null;
        int elements = 0;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            int? line = (reader as IXmlLineInfo)?.LineNumber;
            if (elements++ == 0 && (reader.LocalName != "svg" || reader.NamespaceURI != SvgRules.SvgNamespace))
            {
                return ("The file is no SVG drawing.", line, null);
            }

            if (elements > options.MaximumElements)
            {
                return ($"The drawing has more than {options.MaximumElements} elements.", line, null);
            }

            if (reader.Depth >= options.MaximumDepth)
            {
                return ($"The drawing is nested deeper than {options.MaximumDepth} elements.", line, null);
            }

            if (reader.LocalName == "namedview")
            {
                pageColour ??= HexColour(reader.GetAttribute("pagecolor"));
            }

            string? link = reader.LocalName == "use"
                ? reader.GetAttribute("href") ?? reader.GetAttribute("href", SvgRules.XlinkNamespace)
                : null;
            uses.Enter(reader.Depth, reader.GetAttribute("id"), link is { Length: > 1 } && link[0] == '#' ? link[1..] : null);
        }

        return uses.StaysWithin(MaximumUseExpansion)
            ? (null, null, pageColour)
            : ("The drawing repeats its parts without end.", null, null);
    }

    /// <summary><c>#rrggbb</c>, also of the short form.</summary>
    private static string? HexColour(string? text)
    {
        if (text is not { Length: 4 or 7 } || text[0] != '#'
            || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        return (text.Length == 7 ? text : $"#{text[1]}{text[1]}{text[2]}{text[2]}{text[3]}{text[3]}").ToLowerInvariant();
    }
}
