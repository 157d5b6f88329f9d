namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 61: words in links were lost, labels of draw.io were called scripts, Illustrator's entities no SVG.</summary>
public sealed class Fault_61_The_drawings_of_other_programs_keep_their_words
{
    [Fact]
    public void Words_of_a_link_within_a_text_are_a_piece_of_it()
    {
        SvgSanitizerResult result = Drawn.Body(
            "<rect id=\"v\"/><text x=\"5\"><a xlink:href=\"#v\">Ver <tspan>estación</tspan></a></text>");
        Assert.Contains(
            "<text x=\"5\"><tspan>Ver <tspan>estación</tspan></tspan></text>", Drawn.Settled(result), StringComparison.Ordinal);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_link_around_shapes_is_a_group() => Assert.Contains(
        "<g><text>Fuera</text></g>", Drawn.Settled(Drawn.Body("<a xlink:href=\"#t\"><text>Fuera</text></a>")), StringComparison.Ordinal);

    [Fact]
    public void A_label_in_HTML_is_named_as_one_and_its_plain_form_stays()
    {
        SvgSanitizerResult result = Drawn.Body(
            "<switch><foreignObject requiredFeatures=\"http://www.w3.org/TR/SVG11/feature#Extensibility\"><div "
            + "xmlns=\"http://www.w3.org/1999/xhtml\">Barra 13.2</div></foreignObject><text x=\"5\">Barra 13.2</text></switch>");
        Assert.Contains("<switch><text x=\"5\">Barra 13.2</text></switch>", Drawn.Settled(result), StringComparison.Ordinal);
        DrawingFinding finding = Assert.Single(result.Findings);
        Assert.Equal(DrawingFindingKind.LooksDifferent, finding.Kind);
        Assert.DoesNotContain("script", finding.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 labels in HTML", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<h:style xmlns:h=\"http://www.w3.org/1999/xhtml\">rect{fill:red}</h:style>", "1 style sheets in HTML were left out")]
    [InlineData("<h:link xmlns:h=\"http://www.w3.org/1999/xhtml\" rel=\"stylesheet\" href=\"a.css\"/>", "in HTML were left out: link.")]
    [InlineData("<text><textPath id=\"t\" path=\"M0,0H9\">A</textPath></text>", "in the text itself: textPath #t path.")]
    [InlineData("<path id=\"p\"/><text><textPath href=\"#p\" side=\"right\">A</textPath></text>", "textPath side.")]
    public void What_other_programs_write_and_is_left_out_is_told(string body, string named)
    {
        SvgSanitizerResult result = Drawn.Body("<rect/>\n" + body);
        Assert.DoesNotContain("xhtml", Drawn.Settled(result), StringComparison.Ordinal);
        DrawingFinding finding = Assert.Single(result.Findings);
        Assert.Equal((DrawingFindingKind.LooksDifferent, 2), (finding.Kind, finding.Line));
        Assert.Contains(named, finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_entities_of_Illustrator_are_taken()
    {
        SvgSanitizerResult result = Drawn.Clean(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <!-- Generator: Adobe Illustrator 16.0.0, SVG Export Plug-In -->
            <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
              <!ENTITY ns_svg "http://www.w3.org/2000/svg">
              <!ENTITY ns_xlink 'http://www.w3.org/1999/xlink'>
              <!ENTITY st0 "fill:none;stroke:#9633ac;">
            ]>
            <svg xmlns="&ns_svg;" xmlns:xlink="&ns_xlink;" viewBox="0 0 8 6"><use xlink:href="#a"/>
            <rect id="a" tag="A" style="&st0;"/></svg>
            """);
        Assert.Contains("<use href=\"#a\"", Drawn.Settled(result), StringComparison.Ordinal);
        Assert.Contains("style=\"fill:none;stroke:#9633ac\"", result.Svg, StringComparison.Ordinal);
        Assert.Equal(9, result.TagLines["A"]);
        Assert.Empty(result.Findings);
    }

    [Theory]
    [InlineData("<!ENTITY a \"&b;&b;\"><!ENTITY b \"bb\">")]
    [InlineData("<!ENTITY a SYSTEM \"file:///etc/passwd\">")]
    [InlineData("<!ENTITY % b \"x\"><!ENTITY a \"%b;\">")]
    [InlineData("<!-- <!ENTITY a \"x\"> -->")]
    [InlineData("<!ENTITY a \"<rect/>\">")]
    public void An_entity_that_is_not_plain_is_refused(string declaration) => Assert.Null(
        Drawn.Clean($"<!DOCTYPE svg [{declaration}]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&a;</text></svg>").Svg);

    [Fact]
    public void A_plain_entity_used_without_end_is_refused_while_it_is_read() => Assert.Contains(
        "no well-formed SVG",
        Assert.Single(Drawn.Clean(
            $"<!DOCTYPE svg [<!ENTITY a \"{new string('x', 500)}\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>"
            + string.Concat(Enumerable.Repeat("&a;", 100_000)) + "</text></svg>").Findings).Text.ToString(),
        StringComparison.Ordinal);
}
