using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit.Proxies;

namespace Edge.EndToEnd.Tests.Room;

/// <summary>The whole chain below a path of a host, behind nginx with TLS by the lines of docs/install-centre.md, in a browser.</summary>
[Trait("Category", "Slow")]
public sealed class The_site_lives_under_a_path
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drawings_alarms_and_addresses_are_below_it()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(
            Stop, settings: [("Http__PathBase", "/scada"), ("Proxies__Known__0", "127.0.0.1")]);
        await using Nginx nginx = await Nginx.OfTheDocumentAsync(whole.Address, "nginx under a path");
        await using Browser browser = await Browser.StartAsync(trusts: nginx.Fingerprint);
        Uri site = new(nginx.Address, "/scada/");
        IPage page = await browser.LogInAsync(site, WholeSystem.User, WholeSystem.Password);
        List<string> beside = [];
        page.Request += (_, request) =>
        {
            // Pictures of the page itself have no address.
            if (request.Url.StartsWith("http", StringComparison.Ordinal)
                && !request.Url.StartsWith(site.ToString(), StringComparison.Ordinal))
            {
                beside.Add(request.Url);
            }
        };
        await Assertions.Expect(page.GetByTestId("diagram")).ToHaveAttributeAsync("data-stale", "false");
        _ = await whole.Field.TellAsync("trip T1 87", Stop);
        await page.GetByTestId("strip").GetByTestId("acknowledge").First.ClickAsync();
        await page.GetByTestId("rail-alarms").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/scada/alarms"));
        await Assertions.Expect(page.Locator("[role=row][data-state]").First).ToBeVisibleAsync();

        // An address that was mailed opens as it is, and stays live.
        await page.GotoAsync(new Uri(site, $"diagram?site={WholeSystem.Site}&screen=LA").ToString());
        await Assertions.Expect(page.GetByTestId("diagram")).ToHaveAttributeAsync("data-screen", "LA");
        await Assertions.Expect(page.GetByTestId("diagram")).ToHaveAttributeAsync("data-stale", "false");
        await ControlRoom.LookAsync(page, "under-a-path");
        Assert.Empty(beside);
    }
}
