using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Alarms;

/// <summary>The pages offer what the role at the station of an alarm allows, and the highest role of a user counts nowhere else.</summary>
[Trait("Category", "Slow")]
public sealed class A_user_of_one_station_acknowledges_there_alone
{
    private const string Trip = "Disparo diferencial transformador T1";
    private const string Other = "otra-estacion";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_key_is_there_for_operators_of_the_station_only()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        using HttpClient users = await AdministratorAsync(whole);
        IPage operates = await LogInAsync(whole, browser, users, "rosa", (WholeSystem.Site, "operator"));
        IPage watches = await LogInAsync(whole, browser, users, "luis", (WholeSystem.Site, "viewer"), (Other, "operator"));

        // The transformer is locked out: nothing recloses and trips again.
        _ = await whole.Field.TellAsync("trip T1 87", Stop);
        ILocator seen = watches.GetByTestId("strip");
        await Assertions.Expect(seen.GetByTestId("strip-alarm")).ToBeVisibleAsync();
        await Assertions.Expect(operates.GetByTestId("strip").GetByTestId("acknowledge")).ToBeVisibleAsync();
        await Assertions.Expect(seen.GetByTestId("acknowledge")).ToHaveCountAsync(0);

        ILocator panel = await OpenAsync(watches);
        await Assertions.Expect(panel).ToContainTextAsync("Solo lectura en ET Los Álamos");
        await Assertions.Expect(panel.GetByTestId("acknowledge")).ToHaveCountAsync(0);
        await Assertions.Expect(panel.GetByTestId("shelve-8h")).ToHaveCountAsync(0);
        await watches.GetByRole(AriaRole.Grid).PressAsync("a");
        await Assertions.Expect(watches.GetByTestId("outcome")).ToContainTextAsync("su rol no reconoce en esa estación");

        ILocator own = await OpenAsync(operates);
        await Assertions.Expect(own.GetByTestId("shelve-8h")).ToBeVisibleAsync();
        await Assertions.Expect(own.GetByTestId("out-of-service")).ToHaveCountAsync(0);
        await own.GetByTestId("acknowledge").ClickAsync();
        await Assertions.Expect(own).ToContainTextAsync("Reconocida por rosa");
        await Assertions.Expect(panel).ToContainTextAsync("Reconocida por rosa");
    }

    private static async Task<ILocator> OpenAsync(IPage page)
    {
        await page.GetByTestId("rail-alarms").ClickAsync();
        ILocator row = page.Locator("[role=row][data-state]").Filter(new LocatorFilterOptions { HasText = Trip }).GetByText(Trip);
        ILocator panel = page.GetByTestId("alarm-panel");

        // What follows the trip may push the row down between the look and the press, and names the trip as the first of its burst.
        ILocator title = panel.GetByRole(AriaRole.Heading, new LocatorGetByRoleOptions { Name = Trip });
        await Eventually.TrueAsync(
            async () =>
            {
                await row.ClickAsync();
                return await title.CountAsync() > 0;
            },
            "the panel shows the trip", Stop);
        return panel;
    }

    private static async Task<HttpClient> AdministratorAsync(WholeSystem whole)
    {
        HttpClient http = new() { BaseAddress = whole.Address };
        using HttpResponseMessage answer = await http.PostAsJsonAsync(
            "/api/session", new { user = WholeSystem.Administrator, password = WholeSystem.Password }, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return http;
    }

    // Made over the API; the password of the first log-in is changed on the page.
    private static async Task<IPage> LogInAsync(
        WholeSystem whole, Browser browser, HttpClient users, string name, params (string Site, string Role)[] stations)
    {
        using HttpResponseMessage answer = await users.PostAsJsonAsync(
            "/api/users", new { name, stations = stations.Select(one => new { site = one.Site, role = one.Role }) }, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string first = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("password").GetString()!;
        IPage page = await browser.LogInAsync(whole.Address, name, first);
        await page.GetByTestId("change-current").FillAsync(first);
        await page.GetByTestId("change-new").FillAsync(WholeSystem.Password);
        await page.GetByTestId("change-again").FillAsync(WholeSystem.Password);
        await page.GetByTestId("change-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("rail-alarms")).ToBeVisibleAsync();
        return page;
    }
}
