using System.Text.Json;
using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Alarms;

/// <summary>From the protection in the field to the strip, and from the click back to the mark on the drawing: the real chain.</summary>
[Trait("Category", "Slow")]
public sealed class A_trip_is_acknowledged_with_one_click
{
    // Row 6 of the sheet color: rojo.
    private const string Red = "rgb(220, 38, 38)";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_strip_calls_and_the_mark_on_the_drawing_follows()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.User, WholeSystem.Password);
        await page.GetByTestId($"rail-site-{WholeSystem.Site}").ClickAsync();
        ILocator diagram = page.GetByTestId("diagram");
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-screen", "LA");
        ILocator breaker = diagram.Locator("[tag='LA152B03']").First;
        ILocator protection = diagram.Locator("[tag='LA151_03']").First;
        ILocator strip = page.GetByTestId("strip");

        _ = await whole.Field.TellAsync("trip F3 51 permanent", Stop);
        await Assertions.Expect(strip).ToContainTextAsync("alimentador 3");
        await Assertions.Expect(breaker).ToHaveCSSAsync("fill", Red);
        await Assertions.Expect(protection).ToHaveCSSAsync("fill", Red);

        // Reclosed in vain and locked out: it was raised more than once, and what is acknowledged is what the strip shows then.
        await Assertions.Expect(diagram.Locator("[tag='LA1TEC03']").First).ToHaveTextAsync("DISP");
        await AtRestAsync(page);
        await strip.GetByTestId("acknowledge").ClickAsync();
        await Assertions.Expect(protection).Not.ToHaveCSSAsync("fill", Red);
        await Assertions.Expect(breaker).Not.ToHaveCSSAsync("fill", Red);
        await Assertions.Expect(strip).Not.ToContainTextAsync("alimentador 3");

        JsonElement alarm = await AlarmAsync(page, "LA151_03");
        Assert.True(alarm.GetProperty("acknowledged").GetBoolean());
        Assert.Equal(WholeSystem.User, alarm.GetProperty("acknowledgedBy").GetString());
    }

    // The reclosing is over when the alarm has returned and is raised no more.
    private static async Task AtRestAsync(IPage page)
    {
        int raises = 0;
        await TestKit.Eventually.TrueAsync(
            async () =>
            {
                JsonElement alarm = await AlarmAsync(page, "LA151_03");
                (int before, raises) = (raises, alarm.GetProperty("raises").GetInt32());
                return before == raises && raises > 1 && !alarm.GetProperty("active").GetBoolean();
            },
            "the feeder is locked out", Stop);
    }

    private static async Task<JsonElement> AlarmAsync(IPage page, string tag)
    {
        IAPIResponse answer = await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), $"/api/alarms?state=all&tag={tag}").ToString());
        return (await answer.JsonAsync())!.Value.GetProperty("alarms")[0];
    }
}
