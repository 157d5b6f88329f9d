using System.Xml;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// The gateway cleans its drawings; who may write to the broker could still send another. So a drawing that could run something in a
/// browser, or fetch something from elsewhere, is refused here again.
/// </summary>
internal static class SvgCheck
{
    private const string SvgNamespace = "http://www.w3.org/2000/svg";
    private const int MaximumDepth = 256;

    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "foreignObject", "iframe", "object", "embed", "handler", "listener", "animate", "set", "animateTransform",
        "animateMotion",
    };

    /// <exception cref="RefusedException">It is no SVG, or one that is not still.</exception>
    internal static void Check(byte[] svg)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            MaxCharactersInDocument = svg.Length + 1,
        };
        try
        {
            using MemoryStream stream = new(svg, writable: false);
            using XmlReader reader = XmlReader.Create(stream, settings);
            bool root = true;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction)
                {
                    throw new RefusedException($"it has a processing instruction <?{reader.Name}?>");
                }

                if (reader.NodeType == XmlNodeType.Element)
                {
                    Element(reader, root);
                    root = false;
                }
            }
        }
        catch (XmlException exception)
        {
            throw new RefusedException($"it is no well-formed XML: {exception.Message}");
        }
    }

    private static void Element(XmlReader reader, bool root)
    {
        if (root && (reader.LocalName != "svg" || reader.NamespaceURI != SvgNamespace))
        {
            throw new RefusedException($"its root is <{reader.Name}>, not <svg> of {SvgNamespace}");
        }

        if (Forbidden.Contains(reader.LocalName))
        {
            throw new RefusedException($"<{reader.Name}> is not allowed in a drawing");
        }

        if (reader.Depth > MaximumDepth)
        {
            throw new RefusedException($"it is nested deeper than {MaximumDepth}");
        }

        while (reader.MoveToNextAttribute())
        {
            Attribute(reader.LocalName, reader.Value);
        }
    }

    private static void Attribute(string name, string value)
    {
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"the attribute '{name}' is not allowed in a drawing");
        }

        string trimmed = value.Trim();
        if (name is "href" or "src"
            && !trimmed.StartsWith('#')
            && !trimmed.StartsWith("data:image/png", StringComparison.OrdinalIgnoreCase)
            && !trimmed.StartsWith("data:image/jpeg", StringComparison.OrdinalIgnoreCase)
            && !trimmed.StartsWith("data:image/gif", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"'{name}' may only point within the drawing");
        }
    }
}
