using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Drawings;

/// <summary>Copies a drawing element by element, by the lists of <see cref="SvgRules"/>, and notes what it leaves out.</summary>
internal sealed class CleanSvgWriter(string? pageColour)
{
    private readonly ImmutableArray<string>.Builder _tags = ImmutableArray.CreateBuilder<string>();
    private readonly Dictionary<string, int> _tagLines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private int? _emptyTagLine;
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);
    private Removed _active;
    private Removed _external;

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
                }

                more = reader.Read();
            }
        }

        return text.ToString();
    }

    /// <summary>Says what was left out, once for each kind.</summary>
    public void Report(string name, FindingList findings)
    {
        if (_active.Count > 0)
        {
            findings.Warning(
                name, _active.FirstLine, null, $"{_active.Count} scripts, handlers or pieces of foreign content were taken out.",
                "A drawing needs none; find out who put them there.");
        }

        if (_external.Count > 0)
        {
            findings.Warning(
                name, _external.FirstLine, null, $"{_external.Count} links that lead out of the drawing were taken out.",
                "Embed pictures as PNG or JPEG; refer to nothing outside of the file.");
        }

        if (_emptyTagLine is { } line)
        {
            findings.Warning(
                name, line, null, "A shape has a tag without a name.", "Write the tag of an element, or take the attribute off the shape.");
        }

        foreach (string tag in _tags.Where(tag => !_shown.Contains(tag)))
        {
            findings.Warning(
                name, _tagLines[tag], null,
                $"The tag {RowReader.Shorten(tag)} is on a group that holds nothing of its own, so it can show nothing.",
                "What stands in the group has tags of its own, or is gone: take the tag off, or put it on the shape that it is meant for.");
        }

        if (_unknown.Count > 0)
        {
            findings.Information(
                name, null, null, $"Not shown by browsers and left out: {string.Join(", ", _unknown.Take(8))}.",
                "Convert such objects to paths or plain text if they matter.");
        }
    }

    private bool IsKept(XmlReader reader)
    {
        bool svg = reader.NamespaceURI == SvgRules.SvgNamespace;
        if (svg && (SvgRules.Elements.Contains(reader.LocalName) || reader.LocalName == "a"))
        {
            return true;
        }

        if (SvgRules.ActiveElements.Contains(reader.LocalName))
        {
            Note(ref _active, reader);
        }
        else if (svg && reader.LocalName is not ("metadata" or "flowRoot"))
        {
            _unknown.Add(RowReader.Shorten(reader.LocalName));
        }
        else if (svg && reader.LocalName == "flowRoot")
        {
            _unknown.Add("flowRoot");
        }

        return false;
    }

    private void WriteElement(XmlReader reader, XmlWriter writer, Stack<(string Name, string? Tag)> open)
    {
        // A link becomes a group: what it holds shows, where it led does not matter.
        string name = reader.LocalName == "a" ? "g" : reader.LocalName;
        bool root = reader.Depth == 0;
        bool empty = reader.IsEmptyElement;
        writer.WriteStartElement(name, SvgRules.SvgNamespace);
        if (root)
        {
            WriteRootAttributes(reader, writer);
        }

        string? tag = reader.GetAttribute("tag")?.Trim() is { Length: > 0 } own
            ? own
            : open.TryPeek(out (string Name, string? Tag) around) ? around.Tag : null;
        if (tag is not null && name is not ("g" or "defs" or "title" or "desc"))
        {
            _ = _shown.Add(tag);
        }

        WriteAttributes(reader, writer, name);
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
        writer.WriteAttributeString(CssCleaner.ScopeAttribute, "");
        if (pageColour is not null)
        {
            writer.WriteAttributeString("data-pagecolor", pageColour);
        }

        if (reader.GetAttribute("viewBox") is null && SvgLength.Pixels(reader.GetAttribute("width")) is { } width
            && SvgLength.Pixels(reader.GetAttribute("height")) is { } height)
        {
            writer.WriteAttributeString("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        }
    }

    private void WriteAttributes(XmlReader reader, XmlWriter writer, string element)
    {
        string? link = null;
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                if (reader.LocalName == "href" && reader.NamespaceURI is "" or SvgRules.XlinkNamespace)
                {
                    // href without a prefix wins over the older xlink:href.
                    link = reader.NamespaceURI.Length == 0 ? reader.Value : link ?? reader.Value;
                }
                else if (reader.NamespaceURI == SvgRules.XmlNamespace && reader.LocalName == "space")
                {
                    writer.WriteAttributeString("xml", "space", SvgRules.XmlNamespace, reader.Value);
                }
                else if (reader.NamespaceURI.Length == 0)
                {
                    WriteAttribute(reader, writer);
                }
            }
            while (reader.MoveToNextAttribute());
            reader.MoveToElement();
        }

        if (link is not null)
        {
            WriteLink(reader, writer, element, link);
        }
    }

    private void WriteAttribute(XmlReader reader, XmlWriter writer)
    {
        string name = reader.LocalName;
        string value = reader.Value;
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
        {
            Note(ref _active, reader);
        }
        else if (name == "style")
        {
            string clean = CssCleaner.Declarations(value, out bool external);
            Note(ref _external, reader, external);
            if (clean.Length > 0)
            {
                writer.WriteAttributeString(name, clean);
            }
        }
        else if (SvgRules.Attributes.Contains(name))
        {
            if (SvgRules.Properties.Contains(name) && !CssCleaner.IsPlainValue(value))
            {
                Note(ref _external, reader);
                return;
            }

            if (name == "tag")
            {
                // Blanks around a tag are slips of the hand; nobody sees them in the drawing program.
                value = value.Trim();
                NoteTag(reader, value);
            }

            writer.WriteAttributeString(name, value);
        }
    }

    private void WriteLink(XmlReader reader, XmlWriter writer, string element, string link)
    {
        bool allowed = element == "image" ? SvgRules.IsEmbeddedPicture(link) : SvgRules.IsLocalReference(link.Trim());
        if (allowed)
        {
            writer.WriteAttributeString("href", element == "image" ? string.Concat(link.Where(c => !char.IsWhiteSpace(c))) : link.Trim());
        }
        else if (link.AsSpan().TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
        {
            Note(ref _active, reader);
        }
        else if (link.Length > 0)
        {
            Note(ref _external, reader);
        }
    }

    private void WriteText(XmlReader reader, XmlWriter writer, string element)
    {
        if (element != "style")
        {
            writer.WriteString(reader.Value);
            return;
        }

        string clean = CssCleaner.Sheet(reader.Value, out bool external);
        Note(ref _external, reader, external);
        writer.WriteString(clean);
    }

    private void NoteTag(XmlReader reader, string value)
    {
        int line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
        if (value.Length == 0)
        {
            _emptyTagLine ??= line;
        }
        else if (_tagLines.TryAdd(value, line))
        {
            _tags.Add(value);
        }
    }

    private static void Note(ref Removed removed, XmlReader reader, bool happened = true)
    {
        if (happened)
        {
            removed = removed.Count == 0
                ? new Removed(1, (reader as IXmlLineInfo)?.LineNumber)
                : removed with { Count = removed.Count + 1 };
        }
    }

    private readonly record struct Removed(int Count, int? FirstLine);
}
