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
    private int? _emptyTagLine;
    private bool _hasNoSize;
    private bool _lostElements;
    private Removed _active;
    private Removed _external;
    private Removed _labels;

    /// <summary>Notes that something of a tag shows.</summary>
    public void Shows(string tag) => _ = _shown.Add(tag);

    /// <summary>Notes something that could run.</summary>
    public void CouldRun(XmlReader reader) => Note(ref _active, reader);

    /// <summary>Notes something that leads out of the drawing.</summary>
    public void LeadsOut(XmlReader reader) => Note(ref _external, reader);

    /// <summary>Notes a tag without a name.</summary>
    public void HasEmptyTag(int line) => _emptyTagLine ??= line;

    /// <summary>Notes that the drawing does not say how large it is.</summary>
    public void HasNoSize() => _hasNoSize = true;

    /// <summary>Where the losses of a style go.</summary>
    public CssLosses Style(XmlReader reader)
    {
        // The styles before have been counted by now; the line is that of the last, or of the first that lost something.
        Settle();
        _styleLine ??= (reader as IXmlLineInfo)?.LineNumber;
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
            Note(ref _labels, reader);
        }
        else if (SvgRules.ActiveElements.Contains(reader.LocalName))
        {
            Note(ref _active, reader);
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
        var found = ImmutableArray.CreateBuilder<DrawingFinding>();
        void Add(DrawingFindingKind kind, int? line, Phrase text, Phrase hint) => found.Add(new DrawingFinding(kind, line, text, hint));
        if (_active.Count > 0)
        {
            Add(
                DrawingFindingKind.CouldRun, _active.FirstLine, $"{_active.Count} scripts, handlers or animations were taken out.",
                $"A drawing needs none; find out who put them there.");
        }

        if (_external.Count > 0)
        {
            Add(
                DrawingFindingKind.LeadsOut, _external.FirstLine, $"{_external.Count} links that lead out of the drawing were taken out.",
                $"Embed pictures as PNG or JPEG; refer to nothing outside of the file.");
        }

        if (_labels.Count > 0)
        {
            Add(
                DrawingFindingKind.LooksDifferent, _labels.FirstLine,
                $"{_labels.Count} labels in HTML (foreignObject) were taken out; where the file has plain text beside them, it is shown.",
                $"In draw.io take 'Formatted text' off the labels, or export without HTML labels.");
        }

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

    private void Settle()
    {
        if (_losses.External)
        {
            _external = _external.Count == 0 ? new Removed(1, _styleLine) : _external with { Count = _external.Count + 1 };
            _losses.External = false;
        }

        if (_losses is { Fixed: false, Counts: false, Kinds.Count: 0 })
        {
            _styleLine = null;
        }
    }

    private static void Note(ref Removed removed, XmlReader reader) =>
        removed = removed.Count == 0
            ? new Removed(1, (reader as IXmlLineInfo)?.LineNumber)
            : removed with { Count = removed.Count + 1 };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private readonly record struct Removed(int Count, int? FirstLine);
}
