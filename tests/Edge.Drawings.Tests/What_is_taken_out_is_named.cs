namespace Edge.Drawings.Tests;

/// <summary>A finding names each thing that was taken out; what loses nothing has none.</summary>
public sealed class What_is_taken_out_is_named
{
    [Theory]
    [InlineData("<image id=\"logo\" href=\"logo.png\"/>", DrawingFindingKind.LeadsOut, ": image #logo.")]
    [InlineData("<use href=\"o.svg#a\"/><image id=\"b\" href=\"b.png\"/><use href=\"p.svg#c\"/>",
        DrawingFindingKind.LeadsOut, "3 links that lead out of the drawing were taken out: use, image #b.")]
    [InlineData("<rect id=\"r\" fill=\"url(https://example.org/x)\"/>", DrawingFindingKind.LeadsOut, ": rect #r fill.")]
    [InlineData("<rect style=\"fill:url(https://example.org/x)\"/>", DrawingFindingKind.LeadsOut, ": rect style.")]
    [InlineData("<style>@import url(x.css);</style>", DrawingFindingKind.LeadsOut, ": style.")]
    [InlineData("<style>@font-face{font-family:x;src:url(x.woff)}</style>", DrawingFindingKind.LeadsOut, ": style.")]
    [InlineData("<image id=\"t\" href=\"data:image/gif;base64,R0lGODlh\"/>", DrawingFindingKind.LeadsOut,
        "1 embedded pictures that are no PNG or JPEG, or too large, were taken out: image #t.")]
    [InlineData("<rect id=\"r\" onclick=\"x\"/><set/><script/>", DrawingFindingKind.CouldRun, ": rect #r onclick, set, script.")]
    [InlineData("<a id=\"v\" href=\"javascript:x\"><rect/></a>", DrawingFindingKind.CouldRun, ": a #v.")]
    [InlineData("<a href=\"https://example.org/\"><rect/></a>", DrawingFindingKind.Information, "links to other pages were taken off: a.")]
    [InlineData("<rect style=\"background:linear-gradient(red,blue)\"/>", DrawingFindingKind.LooksDifferent, ": background-image.")]
    [InlineData("<rect style=\"background:url(#a)\"/>", DrawingFindingKind.LooksDifferent, ": background-image.")]
    public void By_its_element(string body, DrawingFindingKind kind, string named)
    {
        SvgSanitizerResult result = Drawn.Body(body);
        Assert.DoesNotContain("example.org", Drawn.Settled(result), StringComparison.Ordinal);
        Assert.Contains(
            result.Findings, finding => finding.Kind == kind && finding.Text.ToString().Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_the_first_eight_are_named()
    {
        string body = string.Concat(Enumerable.Range(1, 20).Select(i => $"<image id=\"i{i}\" href=\"x.png\"/>"));
        string text = Assert.Single(Drawn.Body(body).Findings).Text.ToString();
        Assert.Contains("20 links", text, StringComparison.Ordinal);
        Assert.Contains("image #i8 …", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_style_sheet_in_a_file_of_its_own_is_told()
    {
        SvgSanitizerResult result = Drawn.Clean("<?xml-stylesheet href=\"plan.css\"?>\n" + Drawn.Head + "<rect/></svg>");
        Assert.DoesNotContain("plan.css", Drawn.Settled(result), StringComparison.Ordinal);
        DrawingFinding finding = Assert.Single(result.Findings);
        Assert.Equal((DrawingFindingKind.LooksDifferent, 1), (finding.Kind, finding.Line));
        Assert.Contains("xml-stylesheet", finding.Text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Fonts that CorelDRAW and Illustrator put into the file lead nowhere, so the drawing is not suspected.</summary>
    [Theory]
    [InlineData("url(\"#FontID0\") format(svg)")]
    [InlineData("url(data:font/woff2;base64,AAAA)")]
    [InlineData("url( 'data:;base64,AAAA' )")]
    public void A_face_within_the_file_is_no_link(string source)
    {
        SvgSanitizerResult result = Drawn.Body($"<style>@font-face{{font-family:x;src:{source}}}</style>");
        Assert.Equal(DrawingFindingKind.LooksDifferent, Assert.Single(result.Findings).Kind);
        Assert.DoesNotContain("font-face", result.Svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<switch><foreignObject requiredExtensions=\"http://ns.adobe.com/\"/><g><rect/></g></switch>",
        "<switch><g><rect /></g></switch>")]
    [InlineData("<style media=\"print\">rect{display:none}</style>", "<style media=\"print\">[data-drawing] rect{display:none}</style>")]
    [InlineData("<rect style=\"-inkscape-font-specification:'A\\, Bold';fill:red\"/>", "<rect style=\"fill:red\" />")]
    [InlineData("<text style=\"text-orientation:upright;text-shadow:1px 1px red;text-decoration-thickness:3px\"/>",
        "style=\"text-orientation:upright;text-shadow:1px 1px red;text-decoration-thickness:3px\"")]
    [InlineData("<rect style=\"background:#fff\"/>", "style=\"background-color:#fff\"")]
    public void What_loses_nothing_has_no_finding(string body, string kept)
    {
        SvgSanitizerResult result = Drawn.Body(body);
        Assert.Contains(kept, Drawn.Settled(result), StringComparison.Ordinal);
        Assert.Empty(result.Findings);
    }

    [Theory]
    [InlineData("0 0 40,30", "viewBox=\"0 0 40,30\"")]
    [InlineData("-5 -5 40 30", "viewBox=\"-5 -5 40 30\"")]
    [InlineData("0 0 40", "viewBox=\"0 0 800 600\"")]
    [InlineData("0 0 0 0", "viewBox=\"0 0 800 600\"")]
    [InlineData("none", "viewBox=\"0 0 800 600\"")]
    public void A_view_box_that_is_none_does_not_count(string box, string kept)
    {
        string svg = Drawn.Settled(Drawn.Clean(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"600\" viewBox=\"{box}\"><rect/></svg>"));
        Assert.Contains(kept, svg, StringComparison.Ordinal);
        Assert.Equal(1, svg.Split("viewBox").Length - 1);
    }
}
