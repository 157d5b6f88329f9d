using System.Collections.Immutable;
using System.Xml;

namespace Edge.Drawings;

/// <summary>Gathers what a drawing lost, and says it once for each kind.</summary>
internal sealed class SvgReport(SvgSurvey survey)
{
    private const int Named = 8;

    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly CssLosses _losses = new();
    private int? _styleLine;
    private int? _lastStyleLine;
    private string _styled = "";
    private int? _emptyTagLine;
    private bool _hasNoSize;
    private bool _lostElements;
    private readonly Removed _active = new();
    private readonly Removed _external = new();
    private readonly Removed _pictures = new();
    private readonly Removed _links = new();
    private readonly Removed _labels = new();
    private readonly Removed _sheets = new();
    private readonly Removed _sheetsInHtml = new();
    private readonly Removed _paths = new();
    private readonly Removed _noTags = new();
    private readonly SortedDictionary<string, int?> _own = new(StringComparer.Ordinal);

    /// <summary>Notes that something of a tag shows.</summary>
    public void Shows(string tag) => _ = _shown.Add(tag);

    /// <summary>Notes something that could run.</summary>
    public void CouldRun(XmlReader reader, string what) => _active.Add(reader, what);

    /// <summary>Notes something that leads out of the drawing.</summary>
    public void LeadsOut(XmlReader reader, string what) => _external.Add(reader, what);

    /// <summary>Notes a picture within the drawing that cannot be shown.</summary>
    public void IsNoPicture(XmlReader reader, string what) => _pictures.Add(reader, what);

    /// <summary>Notes a place to go to: nothing of it shows.</summary>
    public void LinksTo(XmlReader reader, string what) => _links.Add(reader, what);

    /// <summary>Notes a style sheet in a file of its own.</summary>
    public void HasSheetElsewhere(XmlReader reader) => _sheets.Add(reader, "xml-stylesheet");

    /// <summary>Notes an attribute that looks like a tag and is none.</summary>
    public void HasNoTag(XmlReader reader, string what) => _noTags.Add(reader, what);

    /// <summary>Notes a text along a path that stands in the text itself.</summary>
    public void HasPathOfItsOwn(XmlReader reader, string what) => _paths.Add(reader, what);

    /// <summary>Notes the properties of the drawing's own that an attribute refers to.</summary>
    public void Uses(string value) => _losses.Uses(value);

    /// <summary>Notes a tag without a name.</summary>
    public void HasEmptyTag(int line) => _emptyTagLine ??= line;

    /// <summary>Notes that the drawing does not say how large it is.</summary>
    public void HasNoSize() => _hasNoSize = true;

    /// <summary>Where the losses of a style go.</summary>
    /// <param name="reader">Stands on it.</param>
    /// <param name="where">The element.</param>
    public CssLosses Style(XmlReader reader, string where)
    {
        // The styles before have been counted by now; the line is that of the last, or of the first that lost something.
        Settle();
        _lastStyleLine = (reader as IXmlLineInfo)?.LineNumber;
        _styleLine ??= _lastStyleLine;
        _styled = where;
        return _losses;
    }

    /// <summary>Notes an element that is not kept.</summary>
    /// <param name="reader">Stands on it.</param>
    /// <param name="svg">Whether it is an element of SVG.</param>
    public void LeftOut(XmlReader reader, bool svg)
    {
        _lostElements = true;
        if (reader.LocalName == "foreignObject")
        {
            // What asks for extensions is for the program that wrote it: no browser has any.
            if (string.IsNullOrEmpty(reader.GetAttribute("requiredExtensions")))
            {
                _labels.Add(reader, "foreignObject");
            }
        }
        else if (reader.NamespaceURI == SvgRules.XhtmlNamespace && reader.LocalName is "style" or "link")
        {
            _sheetsInHtml.Add(reader, reader.LocalName);
        }
        else if (SvgRules.ActiveElements.Contains(reader.LocalName))
        {
            _active.Add(reader, Shorten(reader.LocalName));
        }
        else if (svg && reader.LocalName != "metadata")
        {
            _unknown.Add(Shorten(reader.LocalName));
        }
    }

