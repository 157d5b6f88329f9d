namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 59: style sheets froze a breaker's colour, got out of their scope, and lost what shows without a word.</summary>
public sealed class Fault_59_A_style_sheet_neither_freezes_a_colour_nor_leaves_the_drawing
{
    [Theory]
    [InlineData("<style>.b{fill:#0f0 !important}</style><rect class=\"b\" tag=\"B\"/>")]
    [InlineData("<style>.b{STROKE : #0f0!IMPORTANT}</style><rect class=\"b\" tag=\"B\"/>")]
    [InlineData("<rect tag=\"B\" style=\"fill:#0f0 ! important\"/>")]
    public void A_colour_that_nothing_may_change_is_an_ordinary_one_and_told(string body)
    {
        SvgSanitizerResult result = Drawn.Body(body);
        Assert.DoesNotContain("important", Drawn.Settled(result), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("#0f0", result.Svg, StringComparison.Ordinal);
        Assert.Contains("!important", Assert.Single(result.Findings).Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_value_from_the_field_sets_stays_as_important_as_it_was() => Assert.Contains(
        "{stroke-width:3!important}", Drawn.Settled(Drawn.Body("<style>.b{stroke-width:3 !important}</style>")), StringComparison.Ordinal);

    [Theory]
    [InlineData("~ *{display:none}")]
    [InlineData("+ div{opacity:0}")]
    [InlineData("&gt; rect{fill:#0f0}")]
    [InlineData("rect, ~ *{display:none}")]
    [InlineData("svg ~ *{display:none}", "[data-drawing] svg ~ *{display:none}")]
    [InlineData(":root + *{display:none}")]
    [InlineData("[data-drawing] ~ *{display:none}")]
    [InlineData("svg[data-drawing] + *{display:none}")]
    [InlineData("[data-drawing],*{opacity:0}", "[data-drawing],[data-drawing] *,*[data-drawing]{opacity:0}")]
    [InlineData(":host{position:fixed;opacity:0}")]
    [InlineData(":not(:host){opacity:0}")]
    [InlineData("html *{opacity:0}")]
    [InlineData("body{display:none}")]
    [InlineData(".a\\2c *{opacity:0}")]
    [InlineData("rect:is(*,:host){opacity:0}")]
    [InlineData("[data-quality]{opacity:0}")]
    public void No_selector_gets_out_of_the_drawing(string rule, string left = "")
    {
        string svg = Drawn.Settled(Drawn.Body($"<style>{rule}</style>"));
        Assert.Contains($"<style>{left}</style>", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("svg{fill:#f00}", "[data-drawing] svg,svg[data-drawing]{fill:#f00}")]
    [InlineData(":root{fill:#f00}", "[data-drawing]{fill:#f00}")]
    [InlineData("svg rect.u{fill:#f00}", "[data-drawing] svg rect.u,svg[data-drawing] rect.u{fill:#f00}")]
    [InlineData("rect:first-of-type{fill:#f00}", "[data-drawing] rect:first-of-type{fill:#f00}")]
    [InlineData("rect[width=\"200\"]{fill:#f00}", "[data-drawing] rect[width=\"200\"]{fill:#f00}")]
    [InlineData("circle:not(.x){fill:#f00}", "[data-drawing] circle:not(.x){fill:#f00}")]
    [InlineData("g:nth-of-type( 2n+1 ) path{fill:#f00}", "[data-drawing] g:nth-of-type( 2n+1 ) path{fill:#f00}")]
    [InlineData(".línea{fill:#f00}", "[data-drawing] .línea{fill:#f00}")]
    [InlineData("@media screen{.m{fill:#f00}}", "[data-drawing] .m{fill:#f00}")]
    [InlineData("@media all , print{.m{fill:#f00}}", "[data-drawing] .m{fill:#f00}")]
    [InlineData("@media print{.m{fill:#f00}}.n{fill:#f00}", "[data-drawing] .n{fill:#f00}")]
    [InlineData("rect{transform:rotate(20deg);transform-box:fill-box;transform-origin:center}",
        "[data-drawing] rect{transform:rotate(20deg);transform-box:fill-box;transform-origin:center}")]
    [InlineData("rect:hover{fill:#f00}", "")]
    [InlineData("svg{background:#123456}", "[data-drawing] svg,svg[data-drawing]{background-color:#123456}")]
    public void What_shows_is_kept(string rule, string left)
    {
        SvgSanitizerResult result = Drawn.Body($"<style>{rule}</style>");
        Assert.Contains($"<style>{left}</style>", Drawn.Settled(result), StringComparison.Ordinal);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_class_of_the_root_reaches_the_root() => Assert.Contains(
        "<style>[data-drawing] .st0,.st0[data-drawing]{fill:#f00}</style>",
        Drawn.Settled(Drawn.Clean("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\" class=\"a st0\">"
            + "<style>.st0{fill:#f00}</style></svg>")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("@media (min-width: 100px){.m{fill:#f00}}", "@media (min-width: 100px)")]
    [InlineData("@font-face{font-family:x;src:url(data:font/woff2;base64,AAAA)}", "@font-face")]
    [InlineData("rect:lang(es){fill:#f00}", "rect:lang(es)")]
    [InlineData("a rect{fill:#f00}", "a rect")]
    [InlineData("rect::before{content:'x'}", "content")]
    [InlineData("rect{--c:#f00;fill:var(--c)}", "--c")]
    [InlineData("g{fill:#f00;&amp; rect{fill:#00f}}", "& rect")]
    [InlineData("g{rect:hover{fill:url(https://example.org/x)}}", "rect:hover")]
    public void What_shows_and_cannot_be_kept_is_told(string rule, string named)
    {
        DrawingFinding finding = Assert.Single(Drawn.Body($"<style>{rule}</style>").Findings);
        Assert.Equal(DrawingFindingKind.LooksDifferent, finding.Kind);
        Assert.Contains(named, finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<style>rect{--c:#f00}</style>")]
    [InlineData("<style>:root{--c:#f00;--d:var(--c)}</style><rect fill=\"var(--e)\"/>")]
    [InlineData("<rect style=\"--c:#f00\"/><rect style=\"fill:var(--C)\"/>")]
    public void A_property_of_its_own_that_nothing_uses_is_not_missed(string body) => Assert.Empty(Drawn.Body(body).Findings);

    [Theory]
    [InlineData("<rect/>\n<style>rect{--c:#f00}</style><rect fill=\"var(--c)\"/>")]
    [InlineData("<rect style=\"fill: var( --c , blue)\"/>\n<style>rect{--c:#f00}</style>")]
    [InlineData("<style>rect{stroke:VAR(--c)}</style>\n<g style=\"--c:#f00\"/>")]
    public void A_property_of_its_own_that_something_uses_is_missed(string body)
    {
        DrawingFinding finding = Assert.Single(Drawn.Body(body).Findings);
        Assert.Equal((DrawingFindingKind.LooksDifferent, 2), (finding.Kind, finding.Line));
        Assert.Contains("taken out: --c.", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_within_a_rule_leaves_nothing_in_the_one_around_it() => Assert.Contains(
        "<style>[data-drawing] g{fill:#f00;opacity:1}</style>",
        Drawn.Settled(Drawn.Body("<style>g{fill:#f00;&amp; rect{fill:#00f;stroke:#00f;x:1};opacity:1}</style>")), StringComparison.Ordinal);

    [Fact]
    public void The_ground_of_the_root_is_the_page_colour()
    {
        string svg = Drawn.Settled(Drawn.Clean(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\" style=\"background-color:#123;fill:#fff\"><rect/></svg>"));
        Assert.Contains("data-pagecolor=\"#112233\"", svg, StringComparison.Ordinal);
        Assert.Contains("style=\"background-color:#123;fill:#fff\"", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void What_depends_on_the_language_of_the_reader_still_does()
    {
        SvgSanitizerResult result = Drawn.Body("<switch><text systemLanguage=\"de\">a</text><text>b</text></switch>");
        Assert.Contains("<text systemLanguage=\"de\">a</text>", Drawn.Settled(result), StringComparison.Ordinal);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void The_middle_of_a_turn_stands_where_it_stood() => Assert.Contains(
        "transform=\"rotate(45)\" transform-origin=\"300 300\"",
        Drawn.Settled(Drawn.Body("<rect transform=\"rotate(45)\" transform-origin=\"300 300\"/>")), StringComparison.Ordinal);
}
