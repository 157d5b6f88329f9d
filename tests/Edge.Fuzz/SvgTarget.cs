using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Edge.Drawings;

namespace Edge.Fuzz;

/// <summary>Drawings, damaged and malicious: refused, or clean; and a clean one is clean already.</summary>
internal sealed partial class SvgTarget : FuzzTarget
{
    private static readonly string[] Evil =
    [
        "<script>alert(1)</script>", " onload=\"x()\"", "<foreignObject><b/></foreignObject>", " href=\"http://x/\"",
        " xlink:href=\"javascript:x\"",
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]>", "&a;", "<style>@import url(http://x)</style>", " style=\"fill:url(http://x#a)\"",
        "<use href=\"#a\"/>",
        "<g tag=\"A\">", "</g>", "<image href=\"file:///etc/passwd\"/>", "<animate attributeName=\"href\" to=\"javascript:x\"/>",
        "<![CDATA[<script>]]>", "<!--", "\0",
    ];

    private static readonly SvgSanitizerOptions Options = new() { MaximumBytes = 256 * 1024, MaximumDepth = 64, MaximumElements = 5000 };

    private readonly byte[][] _drawings = Corpus.Drawings();
    private byte[] _bytes = [];

    public override string Name => "svg";

    protected override void Check()
    {
        byte[] drawing = Dice.Of(_drawings);
        int start = Dice.OneIn(3) ? 0 : Math.Max(0, Dice.Next(drawing.Length) - 400);
        string text = Encoding.UTF8.GetString(drawing.AsSpan(start, Math.Min(drawing.Length - start, 200 + Dice.Next(3000))));
        if (start > 0)
        {
            int tag = text.IndexOf('<', StringComparison.Ordinal);
            text = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">" + (tag < 0 ? "" : text[tag..]);
        }

        int last = text.LastIndexOf('>');
        text = last < 0 ? text : text[..(last + 1)];
        for (int times = Dice.Next(4); times > 0; times--)
        {
            text = text.Insert(Place(text), Dice.Of(Evil));
        }

        text += Dice.OneIn(4) ? "" : Closing(text);
        _bytes = Encoding.UTF8.GetBytes(text);
        if (Dice.OneIn(4))
        {
            byte[] room = [.. _bytes, .. new byte[8]];
            _bytes = room[..Dice.Mutate(room, _bytes.Length)];
        }

        SvgSanitizerResult result = SvgSanitizer.Sanitize(new MemoryStream(_bytes, writable: false), Options);
        Holds(result.Svg is not null || result.HasError(), "a refused drawing says why");
        if (result.Svg is { } svg)
        {
            IsClean(svg);
            SvgSanitizerResult again = SvgSanitizer.Sanitize(
                new MemoryStream(Encoding.UTF8.GetBytes(svg), writable: false), Options);
            Holds(again.Svg is not null && Same(again.Svg, svg), $"a clean drawing is clean already: {svg} became {again.Svg}");
        }
    }

    /// <summary>The colour of the page stands in what the drawing program says of it, which a clean drawing has no more.</summary>
    private static bool Same(string one, string other) => PageColour().Replace(one, "") == PageColour().Replace(other, "");

    [GeneratedRegex(" data-pagecolor=\"[^\"]*\"", RegexOptions.CultureInvariant)]
    private static partial Regex PageColour();

    protected override string Describe() => Encoding.UTF8.GetString(_bytes);

    private int Place(string text)
    {
        int at = text.IndexOf(Dice.OneIn(2) ? '>' : '<', Dice.Next(text.Length + 1));
        return at < 0 ? text.Length : at;
    }

    /// <summary>The end tags that are missing, as well as a glance can tell.</summary>
    private static string Closing(string text)
    {
        var open = new Stack<string>();
        using var reader = XmlReader.Create(
            new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement)
                {
                    open.Push(reader.Name);
                }
                else if (reader.NodeType == XmlNodeType.EndElement)
                {
                    _ = open.Pop();
                }
            }
        }
        catch (XmlException)
        {
            // The end, or nonsense: both are inputs.
        }

        return string.Concat(open.Select(name => $"</{name}>"));
    }

    private void IsClean(string svg)
    {
        using var reader = XmlReader.Create(
            new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            string name = reader.LocalName.ToLowerInvariant();
            Holds(
                name is not ("script" or "foreignobject" or "iframe" or "animate" or "set" or "handler" or "a"), $"<{name}> is taken out");
            for (bool more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            {
                Holds(!reader.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{reader.Name} is taken out");
                Holds(
                    !reader.Value.Contains("javascript:", StringComparison.OrdinalIgnoreCase) || reader.LocalName is not ("href" or "src"),
                    "no script in a reference");
                Holds(
                    reader.LocalName != "href" || reader.Value.StartsWith('#')
                        || reader.Value.StartsWith("data:image/", StringComparison.Ordinal),
                    $"no reference to outside: {reader.Value}");
            }
        }
    }
}

internal static class SvgResults
{
    public static bool HasError(this SvgSanitizerResult result) =>
        result.Findings.Any(finding => finding.Kind == DrawingFindingKind.Refused);
}
