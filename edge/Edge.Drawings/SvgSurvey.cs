using System.Xml;

namespace Edge.Drawings;

/// <summary>Looks through the whole drawing before a word of it is written: size, shape, colours, what is drawn again.</summary>
internal sealed class SvgSurvey(SvgSanitizerOptions options)
{
    private static readonly string[] Markers = ["marker", "marker-start", "marker-mid", "marker-end"];

    private readonly RepeatGraph _repeats = new();
    private readonly HashSet<string> _rootNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    private readonly List<(int Part, string Id, int Times)> _paints = [];
    private readonly List<(int Part, string Element, string? Id, string Classes)> _styled = [];
    private readonly List<(string Tag, int? Line, string Id)> _clones = [];
    private readonly SheetLinks _sheet = new();
    private readonly HiddenTags _hidden = new();
    private string? _pageColour;

    /// <summary>The classes of the root as <c>.name</c>, and its id as <c>#name</c>.</summary>
    public IReadOnlySet<string> RootNames => _rootNames;

    /// <summary>The colour of the page, as <c>#rrggbb</c>, or null.</summary>
    public string? PageColour { get; private set; }

    /// <summary>The clones with a tag whose original has colours of its own.</summary>
    public IEnumerable<(string Tag, int? Line)> ColouredClones =>
        _clones.Where(clone => _repeats.IsColoured(clone.Id)).Select(clone => (clone.Tag, clone.Line));

    /// <summary>The tags of shapes that stand in a definition and are drawn nowhere.</summary>
    public IEnumerable<(string Tag, int? Line)> HiddenTags => _hidden.Find();

    /// <summary>Reads the drawing; says why it cannot be shown, or null.</summary>
    public (Phrase? Refusal, int? Line) Read(XmlReader reader)
    {
        int elements = 0;
        bool inStyle = false;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && inStyle)
            {
                _sheet.Add(CssCleaner.Sheet(reader.Value, _rootNames, new CssLosses()));
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            int? line = (reader as IXmlLineInfo)?.LineNumber;
            inStyle = reader is { LocalName: "style", NamespaceURI: SvgRules.SvgNamespace, IsEmptyElement: false };
            if (elements++ == 0)
            {
                if (reader.LocalName != "svg" || reader.NamespaceURI != SvgRules.SvgNamespace)
                {
                    return ($"The file is no SVG drawing.", line);
                }

                Root(reader);
            }

            if (elements > options.MaximumElements)
            {
                return ($"The drawing has more than {options.MaximumElements} elements.", line);
            }

            if (reader.Depth >= options.MaximumDepth)
            {
                return ($"The drawing is nested deeper than {options.MaximumDepth} elements.", line);
            }

            if (reader.LocalName == "namedview")
            {
                _pageColour ??= SvgColour.Hex(reader.GetAttribute("pagecolor"));
            }

            Element(reader, line);
        }

        PageColour ??= _pageColour;
        return (Repetitions(), null);
    }

    private void Root(XmlReader reader)
    {
        foreach (string name in (reader.GetAttribute("class") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(100))
        {
            _rootNames.Add("." + name);
        }

        if (reader.GetAttribute("id") is { Length: > 0 } id)
        {
            _rootNames.Add("#" + id);
        }

        string style = CssCleaner.Declarations(reader.GetAttribute("style") ?? "", new CssLosses());
        string? ground = style.Split(';').LastOrDefault(one => one.StartsWith("background-color:", StringComparison.Ordinal));
        PageColour = SvgColour.Hex(ground?.Split(':')[1]) ?? SvgColour.Hex(reader.GetAttribute("data-pagecolor"));
    }

    private void Element(XmlReader reader, int? line)
    {
        string name = reader.LocalName;
        string? id = reader.GetAttribute("id");
        string style = reader.GetAttribute("style") ?? "";
        bool svg = reader.NamespaceURI == SvgRules.SvgNamespace;
        string? tag = svg && reader.GetAttribute("tag")?.Trim() is { Length: > 0 } own ? own : null;
        _hidden.Enter(reader.Depth, name, id, tag, line);
        int part = _repeats.Enter(reader.Depth, id, IsColoured(reader, style));
        if (SvgRules.Repeated.Contains(name) && id is not null)
        {
            _repeated.Add(id);
        }

        _styled.Add((part, name, id, reader.GetAttribute("class") ?? ""));
        string? link = name is "use" or "pattern" or "tref" or "textPath"
            ? reader.GetAttribute("href") ?? reader.GetAttribute("href", SvgRules.XlinkNamespace)
            : null;
        if (link?.Trim() is { Length: > 1 } local && local[0] == '#')
        {
            _repeats.Repeats(part, local[1..]);
            _hidden.Refers(local[1..]);
            if (name == "use" && tag is not null)
            {
                _clones.Add((tag, line, local[1..]));
            }
        }

        // A marker stands at each point of a line.
        int points = 1 + (((reader.GetAttribute("d") ?? reader.GetAttribute("points"))?.Length ?? 0) / 4);
        foreach (string property in SvgRules.Painting)
        {
            if (reader.GetAttribute(property) is { } value)
            {
                Paints(part, value, Markers.Contains(property) ? points : 1);
            }
        }

        Paints(part, style, style.Contains("marker", StringComparison.Ordinal) ? points : 1);
    }

    private void Paints(int part, string value, int times)
    {
        foreach (string id in SheetLinks.Urls(value))
        {
            _paints.Add((part, id, times));
            _hidden.Refers(id);
        }
    }

    private static bool IsColoured(XmlReader reader, string style) =>
        reader.GetAttribute("fill") is { } fill && fill is not ("inherit" or "none")
        || reader.GetAttribute("stroke") is { } stroke && stroke is not ("inherit" or "none")
        || SheetLinks.Colours(style);

    /// <summary>Joins what refers to what, now that all ids and all style sheets are known.</summary>
    private Phrase? Repetitions()
    {
        foreach ((string name, IReadOnlyCollection<string> urls, bool colours) in _sheet.All)
        {
            int rule = _repeats.Add(name, colours);
            _paints.AddRange(urls.Select(url => (rule, url, 1)));
            foreach (string url in urls)
            {
                _hidden.SheetRefers(url);
            }
        }

        foreach ((int part, string element, string? id, string classes) in _styled)
        {
            foreach (string name in _sheet.NamesOf(element, id, classes))
            {
                _repeats.Follows(part, name);
            }
        }

        foreach ((int part, string id, int times) in _paints)
        {
            if (_repeated.Contains(id))
            {
                _repeats.Repeats(part, id, times);
            }
        }

        (long shapes, Phrase? refusal) = _repeats.Measure(options.MaximumShapes, options.MaximumUseDepth);
        return refusal ?? (shapes <= options.MaximumShapes ? null
            : (Phrase)$"The drawing repeats its parts until it has more than {options.MaximumShapes} shapes.");
    }
}
