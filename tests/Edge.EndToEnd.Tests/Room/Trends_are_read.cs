using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Room;

/// <summary>What the simulator measures is a curve of the page of trends, over the whole chain.</summary>
[Trait("Category", "Slow")]
public sealed partial class Trends_are_read
{
    private const string Tag = "LA1VV_01";

    /// <summary>How many columns of the canvas in a row have ink of the first curve, or none: 40 with, -12 without.</summary>
    private const string Runs = """
        canvas => {
          const ink = getComputedStyle(document.documentElement).getPropertyValue('--tag-1').trim();
          const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16));
          const { width, height } = canvas;
          const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
          const runs = [];
          for (let x = 0; x < width; x++) {
            let inked = false;
            for (let y = 0; y < height && !inked; y++) {
              const at = (y * width + x) * 4;
              inked = Math.abs(data[at] - r) < 8 && Math.abs(data[at + 1] - g) < 8 && Math.abs(data[at + 2] - b) < 8;
            }
            const last = runs.at(-1) ?? 0;
            if (runs.length > 0 && (last > 0) === inked) {
              runs[runs.length - 1] += inked ? 1 : -1;
            } else {
              runs.push(inked ? 1 : -1);
            }
          }
          return runs;
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_measurement_is_a_curve_and_an_outage_is_a_gap()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.User, WholeSystem.Password);
        await page.GetByTestId("rail-trends").ClickAsync();
        await page.GetByTestId("trend-add").ClickAsync();
        await page.Locator("trend-tags input[type=search]").FillAsync("tension barra a");
        await page.Locator($"trend-tags input[name={Tag}]").CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page).ToHaveURLAsync(Chosen());
        await Assertions.Expect(page.Locator($"trend-legend [data-tag={Tag}] .value")).ToContainTextAsync("kV");

        await page.GotoAsync(new Uri(whole.Address, $"/trends?site={WholeSystem.Site}&tags={Tag}&span=1m").ToString());
        ILocator canvas = page.Locator("trend-plot canvas");
        await Eventually.TrueAsync(async () => (await RunsAsync(canvas)).Any(run => run > 60), "a curve", Stop);
        await IsUsableAsync(page);

        // What is shown is a table too.
        IDownload table = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("trend-csv").ClickAsync());
        string[] rows = (await File.ReadAllTextAsync((await table.PathAsync())!, Stop)).Split("\r\n");
        Assert.Contains($"{Tag}: máximo (kV)", rows[0], StringComparison.Ordinal);
        Assert.Contains(rows[1..], row => row.Contains(",13.", StringComparison.Ordinal));

        // While its gateway is away the curve ends, and the page says so; afterwards the time between is empty.
        await whole.Gateway.StopAsync(Stop);
        await Assertions.Expect(page.GetByTestId("trend-trouble")).ToContainTextAsync("Sin datos nuevos");
        await ControlRoom.LookAsync(page, "trend-cut");
        await Eventually.TrueAsync(
            async () => (await RunsAsync(canvas)) is [.., < -60], "nothing is drawn up to now", Stop, TimeSpan.FromMinutes(1));
        whole.Gateway.Start();
        await Assertions.Expect(page.GetByTestId("trend-trouble")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await Eventually.TrueAsync(
            async () => HasGap(await RunsAsync(canvas)), "a curve, a gap, and a curve", Stop, TimeSpan.FromMinutes(1));
        await ControlRoom.LookAsync(page, "trend-gap");

        // A drag is a time that stands, in the address; Escape goes back.
        LocatorBoundingBoxResult box = (await page.Locator("trend-plot .u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 50);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.9f), box.Y + 60, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Stands());
        await page.Locator("trend-plot .place").FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page).ToHaveURLAsync(Moves());
    }

    private static async Task IsUsableAsync(IPage page)
    {
        foreach (ColorScheme theme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            AxeResult axe = await page.RunAxe();
            Assert.Empty(axe.Violations.Where(one => one.Impact is "serious" or "critical").Select(one => $"{theme} {one.Id}: {one.Help}"));
        }
    }

    private static bool HasGap(int[] runs) => Enumerable.Range(1, Math.Max(0, runs.Length - 2))
        .Any(at => runs[at] < -20 && runs[at - 1] > 3 && runs[at + 1] > 3);

    private static Task<int[]> RunsAsync(ILocator canvas) => canvas.EvaluateAsync<int[]>(Runs);

    [GeneratedRegex($"/trends\\?.*tags={Tag}")]
    private static partial Regex Chosen();

    [GeneratedRegex("from=20.*&to=20")]
    private static partial Regex Stands();

    [GeneratedRegex("span=1m$")]
    private static partial Regex Moves();
}
