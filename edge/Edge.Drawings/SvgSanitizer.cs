using System.Text;
using System.Xml;

namespace Edge.Drawings;

/// <summary>Makes a drawing safe to show: keeps what a static SVG needs, by list, and leaves out everything else.</summary>
public static class SvgSanitizer
{
    private static readonly Phrase Plain = $"Save it from the drawing program as plain SVG.";

    /// <summary>
    /// Reads a drawing and writes it anew, clean. Never throws for what stands in it: it reports. What it wrote once it writes again
    /// unchanged.
    /// </summary>
    /// <param name="drawing">The SVG as it came.</param>
    /// <param name="options">The bounds.</param>
    public static SvgSanitizerResult Sanitize(Stream drawing, SvgSanitizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        ArgumentNullException.ThrowIfNull(options);
        if (ReadBounded(drawing, options.MaximumBytes) is not { } bytes)
        {
            return TooLarge(options);
        }

        try
        {
            var survey = new SvgSurvey(options);
            using (XmlReader first = Prolog.Open(bytes, options))
            {
                (Phrase? refusal, int? line) = survey.Read(first);
                if (refusal is not null)
                {
                    return Refuse(line, refusal, $"Make it simpler, then save it from the drawing program as plain SVG.");
                }
            }

            using XmlReader reader = Prolog.Open(bytes, options);
            var writer = new CleanSvgWriter(survey);
            string svg = writer.Write(reader);
            return Encoding.UTF8.GetByteCount(svg) > options.MaximumBytes
                ? TooLarge(options)
                : new SvgSanitizerResult(svg, writer.Tags, writer.Findings()) { TagLines = writer.TagLines };
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException or InvalidOperationException)
        {
            // An entity that is not plain ends here too.
            return Refuse((exception as XmlException)?.LineNumber, $"The drawing is no well-formed SVG: {exception.Message}", Plain);
        }
    }

    private static SvgSanitizerResult TooLarge(SvgSanitizerOptions options) => Refuse(
        null, $"The drawing has more than {options.MaximumBytes} bytes.",
        $"Make the pictures in it smaller; neither gateway nor dashboard shows a larger one.");

    private static SvgSanitizerResult Refuse(int? line, Phrase text, Phrase hint) =>
        new(null, [], [new DrawingFinding(DrawingFindingKind.Refused, line, text, hint)]);

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
}
