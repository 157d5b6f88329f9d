using System.Text;

namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 60: the cleaner of style sheets was quadratic; many clones were refused as endless.</summary>
public sealed class Fault_60_Cleaning_a_drawing_takes_a_time_that_grows_with_its_length
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>Each took minutes at this length: a test that does not end fails by the limit of its run.</summary>
    [Theory]
    [InlineData("", "a{fill:red}", "")]
    [InlineData("", "a,", "{fill:red}")]
    [InlineData("", "@media screen{", "")]
    [InlineData("", "@x ", "")]
    [InlineData("", "@x{", "")]
    [InlineData("", "@import 'a", "")]
    [InlineData("", "/*", "")]
    [InlineData("", "'", "")]
    [InlineData("", ";", "{")]
    [InlineData("", "}", "")]
    [InlineData("a{fill:", "url", "}")]
    [InlineData("a{fill:", "url (#a) ", "}")]
    [InlineData("a{", "fill:url(#a);", "}")]
    [InlineData("a{", "fill:(", "}")]
    [InlineData("", ":not(", "{fill:red}")]
    [InlineData("", "[a", "]{fill:red}")]
    [InlineData("", "a b&gt;c~d+", "{fill:red}")]
    public void A_style_sheet_of_three_megabytes_is_cleaned_at_once(string before, string piece, string after)
    {
        string sheet = before + string.Concat(Enumerable.Repeat(piece, 3 * Megabyte / piece.Length)) + after;
        SvgSanitizerResult result = Drawn.Body($"<style>{sheet}</style>");
        Assert.True(result.Svg is not null || result.Findings.Length == 1);
    }

    [Theory]
    [InlineData("style")]
    [InlineData("fill")]
    public void So_are_the_attributes_of_a_shape(string attribute)
    {
        foreach (string piece in (string[])["url", "url(#a);", "url(", "/*", "fill:(", "marker-mid:url(#a);"])
        {
            string value = string.Concat(Enumerable.Repeat(piece, 3 * Megabyte / piece.Length));
            Assert.Empty(Drawn.Body($"<rect {attribute}=\"{value}\"/>").Tags);
        }
    }

    [Fact]
    public void Thousands_of_clones_are_no_endless_repetition()
    {
        SvgSanitizerResult result = Drawn.Body(
            "<defs><path id=\"a\" d=\"M0 0h1\"/></defs>"
            + string.Concat(Enumerable.Range(0, 9000).Select(i => $"<use href=\"#a\" x=\"{i}\"/>")));
        Assert.NotNull(result.Svg);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void A_chain_of_thousands_of_clones_is_refused_and_breaks_nothing()
    {
        var body = new StringBuilder("<path id=\"n0\" d=\"M0 0h1\"/>");
        for (int i = 1; i < 40_000; i++)
        {
            body.Append($"<use id=\"n{i}\" href=\"#n{i - 1}\"/>");
        }

        Assert.Null(Drawn.Body(body.ToString()).Svg);
    }
}
