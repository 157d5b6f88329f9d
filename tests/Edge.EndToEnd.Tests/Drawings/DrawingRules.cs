using System.Collections.Immutable;
using System.Xml.Linq;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>
/// What one tag must change in a drawing: which nodes take its fill, which its line, and what each piece of text says then.
/// </summary>
internal sealed record Reaction(
    ImmutableSortedSet<string> Filled, ImmutableSortedSet<string> Stroked, ImmutableSortedDictionary<string, string> Words)
{
    public static Reaction None { get; } = new([], [], ImmutableSortedDictionary<string, string>.Empty);

    public bool IsNothing => Filled.IsEmpty && Stroked.IsEmpty && Words.IsEmpty;

    public Reaction And(Reaction other) => new(Filled.Union(other.Filled), Stroked.Union(other.Stroked), Words.SetItems(other.Words));
}

/// <summary>
/// The rules of docs/workbook.md, applied to a file as the drawing program wrote it. It knows nothing of the page that shows the drawing:
/// what a browser does is compared with this.
/// </summary>
internal sealed class DrawingRules(XDocument drawing)
{
    /// <summary>What every tag writes in these tests: shorter than any line, so that it always stands in the first piece.</summary>
    public const string Written = "Q7";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly HashSet<XName> Shapes =
        [.. new[] { "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use" }.Select(name => Svg + name)];

    /// <summary>The nodes that have a tag, in their order.</summary>
    public IEnumerable<XElement> Tagged => drawing.Descendants().Where(HasTag);

    /// <summary>What each tag does to all of its nodes together.</summary>
    public Dictionary<string, Reaction> Reactions => Tagged.GroupBy(node => node.Attribute("tag")!.Value.Trim()).ToDictionary(
        tag => tag.Key, tag => tag.Select(React).Aggregate(Reaction.None, (all, one) => all.And(one)));

    private static Reaction React(XElement node)
    {
        bool painted = node.Attribute("nopaint") is null;
        if (IsLetters(node))
        {
            return (painted ? Painted([], Letters(node)) : Reaction.None).And(Words(node));
        }

        if (Shapes.Contains(node.Name))
        {
            return painted ? new Reaction([Id(node)], [Id(node)], Reaction.None.Words) : Reaction.None;
        }

        XElement[] inside = painted ? [.. Inside(node)] : [];
        XElement[] shapes = [.. inside.Where(part => Shapes.Contains(part.Name))];
        Reaction colours = shapes.Length > 0 ? Painted(shapes, []) : Painted([], inside.Where(IsLetters).SelectMany(Letters));
        XElement? text = inside.FirstOrDefault(IsLetters) ?? Within(node, child => !HasTag(child)).FirstOrDefault(IsLetters);
        return text is null ? colours : colours.And(Words(text));
    }

    /// <summary>A group fills only what is filled; letters get a line only where they have one.</summary>
    private static Reaction Painted(IEnumerable<XElement> shapes, IEnumerable<XElement> letters)
    {
        XElement[] handed = [.. shapes];
        XElement[] written = [.. letters];
        return new Reaction(
            [.. handed.Where(shape => Says(shape, "fill") != "none").Concat(written).Select(Id)],
            [.. handed.Concat(written.Where(piece => Says(piece, "stroke") is not (null or "none"))).Select(Id)],
            Reaction.None.Words);
    }

    /// <summary>The words stand in the first piece that has letters (or could have), the others are emptied.</summary>
    private static Reaction Words(XElement text)
    {
        XElement[] own = [text, .. Within(text, child => child.Name == Svg + "tspan" && !HasTag(child))];
        XElement[] free = [text, .. Within(text, child => child.Name == Svg + "tspan" && !IsOutOfReach(child))];
        XElement[] takers = [.. free.Where(Takes)];
        takers = takers.Length > 0 ? takers : [.. own.Where(Takes)];
        XElement? first = takers.FirstOrDefault(piece => piece.Name == Svg + "tspan") ?? takers.FirstOrDefault();
        return first is null ? Reaction.None : new Reaction([], [], takers.Where(piece => piece == first || OwnWords(piece).Length > 0)
            .ToImmutableSortedDictionary(Id, piece => piece == first ? Written : ""));

        static bool Takes(XElement piece) => OwnWords(piece).Length > 0 || !piece.Descendants(Svg + "tspan").Any();
    }

    private static string OwnWords(XElement piece) => string.Concat(piece.Nodes().OfType<XText>().Select(text => text.Value)).Trim();

    private static IEnumerable<XElement> Letters(XElement text) =>
        [text, .. Within(text, child => child.Name == Svg + "tspan" && !IsOutOfReach(child))];

    /// <summary>The shapes and texts that a group reaches.</summary>
    private static IEnumerable<XElement> Inside(XElement group) =>
        Within(group, child => !IsOutOfReach(child)).Where(part => Shapes.Contains(part.Name) || part.Name == Svg + "text");

    private static IEnumerable<XElement> Within(XElement node, Func<XElement, bool> enters) =>
        node.Elements().Where(enters).SelectMany(child => Within(child, enters).Prepend(child));

    private static bool IsOutOfReach(XElement node) => HasTag(node) || node.Attribute("nopaint") is not null;

    private static bool HasTag(XElement node) => !string.IsNullOrWhiteSpace(node.Attribute("tag")?.Value);

    private static bool IsLetters(XElement node) => node.Name == Svg + "text" || node.Name == Svg + "tspan";

    private static string Id(XElement node) =>
        node.Attribute("id")?.Value ?? throw new InvalidOperationException($"A {node.Name.LocalName} has no id.");

    /// <summary>What the file says of a node, or of the nearest node around it; null where it says nothing.</summary>
    private static string? Says(XElement node, string property) =>
        node.AncestorsAndSelf().Select(at => Own(at, property)).FirstOrDefault(value => value is not (null or "inherit"));

    private static string? Own(XElement node, string property) =>
        (node.Attribute("style")?.Value ?? "").Split(';').Select(part => part.Split(':', 2)).Where(part => part[0].Trim() == property)
            .Select(part => part[1].Trim()).LastOrDefault() ?? node.Attribute(property)?.Value.Trim();
}
