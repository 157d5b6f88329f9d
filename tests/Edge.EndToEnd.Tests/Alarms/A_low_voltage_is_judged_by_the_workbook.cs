using System.Text.Json;
using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Alarms;

/// <summary>The sheet alarmas of the sample, from the bar that loses its voltage to the list: the real chain.</summary>
[Trait("Category", "Slow")]
public sealed class A_low_voltage_is_judged_by_the_workbook
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_calls_but_not_while_the_breaker_of_the_bar_is_open()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.User, WholeSystem.Password);
        await page.GetByTestId($"rail-site-{WholeSystem.Site}").ClickAsync();
        await Assertions.Expect(page.GetByTestId("diagram")).ToHaveAttributeAsync("data-screen", "LA");

        _ = await whole.Field.TellAsync("trip T1 87", Stop);
        await TestKit.Eventually.TrueAsync(
            async () => (await AlarmsAsync(page, "suppressed")).Any(alarm => IsOf(alarm, "LA1VV_01")),
            "the voltage of bar A is low and means nothing", Stop);
        JsonElement suppressed = (await AlarmsAsync(page, "suppressed")).Single(alarm => IsOf(alarm, "LA1VV_01"));
        Assert.Equal("LA152T01=0", suppressed.GetProperty("design").GetProperty("rule").GetString());
        Assert.Equal(2, suppressed.GetProperty("priority").GetInt32());

        // Both lines: the bar of 33 kV, and bar B, whose breaker is closed.
        _ = await whole.Field.TellAsync("open L1", Stop);
        _ = await whole.Field.TellAsync("open L2", Stop);
        await TestKit.Eventually.TrueAsync(
            async () =>
            {
                JsonElement[] open = await AlarmsAsync(page, "active");
                return open.Any(alarm => IsOf(alarm, "LA2VV_00")) && open.Any(alarm => IsOf(alarm, "LA1VV_02"));
            },
            "the voltages of the 33 kV bar and of bar B are low", Stop);
        Assert.DoesNotContain(await AlarmsAsync(page, "open"), alarm => IsOf(alarm, "LA1VV_01"));

        await page.GotoAsync(new Uri(new Uri(page.Url), "/alarms?state=suppressed").ToString());
        ILocator row = page.Locator("alarms-page").GetByRole(AriaRole.Row).Filter(new() { HasText = "LA1VV_01" });
        await Assertions.Expect(row).ToContainTextAsync("inhibida");
        await Assertions.Expect(row).ToContainTextAsync("Por debajo del mínimo");
    }

    private static bool IsOf(JsonElement alarm, string tag) =>
        alarm.GetProperty("condition").GetString() == "belowMinimum" && alarm.GetProperty("event").GetProperty("tag").GetString() == tag;

    private static async Task<JsonElement[]> AlarmsAsync(IPage page, string state)
    {
        IAPIResponse answer = await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), $"/api/alarms?state={state}").ToString());
        Assert.Equal(200, answer.Status);
        return [.. (await answer.JsonAsync())!.Value.GetProperty("alarms").EnumerateArray()];
    }
}
