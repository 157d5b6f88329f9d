using System.Text.Json;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>From the question on the page to the gateway's journal, and back to the drawing: the real chain.</summary>
[Trait("Category", "Slow")]
public sealed class An_operator_sets_by_hand
{
    // A sign whose stroke no formula sets; row 4 of the sheet color: amarillo.
    private const string Tag = "LA1RES03";
    private const string Yellow = "rgb(255, 221, 87)";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_set_by_hand_is_on_the_drawing_until_it_is_taken_back()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.User, WholeSystem.Password);
        await page.GetByTestId($"rail-site-{WholeSystem.Site}").ClickAsync();
        ILocator diagram = page.GetByTestId("diagram");
        await Assertions.Expect(diagram).ToHaveAttributeAsync("data-screen", "LA");
        ILocator shape = diagram.Locator($"[tag='{Tag}']").First;
        await Assertions.Expect(page.GetByTestId("hands")).ToHaveCountAsync(0);

        await shape.ClickAsync(new LocatorClickOptions { Force = true });
        await page.GetByTestId("hand-open").ClickAsync();
        await page.GetByTestId("hand-attribute").SelectOptionAsync("stroke");
        await page.GetByTestId("hand-value").SelectOptionAsync("4");
        await page.GetByTestId("hand-next").ClickAsync();
        ILocator question = page.GetByTestId("hand-sure");
        await Assertions.Expect(question).ToContainTextAsync($"¿Fijar a mano el trazo de {Tag}?");
        await Assertions.Expect(question).ToContainTextAsync("amarillo");
        await Assertions.Expect(shape).Not.ToHaveCSSAsync("stroke", Yellow);

        await page.GetByTestId("hand-yes").ClickAsync();
        await Assertions.Expect(page.GetByTestId("hand-done")).ToContainTextAsync("lo publicó");
        await Assertions.Expect(shape).ToHaveCSSAsync("stroke", Yellow);
        await Assertions.Expect(page.GetByTestId("hand-set")).ToContainTextAsync($"Fijado a mano por {WholeSystem.User}");
        await Assertions.Expect(diagram.Locator("[data-mark='hand']")).ToHaveCountAsync(1);

        // It is the gateway's: another start of it leaves it as it is.
        await whole.Gateway.StopAsync(Stop);
        await Assertions.Expect(page.GetByTestId("hand-away")).ToContainTextAsync("no se puede fijar");
        await Assertions.Expect(page.GetByTestId("hand-open")).ToBeDisabledAsync();
        whole.Gateway.Start();
        await Eventually.TrueAsync(async () => await whole.StatusAsync(Stop) == "online", "the site is online again", Stop);
        await Assertions.Expect(shape).ToHaveCSSAsync("stroke", Yellow);

        await page.GetByTestId("hands").ClickAsync();
        await page.GetByTestId("hand-line").ClickAsync();
        await page.GetByTestId("hand-release-stroke").ClickAsync();
        await Assertions.Expect(question).ToContainTextAsync("lo que dice el libro");
        await page.GetByTestId("hand-yes").ClickAsync();
        await Assertions.Expect(shape).Not.ToHaveCSSAsync("stroke", Yellow);
        await Assertions.Expect(diagram.Locator("[data-mark='hand']")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("hands")).ToHaveCountAsync(0);

        JsonElement[] events = await EventsAsync(page);
        Assert.Equal(["release", "set"], events.Select(one => one.GetProperty("action").GetString()));
        Assert.All(events, one => Assert.Equal(WholeSystem.User, one.GetProperty("who").GetString()));
    }

    private static async Task<JsonElement[]> EventsAsync(IPage page)
    {
        JsonElement[] events = [];
        await Eventually.TrueAsync(
            async () =>
            {
                Uri address = new(new Uri(page.Url), $"/api/sites/{WholeSystem.Site}/events?type=operator&tag={Tag}");
                IAPIResponse answer = await page.APIRequest.GetAsync(address.ToString());
                events = [.. (await answer.JsonAsync())!.Value.GetProperty("events").EnumerateArray()];
                return events.Length == 2;
            },
            "both are events", Stop);
        return events;
    }
}
