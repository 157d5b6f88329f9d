namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 26: a drawing as large as its window, without a view box, was cropped in silence.</summary>
public sealed class Fault_26_A_drawing_without_a_size_is_told
{
    [Theory]
    [InlineData("width=\"100%\" height=\"100%\"", 1)]
    [InlineData("", 0)]
    [InlineData("width=\"800\"", 1)]
    [InlineData("width=\"20em\" height=\"10em\"", 1)]
    [InlineData("width=\"100%\" height=\"100%\" viewBox=\"0 0 4 3\"", 0)]
    [InlineData("width=\"20cm\" height=\"100\"", 0)]
    public void Only_a_view_box_or_units_say_how_large_it_is(string size, int findings)
    {
        SvgSanitizerResult result = Drawn.Clean($"<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><rect/></svg>");
        Assert.Equal(findings, result.Findings.Count(finding => finding.Text.ToString().Contains("how large", StringComparison.Ordinal)));
    }
}
