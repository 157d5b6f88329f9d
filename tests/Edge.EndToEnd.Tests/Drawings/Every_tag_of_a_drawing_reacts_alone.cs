using System.Text;
using System.Xml.Linq;
using Edge.Drawings;
using Edge.Profiles;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>
/// The import's drawings in a real browser, one tag after another: everything with the tag changes as the file says by the rules of the
/// workbook, nothing else does, no text moves, and afterwards all is as it was drawn.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Every_tag_of_a_drawing_reacts_alone(DrawingStage stage) : IClassFixture<DrawingStage>
{
    private const string Fill = "#12ab34";
    private const string Line = "#ab12cd";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// The drawings of the utility, where they are on this machine. One group there holds nothing but a part with a tag of its own.
    /// </summary>
    [Theory]
    [InlineData("UnifilarE4.svg", "E4", 180, "E4289S02")]
    [InlineData("Trelew.svg", "TW", 1)]
    public async Task In_the_drawings_of_a_real_station(string file, string screen, int tags, params string[] empty)
    {
        string drawing = Repository.SharedData(file) ?? "", workbook = Repository.SharedData("estacion-e4.xls") ?? "";
        Assert.SkipWhen(drawing.Length == 0 || workbook.Length == 0,
            $"The real drawing {file} and its workbook (../shared/data) are not on this machine.");
        ProfileImportResult import = ProfileImporter.Import(workbook, new ProfileImportOptions());
        string svg = import.Profile!.Screens.Single(one => one.Name == screen).Svg!;
        Assert.Equal(tags, await EachTagAsync(drawing, svg, screen, empty));
    }

    /// <summary>
    /// What the real ones lack: pieces with a tag, <c>nopaint</c> everywhere, letters with an outline, groups of letters, clones.
    /// </summary>
    [Fact]
    public async Task In_a_drawing_that_has_every_case_of_the_rules()
    {
        using TemporaryFolder own = new();
        string drawing = own.At("rules.svg");
        await File.WriteAllTextAsync(drawing, SmallDrawing.Svg, Stop);
        SvgSanitizerResult clean = SvgSanitizer.Sanitize(
            new MemoryStream(Encoding.UTF8.GetBytes(SmallDrawing.Svg)), new SvgSanitizerOptions());
        Assert.Equal(SmallDrawing.Reactions.Count, await EachTagAsync(drawing, clean.Svg!, "RULES"));
    }

    /// <summary>The rules as the tests apply them, against what a person reads off the small drawing.</summary>
    [Fact]
    public void The_rules_are_those_that_a_person_reads_off_a_drawing()
    {
        Dictionary<string, Reaction> worked = new DrawingRules(XDocument.Parse(SmallDrawing.Svg)).Reactions;
        Assert.Equal(SmallDrawing.Reactions.Keys.Order(), worked.Keys.Order());
        Assert.All(SmallDrawing.Reactions, tag => Assert.Equal(tag.Value, SmallDrawing.Say(worked[tag.Key])));
    }

    /// <summary>A number whose last digits nobody can read is another number.</summary>
    [Fact]
    public async Task Words_longer_than_their_box_are_set_narrower_and_begin_where_they_did()
    {
        const string svg =
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" font-family="sans-serif" font-size="14">
              <rect width="300" height="200" fill="#000000"/>
              <rect id="box" x="10" y="10" width="60" height="20" fill="#ffffff"/>
              <text tag="VALUE" x="20" y="25" fill="#000000"><tspan id="value">3,45</tspan></text>
              <text tag="FREE" x="20" y="80" fill="#ffffff"><tspan id="free">3,45</tspan></text>
            </svg>
            """;
        ILocator shown = await stage.ShowAsync("narrow", "NARROW", svg, ["VALUE", "FREE"]);
        double[] before = await EdgesAsync(shown, "value");
        double[] free = await EdgesAsync(shown, "free");
        double[] box = await EdgesAsync(shown, "box");
        foreach (string tag in (string[])["VALUE", "FREE"])
        {
            await stage.PaintAsync("narrow", tag, "123456.78", "#000000", "#000000");
        }

        await Assertions.Expect(shown.Locator("#value")).ToHaveAttributeAsync("textLength", new System.Text.RegularExpressions.Regex("."));
        await Assertions.Expect(shown.Locator("#free")).ToHaveTextAsync("123456.78");
        double[] after = await EdgesAsync(shown, "value");
        Assert.Equal(before[0], after[0], 0.5);
        Assert.InRange(after[1], before[1], box[1]);
        Assert.True((await EdgesAsync(shown, "free"))[1] > free[1] + (after[1] - before[1]), "Nothing limits what stands in no box.");

        await stage.AsDrawnAsync("narrow", "VALUE");
        await Assertions.Expect(shown.Locator("#value")).ToHaveTextAsync("3,45");
        Assert.Equal(before, await EdgesAsync(shown, "value"));
    }

    private static Task<double[]> EdgesAsync(ILocator drawing, string id) => drawing.EvaluateAsync<double[]>(
        "(svg, id) => { const box = svg.getElementById(id).getBoundingClientRect(); return [box.left, box.right]; }", id);

    private async Task<int> EachTagAsync(string drawing, string svg, string screen, params string[] empty)
    {
        string site = screen.ToLowerInvariant();
        string[] colours = [SeenDrawing.ColourOf(Fill), SeenDrawing.ColourOf(Line)];
        Dictionary<string, Reaction> reactions = new DrawingRules(XDocument.Load(drawing, LoadOptions.PreserveWhitespace)).Reactions;
        Dictionary<string, Part> original = await new SeenDrawing(await stage.Browser.OpenAsync(new Uri(drawing))).LookAsync();
        Assert.DoesNotContain(original.Values, part => colours.Contains(part.Fill) || colours.Contains(part.Stroke));

        SeenDrawing shown = new(await stage.ShowAsync(site, screen, svg, reactions.Keys));
        Assert.Empty(await shown.DifferencesAsync(Reaction.None, Fill, Line));
        string[] lost = [.. SeenDrawing.Lost(original, await shown.LookAsync())];
        Assert.True(lost.Length == 0, string.Join("\n", lost));

        Assert.Equal(empty, reactions.Where(one => one.Value.IsNothing).Select(one => one.Key));
        List<string> wrong = [];
        string? last = null;
        foreach ((string tag, Reaction reaction) in reactions)
        {
            if (last is not null)
            {
                await stage.AsDrawnAsync(site, last);
            }

            await stage.PaintAsync(site, last = tag, DrawingRules.Written, Fill, Line);
            wrong.AddRange((await shown.DifferencesAsync(reaction, Fill, Line)).Select(difference => $"{tag}: {difference}"));
            Assert.True(wrong.Count < 20, string.Join('\n', wrong));
        }

        await stage.AsDrawnAsync(site, last!);
        wrong.AddRange(await shown.DifferencesAsync(Reaction.None, Fill, Line));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        return reactions.Count;
    }
}
