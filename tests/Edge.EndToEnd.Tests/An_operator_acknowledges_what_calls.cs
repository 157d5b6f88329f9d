using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>From a protection that operates to the alarm that is over, in a real browser.</summary>
[Trait("Category", "Slow")]
public sealed partial class An_operator_acknowledges_what_calls
{
    private const string Trip = "Disparo diferencial transformador T1";
    private const string Calm = "Sin alarmas por reconocer";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trip_calls_on_every_page_until_it_is_acknowledged()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.User, WholeSystem.Password);
        ILocator strip = page.GetByTestId("strip");
        await Assertions.Expect(page.GetByTestId("diagram")).ToHaveAttributeAsync("data-stale", "false");

        // The transformer is locked out: nothing recloses and trips again.
        _ = await whole.Field.TellAsync("trip T1 87", Stop);
        await Assertions.Expect(strip.GetByTestId("acknowledge")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveTitleAsync(Counted());
        await page.GetByTestId($"rail-site-{WholeSystem.Site}").ClickAsync();
        await Assertions.Expect(page.GetByTestId("diagram").Locator(".marks [data-mark=call]").First).ToBeAttachedAsync();

        await page.GetByTestId("rail-alarms").ClickAsync();
        ILocator row = page.Locator("[role=row][data-state]").Filter(new LocatorFilterOptions { HasText = Trip });
        await Assertions.Expect(row).ToContainTextAsync("sin reconocer");
        await row.GetByText(Trip).ClickAsync();
        ILocator panel = page.GetByTestId("alarm-panel");
        await panel.GetByTestId("acknowledge").ClickAsync();
        await Assertions.Expect(panel).ToContainTextAsync($"Reconocida por {WholeSystem.User}");
        await Assertions.Expect(row).Not.ToContainTextAsync("sin reconocer");

        // All the others, with the keys: what came meanwhile takes its place with Escape.
        ILocator list = page.GetByRole(AriaRole.Grid);
        await list.PressAsync("Escape");
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (string key in (string[])["Escape", "Home", "Shift+End", "a"])
                {
                    await page.Keyboard.PressAsync(key);
                }

                return await strip.GetByText(Calm).CountAsync() > 0;
            },
            "nothing calls any more", Stop, TimeSpan.FromSeconds(30));
        await Assertions.Expect(page).ToHaveTitleAsync("Telecontrol");
    }

    [GeneratedRegex(@"^\([1-9][0-9]*\) Telecontrol$")]
    private static partial Regex Counted();
}
