using System.Text;
using Edge.Drawings;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Drawings;

/// <summary>
/// Drawings as their programs write them: what the page shows of the cleaned one is what chromium shows of the file, pixel by pixel, or a
/// finding names what was taken out.
/// </summary>
[Trait("Category", "Slow")]
public sealed class A_cleaned_drawing_looks_as_before(DrawingStage stage) : IClassFixture<DrawingStage>
{
    /// <summary>Asked for is half a percent; what is not lost differs by less than a tenth of one.</summary>
    private const double MayDiffer = 0.002;

    private const string Site = "dialects";

    /// <summary>What cannot be kept of each drawing, in words of its findings. The others lose nothing.</summary>
    private static readonly Dictionary<string, string[]> TakenOut = new()
    {
        ["12-coreldraw"] = ["@font-face"],
        ["16-drawio-html"] = ["(foreignObject)"],
        ["21-style-sheets"] = ["text[data-x]"],
        ["27-polyfill-and-movement"] = ["svg #raiz onload, set, script", "--c", "image #hoja"],
        ["30-parts-elsewhere"] =
        [
            "feImage", "image #logo, use #simbolo", "style", "image #trama", "background-image", "xml-stylesheet",
        ],
    };

    /// <summary>What was taken out of these shows; of the others it matters to other programs only, or hardly.</summary>
    private static readonly string[] Differ = ["16-drawio-html", "27-polyfill-and-movement", "30-parts-elsewhere"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Folder => Repository.PathOf("tests", "Edge.EndToEnd.Tests", "Drawings", "Dialects");

    [Fact]
    public async Task Whichever_program_drew_it()
    {
        string[] paths = [.. Directory.GetFiles(Folder, "*.svg").Order(StringComparer.Ordinal)];
        Assert.True(paths.Length >= 20, $"There are {paths.Length} drawings in {Folder}.");
        Dictionary<string, byte[]> files = paths.ToDictionary(NameOf, File.ReadAllBytes);
        Dictionary<string, SvgSanitizerResult> clean = files.ToDictionary(file => file.Key, file => Clean(file.Value));
        Assert.All(clean, one => Assert.True(one.Value.Svg is not null, $"{one.Key}: {Said(one.Value)}"));
        using SideBySide both = await PublishedAsync(Site, clean.ToDictionary(one => ScreenOf(one.Key), one => one.Value.Svg!));

        List<string> wrong = [];
        foreach ((string name, byte[] file) in files)
        {
            string[] taken = TakenOut.GetValueOrDefault(name, []);
            string said = Said(clean[name]);
            wrong.AddRange(
                taken.Where(what => !said.Contains(what, StringComparison.Ordinal)).Select(what => $"{name}: no '{what}' in {said}"));
            if (taken.Length == 0 && clean[name].Findings.Any(finding => finding.Kind < DrawingFindingKind.Information))
            {
                wrong.Add($"{name} loses nothing, and yet: {said}");
            }

            double share = await both.DifferenceAsync(Site, ScreenOf(name), file);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {share:P3}");
            if (share > MayDiffer != Differ.Contains(name))
            {
                wrong.Add($"{name} differs by {share:P3}; its findings: {said}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The drawings of the utility, where they are on this machine.</summary>
    [Theory]
    [InlineData("UnifilarE4.svg")]
    [InlineData("Trelew.svg")]
    public async Task In_a_real_station(string file)
    {
        string path = Repository.SharedData(file) ?? "";
        Assert.SkipWhen(path.Length == 0, $"The real drawing {file} (../shared/data) is not on this machine.");
        byte[] drawing = await File.ReadAllBytesAsync(path, Stop);
        string site = NameOf(path).ToLowerInvariant();
        using SideBySide both = await PublishedAsync(site, new Dictionary<string, string> { ["REAL"] = Clean(drawing).Svg! });
        Assert.InRange(await both.DifferenceAsync(site, "REAL", drawing), 0, MayDiffer);
    }

    /// <summary>The comparison sees a single thing that is lost: a marker, a line of a style sheet, a filter, a clip, words.</summary>
    [Theory]
    [InlineData("01-inkscape-0.48", "marker-end:url(#Arrow1Lend)", "")]
    [InlineData("06-illustrator-cc", "stroke-dasharray:0.1,12", "")]
    [InlineData("13-visio", "filter:url(#filter_2)", "")]
    [InlineData("14-figma", "mask-type:alpha", "")]
    [InlineData("09-qcad", "BARRA 33", "BARRA 3")]
    [InlineData("24-filters", "fr=\".1\"", "")]
    public async Task And_nothing_can_be_lost_unseen(string name, string kept, string lost)
    {
        byte[] file = await File.ReadAllBytesAsync(Path.Combine(Folder, $"{name}.svg"), Stop);
        string whole = Clean(file).Svg!;
        Assert.Contains(kept, whole, StringComparison.Ordinal);
        string site = $"lost-{name[..2]}";
        Dictionary<string, string> shown = new() { ["LESS"] = whole.Replace(kept, lost, StringComparison.Ordinal) };
        using SideBySide both = await PublishedAsync(site, shown);
        double share = await both.DifferenceAsync(site, "LESS", file);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {share:P3}");
        Assert.InRange(share, MayDiffer, 1);
    }

    private static SvgSanitizerResult Clean(byte[] file) => SvgSanitizer.Sanitize(new MemoryStream(file), new SvgSanitizerOptions());

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>A screen has a short name.</summary>
    private static string ScreenOf(string name) => $"D{name[..2]}";

    private static string Said(SvgSanitizerResult result) =>
        new StringBuilder().AppendJoin(" | ", result.Findings.Select(finding => $"{finding.Kind}: {finding.Text}")).ToString();

    private async Task<SideBySide> PublishedAsync(string site, Dictionary<string, string> drawings)
    {
        await stage.PublishAsync(site, drawings, []);
        string first = drawings.Keys.First();
        IPage page = await stage.OpenAsync(site, first);
        _ = await DrawingStage.ShownAsync(page, first);
        return new SideBySide(stage, page);
    }
}