    /// <summary>All of it.</summary>
    /// <param name="tags">The tags of the drawing with their lines.</param>
    public ImmutableArray<DrawingFinding> Findings(IEnumerable<(string Tag, int Line)> tags)
    {
        Settle();
        LoseOwn();
        var found = ImmutableArray.CreateBuilder<DrawingFinding>();
        void Add(DrawingFindingKind kind, int? line, Phrase text, Phrase hint) => found.Add(new DrawingFinding(kind, line, text, hint));
        AddRemoved(Add);
        AddStyle(Add);
        AddTags(tags, Add);
        if (_unknown.Count > 0)
        {
            Add(
                DrawingFindingKind.Information, null, $"Not shown by browsers and left out: {string.Join(", ", _unknown.Take(Named))}.",
                $"Convert such objects to paths or plain text if they matter.");
        }

        return found.ToImmutable();
    }

    private void AddRemoved(Action<DrawingFindingKind, int?, Phrase, Phrase> add)
    {
        if (_active.Count > 0)
        {
            add(
                DrawingFindingKind.CouldRun, _active.FirstLine,
                $"{_active.Count} scripts, handlers or animations were taken out: {_active.Names}.",
                $"A drawing needs none; find out who put them there.");
        }

        if (_external.Count > 0)
        {
            add(
                DrawingFindingKind.LeadsOut, _external.FirstLine,
                $"{_external.Count} links that lead out of the drawing were taken out: {_external.Names}.",
                $"Embed pictures as PNG or JPEG; refer to nothing outside of the file.");
        }

        if (_pictures.Count > 0)
        {
            add(
                DrawingFindingKind.LeadsOut, _pictures.FirstLine,
                $"{_pictures.Count} embedded pictures that are no PNG or JPEG, or too large, were taken out: {_pictures.Names}.",
                $"Embed them as PNG or JPEG, or draw them as shapes.");
        }

        if (_labels.Count > 0)
        {
            add(
                DrawingFindingKind.LooksDifferent, _labels.FirstLine,
                $"{_labels.Count} labels in HTML (foreignObject) were taken out; where the file has plain text beside them, it is shown.",
                $"In draw.io take 'Formatted text' off the labels, or export without HTML labels.");
        }

        if (_sheets.Count > 0)
        {
            add(
                DrawingFindingKind.LooksDifferent, _sheets.FirstLine,
                $"A style sheet in a file of its own (xml-stylesheet) was left out.",
                $"Put the style sheet into the drawing.");
        }

        if (_sheetsInHtml.Count > 0)
        {
            add(
                DrawingFindingKind.LooksDifferent, _sheetsInHtml.FirstLine,
                $"{_sheetsInHtml.Count} style sheets in HTML were left out: {_sheetsInHtml.Names}.",
                $"Put the style sheet into the drawing, as a style element of SVG.");
        }

        if (_paths.Count > 0)
        {
            add(
                DrawingFindingKind.LooksDifferent, _paths.FirstLine,
                $"The path of a text was left out, because it stands in the text itself: {_paths.Names}.",
                $"Draw the path as a shape with an id, and refer to it with href.");
        }

        if (_links.Count > 0)
        {
            add(
                DrawingFindingKind.Information, _links.FirstLine,
                $"{_links.Count} links to other pages were taken off: {_links.Names}. What they stand around is shown.",
                $"Nothing needs to be done.");
        }
    }

