namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 27, its sisters: what looks like a tag and is none, and a tag where nothing shows, were silent.</summary>
public sealed class Fault_27_A_tag_that_cannot_show_is_told
{
    [Theory]
    [InlineData("Tag=\"E1\"", "rect #r Tag=\"E1\"")]
    [InlineData("TAG=\"E1\"", "rect #r TAG=\"E1\"")]
    [InlineData("tags=\"E1\"", "rect #r tags=\"E1\"")]
    [InlineData("data-tag=\"E1\"", "rect #r data-tag=\"E1\"")]
    [InlineData("data-Tag=\" E1 \"", "rect #r data-Tag=\"E1\"")]
    [InlineData("e:tag=\"E1\" xmlns:e=\"http://example.org/e\"", "rect #r e:tag=\"E1\"")]
    public void What_looks_like_a_tag_is_told_with_its_place(string attribute, string named)
    {
        SvgSanitizerResult result = Drawn.Body($"<rect/>\n<rect id=\"r\" {attribute}/>");
        DrawingFinding finding = Assert.Single(result.Findings);
        Assert.Equal((DrawingFindingKind.Doubtful, 2), (finding.Kind, finding.Line));
        Assert.Contains(named, finding.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("tag=\"…\"", finding.Hint.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("E1", Drawn.Settled(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<rect tag=\"E1\" data-tag=\"E1\"/>")]
    [InlineData("<rect stage=\"E1\" data-stage=\"E1\" xmlns:tag=\"http://example.org/e\"/>")]
    public void A_shape_with_a_tag_or_with_another_attribute_is_right(string body) => Assert.Empty(Drawn.Body(body).Findings);

    [Theory]
    [InlineData("<defs>\n<rect tag=\"E1\"/></defs>")]
    [InlineData("<defs>\n<g id=\"o\" tag=\"E1\"><rect id=\"p\"/></g></defs><use href=\"#q\"/>")]
    [InlineData("<symbol id=\"o\">\n<rect tag=\"E1\"/></symbol>")]
    [InlineData("<pattern id=\"o\">\n<rect tag=\"E1\"/></pattern>")]
    [InlineData("<defs><g id=\"o\">\n<rect tag=\"E1\"/></g><use id=\"p\" href=\"#o\"/></defs>")]
    [InlineData("<defs>\n<rect tag=\"E1\"/></defs><g tag=\"E1\"/>")]
    public void A_shape_in_a_definition_that_nothing_uses_is_told(string body)
    {
        DrawingFinding finding = Assert.Single(
            Drawn.Body(body).Findings, one => one.Text.ToString().Contains("nothing uses", StringComparison.Ordinal));
        Assert.Equal((DrawingFindingKind.Doubtful, 2), (finding.Kind, finding.Line));
        Assert.Contains("The tag E1", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<defs><rect id=\"o\" tag=\"E1\"/></defs><use href=\"#o\"/>")]
    [InlineData("<use xlink:href=\"#o\"/><defs><g id=\"o\"><g id=\"p\"><rect tag=\"E1\"/></g></g></defs>")]
    [InlineData("<defs><g id=\"o\"><rect tag=\"E1\"/></g><use id=\"p\" href=\"#o\"/></defs><use href=\"#p\"/>")]
    [InlineData("<pattern id=\"o\"><rect tag=\"E1\"/></pattern><rect fill=\"url(#o)\"/>")]
    [InlineData("<pattern id=\"o\"><rect tag=\"E1\"/></pattern><style>.a{fill:url(#o)}</style><rect class=\"a\"/>")]
    [InlineData("<defs><rect tag=\"E1\"/></defs><rect tag=\"E1\"/>")]
    [InlineData("<defs><g tag=\"E1\"/><rect/></defs><g tag=\"E1\"><rect/></g>")]
    public void A_shape_that_something_uses_is_right(string body) => Assert.Empty(Drawn.Body(body).Findings);
}
