using System.Text;

namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 60: the cleaner of style sheets was quadratic; many clones were refused as endless.</summary>
[Trait("Category", "Slow")]
public sealed class Fault_60_Cleaning_a_drawing_takes_a_time_that_grows_with_its_length
{
    private const int Megabyte = 1024 * 1024;

    // Each took minutes at this length, and takes a second.
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
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
    [InlineData("a{", "b{fill:red;", "}")]
    [InlineData("", ":not(", "{fill:red}")]
    [InlineData("", "[a", "]{fill:red}")]
    [InlineData("", "a b&gt;c~d+", "{fill:red}")]
    public async Task A_style_sheet_of_three_megabytes_is_cleaned_at_once(string before, string piece, string after)
    {
        string sheet = before + string.Concat(Enumerable.Repeat(piece, 3 * Megabyte / piece.Length)) + after;
        SvgSanitizerResult result = await Task.Run(() => Drawn.Body($"<style>{sheet}</style>"), TestContext.Current.CancellationToken);
        Assert.True(result.Svg is not null || result.Findings.Length == 1);
    }

    [Theory(Timeout = Limit)]
    [InlineData("style")]
    [InlineData("fill")]
    public async Task So_are_the_attributes_of_a_shape(string attribute)
    {
        foreach (string piece in (string[])["url", "url(#a);", "url(", "/*", "fill:(", "marker-mid:url(#a);"])
        {
            string value = string.Concat(Enumerable.Repeat(piece, 3 * Megabyte / piece.Length));
            SvgSanitizerResult result = await Task.Run(
                () => Drawn.Body($"<rect {attribute}=\"{value}\"/>"), TestContext.Current.CancellationToken);
            Assert.Empty(result.Tags);
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

    [Theory]
    [InlineData(16, null)]
    [InlineData(17, "more than 16 deep")]
    public void Repetitions_in_each_other_are_sixteen_deep_at_most(int depth, string? refused)
    {
        string chain = string.Concat(Enumerable.Range(1, depth).Select(i => $"<use id=\"n{i}\" href=\"#n{i - 1}\"/>"));
        SvgSanitizerResult result = Drawn.Body("<path id=\"n0\" d=\"M0 0h1\"/>" + chain);
        Assert.Equal(refused is null, result.Findings.IsEmpty);
        Assert.Contains(refused ?? "", result.Findings.FirstOrDefault()?.Text.ToString() ?? "", StringComparison.Ordinal);
    }
}