    private void AddStyle(Action<DrawingFindingKind, int?, Phrase, Phrase> add)
    {
        if (_losses.Kinds.Count > 0)
        {
            add(
                DrawingFindingKind.LooksDifferent, _styleLine,
                $"What a style sheet says was taken out: {string.Join(", ", _losses.Kinds.Take(Named))}.",
                $"The drawing may look different. Give the shapes their colours and lines themselves.");
        }

        if (_losses.Fixed)
        {
            add(
                DrawingFindingKind.LooksDifferent, _styleLine,
                $"'!important' was taken off fill and stroke: no colour from the field could show where it stands.",
                $"Take it out of the style sheet; look whether the drawing still has its colours.");
        }

        if (_losses.Counts && _lostElements)
        {
            add(
                DrawingFindingKind.LooksDifferent, _styleLine,
                $"A style sheet counts the parts of the drawing (:first-child and its like), and some parts were left out.",
                $"Use classes instead.");
        }

        if (_hasNoSize)
        {
            add(
                DrawingFindingKind.Doubtful, 1,
                $"The drawing does not say how large it is: it has no viewBox, and no width and height in units.",
                $"Set the size of the page in the drawing program; until then all shapes together are taken for the page.");
        }
    }

    private void AddTags(IEnumerable<(string Tag, int Line)> tags, Action<DrawingFindingKind, int?, Phrase, Phrase> add)
    {
        if (_emptyTagLine is { } line)
        {
            add(
                DrawingFindingKind.Doubtful, line, $"A shape has a tag without a name.",
                $"Write the tag of an element, or take the attribute off the shape.");
        }

        if (_noTags.Count > 0)
        {
            add(
                DrawingFindingKind.Doubtful, _noTags.FirstLine,
                $"{_noTags.Count} attributes look like a tag and are none: {_noTags.Names}. The shapes never change.",
                $"Write tag=\"…\": in small letters, without anything before or behind it.");
        }

        foreach ((string tag, int? at) in survey.HiddenTags)
        {
            add(
                DrawingFindingKind.Doubtful, at,
                $"The tag {Shorten(tag)} is on a shape within a definition (defs, symbol) that nothing uses, so it shows nowhere.",
                $"Take the shape out of the definitions, or clone it where it should show.");
        }

        foreach ((string tag, int at) in tags.Where(one => !_shown.Contains(one.Tag)))
        {
            add(
                DrawingFindingKind.Doubtful, at,
                $"The tag {Shorten(tag)} is on a group that holds nothing of its own, so it can show nothing.",
                $"What stands in the group has tags of its own, or is gone: take the tag off, or put it on the shape that it is meant "
                    + $"for.");
        }

        foreach ((string tag, int? at) in survey.ColouredClones.DistinctBy(clone => clone.Tag))
        {
            add(
                DrawingFindingKind.Information, at,
                $"The tag {Shorten(tag)} is on a clone, and its original has colours of its own: the clone alone takes those of the tag.",
                $"Nothing needs to be done. A program other than the dashboard may show the colours of the original.");
        }
    }

    /// <summary>A property of the drawing's own is lost only where something that shows refers to it.</summary>
    private void LoseOwn()
    {
        foreach ((string name, int? line) in _own.Where(one => _losses.Used.Contains(one.Key)))
        {
            _styleLine ??= line;
            _losses.Add(name);
        }
    }

    private void Settle()
    {
        foreach (string name in _losses.Own)
        {
            _ = _own.TryAdd(name, _lastStyleLine);
        }

        _losses.Own.Clear();
        if (_losses.External)
        {
            _external.Add(_styleLine, _styled);
            _losses.External = false;
        }

        if (_losses is { Fixed: false, Counts: false, Kinds.Count: 0 })
        {
            _styleLine = null;
        }
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    /// <summary>Things of one kind that were taken out: how many, where the first was, and what the first few were.</summary>
    private sealed class Removed
    {
        private readonly List<string> _names = [];

        public int Count { get; private set; }

        public int? FirstLine { get; private set; }

        public string Names => string.Join(", ", _names.Take(Named)) + (_names.Count > Named ? " …" : "");

        public void Add(XmlReader reader, string what) => Add((reader as IXmlLineInfo)?.LineNumber, what);

        public void Add(int? line, string what)
        {
            FirstLine = Count++ == 0 ? line : FirstLine;
            if (_names.Count <= Named && !_names.Contains(what))
            {
                _names.Add(what);
            }
        }
    }
}
