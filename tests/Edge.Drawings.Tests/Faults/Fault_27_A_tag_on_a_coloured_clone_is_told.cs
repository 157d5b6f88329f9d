namespace Edge.Drawings.Tests.Faults;

/// <summary>Fault 27: a clone keeps the colours of its original whatever its tag says, and nobody was told.</summary>
public sealed class Fault_27_A_tag_on_a_coloured_clone_is_told
{
    [Theory]
    [InlineData("<rect id=\"o\" fill=\"#f00\"/>", true)]
    [InlineData("<rect id=\"o\" style=\"stroke:#f00\"/>", true)]
    [InlineData("<symbol id=\"o\"><g><rect style=\"fill: #f00\"/></g></symbol>", true)]
    [InlineData("<style>.k{fill:#f00}</style><g id=\"o\"><rect class=\"k\"/></g>", true)]
    [InlineData("<rect id=\"p\" fill=\"#f00\"/><use id=\"o\" href=\"#p\"/>", true)]
    [InlineData("<rect id=\"o\"/><rect fill=\"#f00\"/>", false)]
    [InlineData("<rect id=\"o\" fill=\"none\"/>", false)]
    [InlineData("<style>.k{fill:#f00}</style><g id=\"o\"><rect/></g>", false)]
    public void Where_the_original_has_colours_of_its_own(string original, bool told)
    {
        DrawingFinding[] found =
        [
            .. Drawn.Body(original + "\n<use tag=\"E1\" href=\"#o\"/>").Findings
                .Where(one => one.Text.ToString().Contains("clone", StringComparison.Ordinal)),
        ];
        Assert.Equal(told ? [(DrawingFindingKind.Information, 2)] : [], found.Select(one => (one.Kind, one.Line!.Value)));
    }
}
