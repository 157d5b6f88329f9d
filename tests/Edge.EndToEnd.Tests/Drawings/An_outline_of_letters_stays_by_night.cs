using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>
/// On a dark page letters get a dark outline, for those on a bright shape. A piece of a text that has an outline keeps it, also where the
/// text around it has none.
/// </summary>
[Trait("Category", "Slow")]
public sealed class An_outline_of_letters_stays_by_night(DrawingStage stage) : IClassFixture<DrawingStage>
{
    [Theory]
    [InlineData(ColorScheme.Dark, "rgb(20, 20, 20)", "rgb(255, 96, 96)")]
    [InlineData(ColorScheme.Light, "rgba(0, 0, 0, 0)", "rgb(255, 96, 96)")]
    public async Task Of_a_piece_in_a_text_without_one(ColorScheme scheme, string bare, string outlined)
    {
        string site = $"outline-{scheme}".ToLowerInvariant();
        ILocator shown = await stage.ShowAsync(
            site, "OUT",
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" font-family="sans-serif" font-size="40">
              <style>.o{stroke:#ff6060;stroke-linejoin:bevel}</style>
              <text id="text" x="10" y="60">52 <tspan id="kept" tag="K" style="stroke:#ff6060;stroke-width:3px">kA</tspan> <tspan
                id="classed" class="o">kV<tspan id="inner">!</tspan></tspan> <tspan id="plain">33</tspan></text>
              <text id="other" x="10" y="120" stroke="#ff6060">13 <tspan id="none" stroke="none">kV</tspan></text>
            </svg>
            """,
            ["K"]);
        await shown.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        (string Id, string Stroke, string Width, string Order)[] expected =
        [
            ("text", bare, "7.2px", "stroke"), ("plain", bare, "7.2px", "stroke"), ("none", bare, "7.2px", "stroke"),
            ("kept", outlined, "3px", "normal"), ("classed", outlined, "1px", "normal"), ("inner", outlined, "1px", "normal"),
            ("other", outlined, "1px", "normal"),
        ];
        foreach ((string id, string stroke, string width, string order) in expected)
        {
            ILocator letters = shown.Locator($"#{id}");
            await Assertions.Expect(letters).ToHaveCSSAsync("stroke", stroke);
            await Assertions.Expect(letters).ToHaveCSSAsync("stroke-width", width);
            await Assertions.Expect(letters).ToHaveCSSAsync("paint-order", order);
        }
    }
}
