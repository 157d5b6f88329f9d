using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Edge.Drawings;

/// <summary>Copies a drawing element by element, by the lists of <see cref="SvgRules"/>, and notes what it leaves out.</summary>
internal sealed class CleanSvgWriter(SvgSurvey survey)
{
    private readonly SvgReport _report = new(survey);
    private readonly ImmutableArray<string>.Builder _tags = ImmutableArray.CreateBuilder<string>();
    private readonly Dictionary<string, int> _tagLines = new(StringComparer.Ordinal);
    private long _pixels;

    /// <summary>The tags of the shapes, each once.</summary>
    public ImmutableArray<string> Tags => _tags.ToImmutable();

    /// <summary>The line on which each tag stands first.</summary>
    public ImmutableDictionary<string, int> TagLines => _tagLines.ToImmutableDictionary(StringComparer.Ordinal);

    public string Write(XmlReader reader)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = false }))
        {
            // The open elements that were kept, and whose tag each is under; an end tag belongs to the last of them.
            var open = new Stack<(string Name, string? Tag)>();
            bool more = reader.Read();
            while (more)
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when !IsKept(reader):
                        reader.Skip();
                        more = !reader.EOF;
                        continue;
                    case XmlNodeType.Element:
                        WriteElement(reader, writer, open);
                        break;
                    case XmlNodeType.EndElement:
                        open.Pop();
                        writer.WriteFullEndElement();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace
                        when open.Count > 0 && SvgRules.TextElements.Contains(open.Peek().Name):
                        WriteText(reader, writer, open.Peek().Name);
                        break;
                    case XmlNodeType.ProcessingInstruction when reader.Name == "xml-stylesheet":
                        _report.HasSheetElsewhere(reader);
                        break;
                }

                more = reader.Read();
            }
        }

        return text.ToString();
    }

    /// <summary>What was left out, once for each kind.</summary>
    public ImmutableArray<DrawingFinding> Findings() => _report.Findings(_tags.Select(tag => (tag, _tagLines[tag])));

    private bool IsKept(XmlReader reader)
    {
        bool svg = reader.NamespaceURI == SvgRules.SvgNamespace;
        if (svg && (SvgRules.Elements.Contains(reader.LocalName) || reader.LocalName == "a"))
        {
            return true;
        }

        _report.LeftOut(reader, svg);
        return false;
    }

    private void WriteElement(XmlReader reader, XmlWriter writer, Stack<(string Name, string? Tag)> open)
    {
        // A link becomes a group, in a text a piece of it: what it holds shows, where it led does not matter.
        bool inText = open.TryPeek(out (string Name, string? Tag) around) && around.Name is "text" or "tspan" or "textPath";
        string name = reader.LocalName != "a" ? reader.LocalName : inText ? "tspan" : "g";
        bool root = reader.Depth == 0;
        bool empty = reader.IsEmptyElement;
        writer.WriteStartElement(name, SvgRules.SvgNamespace);
        if (root)
        {
            WriteRootAttributes(reader, writer);
        }

        string? tag = reader.GetAttribute("tag")?.Trim() is { Length: > 0 } own ? own : around.Tag;
        if (tag is not null && name is not ("g" or "defs" or "title" or "desc"))
        {
            _report.Shows(tag);
        }

        WriteAttributes(reader, writer);
        if (empty)
        {
            writer.WriteEndElement();
        }
        else
        {
            open.Push((name, tag));
        }
    }

    private void WriteRootAttributes(XmlReader reader, XmlWriter writer)
    {
        writer.WriteAttributeString(CssSelector.ScopeAttribute, "");
        if (survey.PageColour is { } pageColour)
        {
            writer.WriteAttributeString("data-pagecolor", pageColour);
        }

        if (SvgLength.IsViewBox(reader.GetAttribute("viewBox")))
        {
            return;
        }

        if (SvgLength.Pixels(reader.GetAttribute("width")) is not { } width
            || SvgLength.Pixels(reader.GetAttribute("height")) is not { } height)
        {
            // Without a word about its size a drawing is most likely an excerpt of one.
            if (reader.GetAttribute("width") is not null || reader.GetAttribute("height") is not null)
            {
                _report.HasNoSize();
            }
        }
        else
        {
            writer.WriteAttributeString("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        }
    }

    private void WriteAttributes(XmlReader reader, XmlWriter writer)
    {
        string? link = null;
        string place = Place(reader);
        bool root = reader.Depth == 0;
        bool tagged = reader.GetAttribute("tag") is not null;
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                if (reader.LocalName == "href" && reader.NamespaceURI is "" or SvgRules.XlinkNamespace)
                {
                    // href without a prefix wins over the older xlink:href.
                    link = reader.NamespaceURI.Length == 0 ? reader.Value : link ?? reader.Value;
                }
                else if (!tagged && SvgRules.LooksLikeTag(reader.LocalName, reader.NamespaceURI))
                {
                    _report.HasNoTag(reader, $"{place} {Short(reader.Name)}=\"{Short(reader.Value.Trim())}\"");
                }
                else if (reader.NamespaceURI == SvgRules.XmlNamespace && reader.LocalName == "space")
                {
                    writer.WriteAttributeString("xml", "space", SvgRules.XmlNamespace, reader.Value);
                }
                else if (reader.NamespaceURI.Length == 0
                    && !(root && reader.LocalName == "viewBox" && !SvgLength.IsViewBox(reader.Value)))
                {
                    WriteAttribute(reader, writer, place);
                }
            }
            while (reader.MoveToNextAttribute());
            reader.MoveToElement();
        }

        if (link is not null)
        {
            WriteLink(reader, writer, place, link);
        }
    }

    private void WriteAttribute(XmlReader reader, XmlWriter writer, string place)
    {
        string name = reader.LocalName;
        string value = reader.Value;
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
        {
            _report.CouldRun(reader, $"{place} {Short(name)}");
        }
        else if (name == "style")
        {
            string clean = CssCleaner.Declarations(value, _report.Style(reader, $"{place} style"));
            if (clean.Length > 0)
            {
                writer.WriteAttributeString(name, clean);
            }
        }
        else if (SvgRules.Attributes.Contains(name))
        {
            if (SvgRules.Properties.Contains(name) && !CssCleaner.IsPlainValue(value))
            {
                _report.LeadsOut(reader, $"{place} {name}");
                return;
            }

            if (name == "tag")
            {
                // Blanks around a tag are slips of the hand; nobody sees them in the drawing program.
                value = value.Trim();
                NoteTag(reader, value);
            }

            if (SvgRules.Properties.Contains(name))
            {
                _report.Uses(value);
            }

            writer.WriteAttributeString(name, value);
        }
        else if (name is "path" or "side" && place.StartsWith("textPath", StringComparison.Ordinal))
        {
            _report.HasPathOfItsOwn(reader, $"{place} {name}");
        }
    }

    private void WriteLink(XmlReader reader, XmlWriter writer, string place, string link)
    {
        ReadOnlySpan<char> target = link.AsSpan().Trim();
        string? kept = reader.LocalName == "image" ? EmbeddedPicture.Link(link, ref _pixels)
            : SvgRules.IsLocalReference(target) ? target.ToString()
            : null;
        if (kept is not null)
        {
            if (reader.LocalName != "a")
            {
                writer.WriteAttributeString("href", kept);
            }
        }
        else if (target.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
        {
            _report.CouldRun(reader, place);
        }
        else if (reader.LocalName == "a")
        {
            _report.LinksTo(reader, place);
        }
        else if (reader.LocalName == "image" && target.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            _report.IsNoPicture(reader, place);
        }
        else if (link.Length > 0)
        {
            _report.LeadsOut(reader, place);
        }
    }

    private void WriteText(XmlReader reader, XmlWriter writer, string element)
    {
        if (element != "style")
        {
            writer.WriteString(reader.Value);
            return;
        }

        writer.WriteString(CssCleaner.Sheet(reader.Value, survey.RootNames, _report.Style(reader, "style")));
    }

    /// <summary>How a finding names the element that the reader stands on: with its id, where it has one.</summary>
    private static string Place(XmlReader reader) =>
        reader.GetAttribute("id") is { Length: > 0 } id ? $"{Short(reader.LocalName)} #{Short(id)}" : Short(reader.LocalName);

    private static string Short(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private void NoteTag(XmlReader reader, string value)
    {
        int line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
        if (value.Length == 0)
        {
            _report.HasEmptyTag(line);
        }
        else if (_tagLines.TryAdd(value, line))
        {
            _tags.Add(value);
        }
    }
}
