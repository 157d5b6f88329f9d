using System.Text;
using System.Xml.Linq;
using CsCheck;

namespace Edge.Drawings.Tests;

public sealed class SvgSanitizerTests
{
    private const string Head =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">";

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<g><script xlink:href=\"https://example.org/x.js\"/></g>")]
    [InlineData("<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">alert(1)</h:script>")]
    [InlineData("<rect width=\"1\" onload=\"alert(1)\"/>")]
    [InlineData("<rect width=\"1\" ONCLICK=\"alert(1)\"/>")]
    [InlineData("<a xlink:href=\"javascript:alert(1)\"><rect width=\"1\"/></a>")]
    [InlineData("<a href=\" JavaScript:alert(1)\"><rect width=\"1\"/></a>")]
    [InlineData("<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><iframe src=\"https://example.org\"/></body></foreignObject>")]
    [InlineData("<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>")]
    [InlineData("<set attributeName=\"onmouseover\" to=\"alert(1)\"/>")]
    [InlineData("<handler type=\"application/ecmascript\">alert(1)</handler>")]
    public void What_could_run_is_taken_out_and_reported(string hostile)
    {
        SvgSanitizerResult result = Sanitize(Head + hostile + "<path tag=\"A1\" d=\"M 0,0\"/></svg>");
        AssertHarmless(result);
        DrawingFinding finding = Assert.Single(result.Findings);
        Assert.Equal(1, finding.Line);
        Assert.True(finding.Kind is DrawingFindingKind.CouldRun or DrawingFindingKind.LooksDifferent);
        Assert.Contains("taken out", finding.Text.ToString(), StringComparison.Ordinal);
        Assert.Equal(["A1"], result.Tags);
    }

    [Theory]
    [InlineData("<image xlink:href=\"https://example.org/x.png\"/>")]
    [InlineData("<image href=\"//example.org/x.png\"/>")]
    [InlineData("<image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/>")]
    [InlineData("<image href=\"file:///etc/passwd\"/>")]
    [InlineData("<use href=\"https://example.org/x.svg#a\"/>")]
    [InlineData("<use xlink:href=\"other.svg#a\"/>")]
    [InlineData("<rect style=\"fill:url(https://example.org/x.svg#a)\"/>")]
    [InlineData("<rect style=\"fill:url( 'https://example.org/x' )\"/>")]
    [InlineData("<rect style=\"fill:u\\72l(https://example.org/x)\"/>")]
    [InlineData("<rect fill=\"url(//example.org/x)\"/>")]
    [InlineData("<rect mask=\"url(https://example.org/x#m)\"/>")]
    [InlineData("<style>@import url(https://example.org/x.css);</style>")]
    [InlineData("<style>@import \"https://example.org/x.css\"; .a{fill:red}</style>")]
    [InlineData("<style><![CDATA[ .a{fill:url(https://example.org/x)} ]]></style>")]
    [InlineData("<style>.a{cursor:u/**/rl(https://example.org/x);fill:image-set('https://example.org/x' 1x)}</style>")]
    public void What_leads_out_of_the_drawing_is_taken_out_and_reported(string hostile)
    {
        SvgSanitizerResult result = Sanitize(Head + hostile + "<path tag=\"A1\" d=\"M 0,0\"/></svg>");
        AssertHarmless(result);
        Assert.Equal(DrawingFindingKind.LeadsOut, Assert.Single(result.Findings).Kind);
        Assert.Equal(["A1"], result.Tags);
    }

    [Fact]
    public void Blanks_around_a_tag_do_not_count_and_one_without_a_name_is_reported()
    {
        SvgSanitizerResult result = Sanitize(
            Head + "\n<path tag=\" A1 \" d=\"M 0,0\"/>\n<g tag=\"\"><path\ntag=\"A1\" d=\"M 1,1\"/></g></svg>");
        Assert.Equal(["A1"], result.Tags);
        Assert.Equal(2, result.TagLines["A1"]);
        Assert.Equal(2, result.Svg!.Split("tag=\"A1\"").Length - 1);
        DrawingFinding finding = Assert.Single(result.Findings);
        Assert.Equal((DrawingFindingKind.Doubtful, 3), (finding.Kind, finding.Line));
    }

    [Fact]
    public void A_tag_whose_groups_hold_nothing_of_their_own_is_told_with_its_line()
    {
        SvgSanitizerResult result = Sanitize(
            Head + "\n<g tag=\"BAY\"><g><g tag=\"BREAKER\"><path d=\"M 0,0\"/></g></g></g>\n<g tag=\"GONE\"/>\n<g tag=\"TWICE\"/>"
            + "<g tag=\"TWICE\"><g><text>1</text></g></g></svg>");
        Assert.Equal([2, 3], result.Findings.Select(finding => finding.Line!.Value));
        Assert.Contains("BAY", result.Findings[0].Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("GONE", result.Findings[1].Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#fff", "data-pagecolor=\"#ffffff\"")]
    [InlineData("#1aB", "data-pagecolor=\"#11aabb\"")]
    [InlineData("#F0EDE5", "data-pagecolor=\"#f0ede5\"")]
    public void The_page_colour_is_kept_in_its_long_form(string colour, string expected) => Assert.Contains(
        expected,
        Sanitize(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><namedview xmlns=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" pagecolor=\""
                + colour + "\"/></svg>").Svg,
        StringComparison.Ordinal);

    [Fact]
    public void Entities_are_never_expanded()
    {
        const string Bomb = """
            <?xml version="1.0"?>
            <!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
            <svg xmlns="http://www.w3.org/2000/svg"><text>&c;</text></svg>
            """;
        AssertRefused(Sanitize(Bomb), "no well-formed SVG");
    }

    [Fact]
    public void An_external_entity_is_not_fetched() => AssertRefused(
        Sanitize(
            "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&x;</text></svg>"),
        "no well-formed SVG");

    [Fact]
    public void The_plain_DOCTYPE_of_drawing_programs_is_tolerated()
    {
        SvgSanitizerResult result = Sanitize(
            "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">"
                + Head + "<path tag=\"A1\" d=\"M 0,0\"/></svg>");
        Assert.Empty(result.Findings);
        Assert.DoesNotContain("DOCTYPE", result.Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drawing_nested_too_deep_is_refused() =>
        AssertRefused(
            Sanitize(Head + string.Concat(Enumerable.Repeat("<g>", 300)) + string.Concat(Enumerable.Repeat("</g>", 300)) + "</svg>"),
            "nested deeper than 256");

    [Fact]
    public void A_drawing_of_too_many_parts_is_refused() =>
        AssertRefused(
            Sanitize(Head + string.Concat(Enumerable.Repeat("<g/>", 50)) + "</svg>", new SvgSanitizerOptions { MaximumElements = 50 }),
            "more than 50 elements");

    [Fact]
    public void A_drawing_beyond_the_size_is_refused() =>
        AssertRefused(Sanitize(Head + "</svg>", new SvgSanitizerOptions { MaximumBytes = 20 }), "more than 20 bytes");

    [Fact]
    public void Parts_that_repeat_each_other_without_end_are_refused()
    {
        var svg = new StringBuilder(Head + "<g id=\"l0\"><rect width=\"1\"/></g>");
        for (int level = 1; level <= 20; level++)
        {
            svg.Append($"<g id=\"l{level}\"><use href=\"#l{level - 1}\"/><use href=\"#l{level - 1}\"/><use href=\"#l{level - 1}\"/></g>");
        }

        AssertRefused(Sanitize(svg + "</svg>"), "repeats its parts");
        AssertRefused(Sanitize(Head + "<g id=\"a\"><use href=\"#a\"/></g></svg>"), "repeats its parts");
    }

    [Theory]
    [InlineData("<html><body/></html>")]
    [InlineData("<svg viewBox=\"0 0 1 1\"/>")]
    [InlineData("not XML")]
    [InlineData("")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>")]
    public void What_is_no_SVG_is_refused(string text) => AssertRefused(Sanitize(text), "SVG");

    [Fact]
    public void What_a_static_drawing_needs_is_kept()
    {
        const string Drawing = Head
            + "<defs><linearGradient id=\"g\"><stop offset=\"0\" style=\"stop-color:#fff\"/></linearGradient><clipPath id=\"c\"><rect "
            + "width=\"1\" height=\"1\"/></clipPath>"
            + "<marker id=\"m\" orient=\"auto\"><path d=\"M 0,0\"/></marker><filter id=\"f\"><feGaussianBlur "
            + "stdDeviation=\"2\"/></filter></defs>"
            + "<g tag=\"A1\" nopaint=\"1\" class=\"k\" transform=\"translate(1,2)\" "
            + "style=\"fill:url(#g);stroke:#9633ac;marker-end:url(#m)\" clip-path=\"url(#c)\">"
            + "<use xlink:href=\"#g\"/><text x=\"1\" xml:space=\"preserve\"><tspan> 33,2 </tspan></text></g>"
            + "<image xlink:href=\"data:image/png;base64,iVBO\n Rw0K\" width=\"2\" height=\"2\"/></svg>";
        SvgSanitizerResult result = Sanitize(Drawing);
        Assert.Empty(result.Findings);
        foreach (string piece in (string[])
            [
                "<linearGradient id=\"g\"", "stop-color:#fff", "<clipPath id=\"c\">", "<marker id=\"m\" orient=\"auto\">",
                "stdDeviation=\"2\"", "tag=\"A1\" nopaint=\"1\" class=\"k\"",
                "style=\"fill:url(#g);stroke:#9633ac;marker-end:url(#m)\"", "clip-path=\"url(#c)\"", "<use href=\"#g\"",
                "<tspan> 33,2 </tspan>", "xml:space=\"preserve\"", "href=\"data:image/png;base64,iVBORw0K\"",
            ])
        {
            Assert.Contains(piece, result.Svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_only_the_drawing_program_needs_is_dropped_in_silence()
    {
        SvgSanitizerResult result = Sanitize(
            "<?xml version=\"1.0\"?><!-- made by hand --><svg "
            + "xmlns=\"http://www.w3.org/2000/svg\" "
            + "xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" "
            + "xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" width=\"254mm\" height=\"50px\">"
            + "<sodipodi:namedview pagecolor=\"#FFffff\" inkscape:zoom=\"2\"/><metadata><x/></metadata><g inkscape:label=\"Capa\"><!-- x "
            + "--><path d=\"M 0,0\" inkscape:connector-curvature=\"0\" style=\"fill:none;-inkscape-font-specification:Sans\"/></g></svg>");
        Assert.Empty(result.Findings);
        Assert.Equal(
            "<svg data-drawing=\"\" data-pagecolor=\"#ffffff\" viewBox=\"0 0 960 50\" width=\"254mm\" height=\"50px\" "
            + "xmlns=\"http://www.w3.org/2000/svg\"><g><path d=\"M 0,0\" style=\"fill:none\" /></g></svg>",
            result.Svg);
    }

    [Fact]
    public void A_style_sheet_reaches_the_drawing_only()
    {
        SvgSanitizerResult result = Sanitize(
            Head
                + "<style>/* c */ .a, text > tspan {fill:red;position:fixed} body{display:none} @media print {.b{fill:blue}} "
                + ".c{stroke:#000}</style></svg>");
        Assert.Contains(
            "<style>[data-drawing] .a,[data-drawing] text &gt; tspan{fill:red}[data-drawing] .c{stroke:#000}</style>",
            result.Svg, StringComparison.Ordinal);
        Assert.DoesNotContain("position", result.Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void No_input_makes_it_throw_and_what_is_clean_stays_as_it_is()
    {
        string[] pieces =
        [
            "<g>", "</g>", "<rect tag=\"A\" onload=\"x\"/>", "<style>", "</style>", ".a{fill:url(#x)}", "<text>", "</text>", "&amp;",
            "&#x41;", "<![CDATA[", "]]>", "<use href=\"#a\"/>", "{", "}", "@import", "'", "\"", "\\", "/*",
            "<a href=\"javascript:x\">", "</a>", "<script>", "</script>", "é",
        ];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 12].Sample(
            parts =>
            {
                SvgSanitizerResult first = Sanitize(Head + string.Concat(parts) + "</svg>");
                if (first.Svg is not null)
                {
                    AssertHarmless(first);
                    SvgSanitizerResult second = Sanitize(first.Svg);
                    Assert.NotNull(second.Svg);
                    AssertHarmless(second);
                    Assert.Equal(first.Tags, second.Tags);
                }
            },
            iter: 2000,
            threads: 1);
    }

    private static SvgSanitizerResult Sanitize(string svg, SvgSanitizerOptions? options = null) =>
        SvgSanitizer.Sanitize(new MemoryStream(Encoding.UTF8.GetBytes(svg)), options ?? new SvgSanitizerOptions());

    private static void AssertHarmless(SvgSanitizerResult result)
    {
        Assert.NotNull(result.Svg);
        foreach (XElement element in XDocument.Parse(result.Svg).Descendants())
        {
            Assert.DoesNotContain(
                element.Name.LocalName.ToLowerInvariant(),
                (string[])["script", "foreignobject", "iframe", "body", "a", "animate", "set", "handler"]);
            Assert.Equal("http://www.w3.org/2000/svg", element.Name.NamespaceName);
            foreach (XAttribute attribute in element.Attributes())
            {
                Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.ToString());
                AssertStaysInside(attribute.Value);
            }

            if (element.Name.LocalName == "style")
            {
                AssertStaysInside(element.Value);
            }
        }
    }

    private static void AssertStaysInside(string value)
    {
        foreach (string bad in (string[])["javascript:", "example.org", "@import", "file:", "other.svg", "svg+xml", "\\"])
        {
            Assert.DoesNotContain(bad, value, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static void AssertRefused(SvgSanitizerResult result, string why)
    {
        Assert.Null(result.Svg);
        DrawingFinding finding = Assert.Single(result.Findings);
        Assert.Equal(DrawingFindingKind.Refused, finding.Kind);
        Assert.Contains(why, finding.Text.ToString(), StringComparison.Ordinal);
    }
}
