using Edge.EndToEnd.Tests.Drawings;
using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Faults;

/// <summary>
/// Faults 5, 26, 27, 28, 46 and 59 as a reader sees them: drawings straight from the broker, on the page of a real dashboard.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Fault_05_No_style_sheet_of_a_drawing_hides_the_marks(DrawingStage stage) : IClassFixture<DrawingStage>
{
    private const string Open = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 300\" font-size=\"20\">";

    [Fact]
    public async Task Nor_does_it_leave_its_frame()
    {
        ILocator shown = await stage.ShowAsync(
            "marks", "MARKS",
            Open + "<style>.marks,.hatch,[data-mark]{display:none!important} :host{position:fixed;inset:0;opacity:0} "
            + "*{pointer-events:none!important} ~ *{display:none} .zoom{display:none}</style>"
            + "<rect id=\"r\" tag=\"R\" x=\"50\" y=\"50\" width=\"100\" height=\"60\" fill=\"#b9820b\"/></svg>",
            ["R"]);
        ILocator diagram = shown.Page.GetByTestId("diagram");
        await stage.SetAsync("marks", "R", new { text = "0", quality = "bad", time = DrawingStage.Now });
        await Assertions.Expect(diagram.Locator(".marks [data-mark=bad]")).ToBeVisibleAsync();
        await stage.SetAsync("marks", "R", new { text = "0", quality = "stale", time = DrawingStage.Now });
        await Assertions.Expect(diagram.Locator(".marks [data-mark=stale]")).ToBeVisibleAsync();
        await Assertions.Expect(diagram.Locator(".zoom")).ToBeVisibleAsync();
        Assert.Equal(0, await shown.Locator(".marks, [data-mark]").CountAsync());
        await shown.Locator("#r").ClickAsync();
        await Assertions.Expect(shown.Page.GetByTestId("side-panel")).ToBeVisibleAsync();
    }

    /// <summary>Fault 59: the colour of the gateway shows.</summary>
    [Fact]
    public async Task Nor_does_it_freeze_a_colour()
    {
        ILocator shown = await stage.ShowAsync(
            "frozen", "FROZEN",
            Open + "<style>.fijo{fill:#00ff00 !important}</style>"
            + "<rect id=\"r\" class=\"fijo\" tag=\"R\" width=\"90\" height=\"60\"/></svg>",
            ["R"]);
        await stage.PaintAsync("frozen", "R", "", "#12ab34", "#ab12cd");
        await Assertions.Expect(shown.Locator("#r")).ToHaveCSSAsync("fill", SeenDrawing.ColourOf("#12ab34"));
    }

    /// <summary>Fault 27: a clone takes the colours of its tag, its original keeps its own.</summary>
    [Fact]
    public async Task A_clone_takes_the_colours_of_its_tag()
    {
        ILocator shown = await stage.ShowAsync(
            "clone", "CLONE",
            Open + "<style>.k{fill:#00ff00}</style><defs><g id=\"o\"><rect class=\"k\" width=\"90\" height=\"60\"/></g></defs>"
            + "<use id=\"u\" tag=\"U\" href=\"#o\" x=\"20\" y=\"20\"/><use id=\"v\" href=\"#o\" x=\"200\" y=\"20\"/></svg>",
            ["U"]);
        await stage.PaintAsync("clone", "U", "", "#12ab34", "#ab12cd");
        string copy = (await shown.Locator("#u").GetAttributeAsync("href"))!;
        Assert.NotEqual("#o", copy);
        await Assertions.Expect(shown.Locator($"{copy} rect")).ToHaveCSSAsync("fill", SeenDrawing.ColourOf("#12ab34"));
        Assert.Equal("#12ab34", await Pixels.ColourAsync(stage.Browser, await shown.ScreenshotAsync(), 65.0 / 400, 50.0 / 300));
        Assert.Equal("#00ff00", await Pixels.ColourAsync(stage.Browser, await shown.ScreenshotAsync(), 245.0 / 400, 50.0 / 300));
    }

    /// <summary>Fault 26: what has no size is shown whole.</summary>
    [Fact]
    public async Task A_drawing_as_large_as_its_window_is_shown_whole()
    {
        ILocator shown = await stage.ShowAsync(
            "percent", "PERCENT",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"100%\"><rect width=\"760\" height=\"560\"/>"
            + "<circle id=\"far\" tag=\"C\" cx=\"900\" cy=\"700\" r=\"80\"/></svg>",
            ["C"]);
        Assert.True(await shown.EvaluateAsync<bool>(
            """
            svg => {
              const page = svg.getBoundingClientRect(), far = svg.getElementById('far').getBoundingClientRect();
              return far.left > page.left && far.right <= page.right && far.bottom <= page.bottom && far.width > 20;
            }
            """));
    }

    /// <summary>Fault 28: other words run on freely; what is hidden has no mark.</summary>
    [Fact]
    public async Task New_digits_do_not_overlap_and_what_is_hidden_has_no_mark()
    {
        ILocator shown = await stage.ShowAsync(
            "digits", "DIGITS",
            Open + "<text tag=\"T\" y=\"50\"><tspan id=\"t\" x=\"20 22 24\">1 2</tspan></text>"
            + "<g style=\"display:none\"><rect tag=\"H\" x=\"50\" y=\"50\" width=\"50\" height=\"50\"/></g></svg>",
            ["T", "H"]);
        await stage.PaintAsync("digits", "T", "104.25", "#000000", "#000000");
        await Assertions.Expect(shown.Locator("#t")).ToHaveTextAsync("104.25");
        Assert.True(await shown.EvaluateAsync<bool>(
            """
            svg => {
              const text = svg.getElementById('t');
              return [1, 2, 3, 4, 5].every(at => text.getStartPositionOfChar(at).x >= text.getEndPositionOfChar(at - 1).x - 0.01);
            }
            """));
        await stage.SetAsync("digits", "H", new { text = "0", quality = "bad", time = DrawingStage.Now });
        await stage.SetAsync("digits", "T", new { text = "1", quality = "bad", time = DrawingStage.Now });
        ILocator marks = shown.Page.GetByTestId("diagram").Locator(".marks [data-mark=bad]");
        await Assertions.Expect(marks).ToHaveCountAsync(1);
    }

    /// <summary>Fault 46: letters of 100 units are as wide as in the drawing's own face (its advance widths, of 2048 units).</summary>
    [Theory]
    [InlineData("Arial", "normal", "0123456789", 11390)]
    [InlineData("Arial", "bold", "0123456789", 11390)]
    [InlineData("Arial", "normal", "Falta", 4553)]
    [InlineData("Arial", "bold", "Falta", 4780)]
    [InlineData("Helvetica", "normal", "0123456789", 11390)]
    [InlineData("Helvetica", "bold", "0123456789", 11390)]
    [InlineData("Helvetica", "normal", "Falta", 4553)]
    [InlineData("Helvetica", "bold", "Falta", 4780)]
    [InlineData("Verdana", "normal", "0123456789", 13020)]
    [InlineData("Verdana", "bold", "0123456789", 14560)]
    [InlineData("Tahoma", "normal", "0123456789", 11180)]
    [InlineData("Tahoma", "bold", "0123456789", 13050)]
    public async Task Letters_are_as_wide_as_in_the_face_of_the_drawing(string face, string weight, string text, int units)
    {
        string site = face.ToLowerInvariant();
        ILocator shown = await stage.ShowAsync(
            site, "FACE",
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 200\">"
            + $"<text id=\"t\" tag=\"T\" x=\"5\" y=\"120\" style=\"font-family:{face};font-weight:{weight};"
            + $"font-size:100px\">{text}</text></svg>",
            ["T"]);
        double width = await shown.EvaluateAsync<double>(
            "async svg => { await document.fonts.ready; return svg.getElementById('t').getComputedTextLength(); }");
        double expected = 100 * units / 2048.0;
        Assert.InRange(width, expected * 0.99, expected * 1.01);
    }
}
