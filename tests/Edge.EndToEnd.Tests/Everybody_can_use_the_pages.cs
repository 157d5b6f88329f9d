using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests;

/// <summary>Each page of the site in both themes, with a station that has alarms: axe finds nothing serious.</summary>
[Trait("Category", "Slow")]
public sealed class Everybody_can_use_the_pages
{
    private static readonly string[] Pages =
    [
        "/diagram?site=los-alamos", "/alarms", "/alarm-statistics", "/events?site=los-alamos",
        "/trends?site=los-alamos&tags=LA1VV_01,LAA52A01", "/stations", "/users", "/tokens",
        "/notifications", "/audit", "/account",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Axe_finds_nothing_serious()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        _ = await whole.Field.TellAsync("trip F3 51 permanent", Stop);
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.Administrator, WholeSystem.Password);
        await Assertions.Expect(page.GetByTestId("strip")).ToContainTextAsync("alimentador 3");
        List<string> found = [];
        foreach (string path in Pages)
        {
            await ShowAsync(ColorScheme.Dark);
            await page.GotoAsync(new Uri(whole.Address, path).ToString());
            await Assertions.Expect(page.Locator("main").First).ToBeVisibleAsync();
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            Note("dark", path, await page.RunAxe());

            // What a theme changes are colours.
            await ShowAsync(ColorScheme.Light);
            Note("light", path, await page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Rules("color-contrast") }));
        }

        Assert.Empty(found);

        Task ShowAsync(ColorScheme theme) =>
            page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });

        void Note(string theme, string path, AxeResult result) => found.AddRange(result.Violations
            .Where(one => one.Impact is "serious" or "critical")
            .Select(one => $"{theme} {path}: {one.Id}, {one.Help}: " + string.Join(" | ", one.Nodes.Take(3).Select(node => node.Html))));
    }
}
