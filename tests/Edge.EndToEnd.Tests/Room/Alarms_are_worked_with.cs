using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Room;

/// <summary>What an operator does with alarms all day, in a browser over the real chain.</summary>
[Trait("Category", "Slow")]
[Collection(ControlRoomCollection.Name)]
public sealed partial class Alarms_are_worked_with(ControlRoom room) : IAsyncDisposable
{
    private const string Differential = "Disparo diferencial transformador T1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await room.LeaveAsync();

    [Fact]
    public async Task One_is_shelved_with_a_reason_and_taken_back()
    {
        IPage page = await room.OperatorAsync();
        await TripAsync("F1", "alimentador 1");
        ILocator panel = await OpenAsync(page, "alimentador 1");
        await Assertions.Expect(panel.GetByTestId("shelve-1h")).ToBeDisabledAsync();
        await panel.Locator("input.reason").FillAsync("Prueba de relés");
        await panel.GetByTestId("shelve-1h").ClickAsync();
        await Assertions.Expect(panel.GetByTestId("unshelve")).ToBeVisibleAsync();
        await Assertions.Expect(panel).ToContainTextAsync("Prueba de relés");
        await ControlRoom.LookAsync(page, "shelved");

        await room.OpenAsync(page, "/alarms?state=shelved");
        ILocator row = Row(page, "alimentador 1");
        await Assertions.Expect(row).ToContainTextAsync("suspendida");
        await row.ClickAsync();
        await panel.GetByTestId("unshelve").ClickAsync();
        await Assertions.Expect(panel.GetByTestId("unshelve")).ToHaveCountAsync(0);
        await room.OpenAsync(page, "/alarms?state=unacknowledged");
        await Assertions.Expect(Row(page, "alimentador 1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_out_of_service_has_a_list_of_its_own()
    {
        IPage page = await room.AdministratorAsync();
        await TripAsync("F2", "alimentador 2");
        ILocator panel = await OpenAsync(page, "alimentador 2");
        await panel.Locator("input.reason").FillAsync("Celda en obra");
        await panel.GetByTestId("out-of-service").ClickAsync();
        await Assertions.Expect(panel.GetByTestId("unshelve")).ToBeVisibleAsync();
        await room.OpenAsync(page, "/alarms?state=outOfService");
        await Assertions.Expect(Row(page, "alimentador 2")).ToContainTextAsync("fuera de servicio");
        await ControlRoom.LookAsync(page, "out-of-service");

        IPage operates = await room.OperatorAsync();
        await room.OpenAsync(operates, "/alarms?state=outOfService");
        await Row(operates, "alimentador 2").ClickAsync();
        await Assertions.Expect(operates.GetByTestId("alarm-panel")).ToContainTextAsync("Celda en obra");
        await Assertions.Expect(operates.GetByTestId("alarm-panel").GetByTestId("unshelve")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_burst_is_one_group_whose_first_alarm_is_marked()
    {
        IPage page = await room.OperatorAsync();
        await TripAsync("T1", Differential, "87");
        await room.OpenAsync(page, "/alarms?group=cause");

        // What else happened within seconds may have begun the burst.
        ILocator group = page.GetByTestId("alarm-group").Filter(new() { HasTextRegex = Counted() });
        await group.First.ClickAsync();
        await Assertions.Expect(group.First).ToHaveAttributeAsync("aria-expanded", "true");
        await Assertions.Expect(page.Locator("[role=row][aria-level='2']").First).ToBeVisibleAsync();
        await ControlRoom.LookAsync(page, "groups-by-cause");
        await room.OpenAsync(page, "/alarms?group=bay");
        await Assertions.Expect(page.GetByTestId("alarm-group").First).ToBeVisibleAsync();
        await ControlRoom.LookAsync(page, "groups-by-bay");

        // The first of a burst is marked in the plain list, too.
        await room.OpenAsync(page, "/alarms");
        await Assertions.Expect(page.Locator("[role=row][data-state] .first").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_list_is_narrowed_by_its_address_and_so_is_its_export()
    {
        IPage page = await room.OperatorAsync();
        await TripAsync("F4", "alimentador 4");
        await room.OpenAsync(page, "/alarms?state=all");
        await page.Locator("alarm-filters input[type=search]").FillAsync("alimentador 4");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("text=alimentador"));
        await Assertions.Expect(Row(page, "alimentador 4")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[role=row][data-state]").Filter(new() { HasNotText = "alimentador 4" })).ToHaveCountAsync(0);
        string[] lines = (await DownloadAsync("CSV", ".csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines[1..]);
        Assert.All(lines[1..], line => Assert.Contains("alimentador 4", line, StringComparison.Ordinal));

        // A zip by its first letters.
        Assert.StartsWith("PK", await DownloadAsync("Excel", ".xlsx"), StringComparison.Ordinal);

        await ControlRoom.LookAsync(page, "filtered");

        async Task<string> DownloadAsync(string words, string extension)
        {
            IDownload download = await page.RunAndWaitForDownloadAsync(
                () => page.Locator("alarms-page .tables a").Filter(new() { HasText = words }).ClickAsync());
            Assert.EndsWith(extension, download.SuggestedFilename, StringComparison.Ordinal);
            return await File.ReadAllTextAsync((await download.PathAsync())!, Stop);
        }
    }

    [Fact]
    public async Task What_is_new_waits_while_one_reads()
    {
        IPage page = await room.OperatorAsync();
        await TripAsync("F5", "alimentador 5");
        await room.OpenAsync(page, "/alarms");
        await Row(page, "alimentador 5").ClickAsync();
        await Assertions.Expect(page.GetByTestId("alarm-panel")).ToBeVisibleAsync();
        string? top = await page.Locator("[role=row][data-state]").First.GetAttributeAsync("id");
        await TripAsync("F6", "alimentador 6");
        ILocator pill = page.Locator("button.pill");
        await Assertions.Expect(pill).ToContainTextAsync("nueva");
        Assert.Equal(top, await page.Locator("[role=row][data-state]").First.GetAttributeAsync("id"));
        await ControlRoom.LookAsync(page, "pill");
        await pill.ClickAsync();
        await Assertions.Expect(Row(page, "alimentador 6")).ToBeVisibleAsync();
        await Assertions.Expect(pill).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_rail_and_the_map_say_where_it_calls()
    {
        IPage page = await room.OperatorAsync();
        await TripAsync("F7", "alimentador 7");
        ILocator station = page.GetByTestId($"rail-site-{WholeSystem.Site}");
        await Assertions.Expect(station.Locator(".priority[data-calls]")).ToBeVisibleAsync();
        await room.OpenAsync(page, $"/diagram?site={WholeSystem.Site}");
        ILocator door = page.GetByTestId("diagram").GetByRole(AriaRole.Link, new() { NameRegex = Calling() });
        await Assertions.Expect(door.First).ToBeAttachedAsync();
        await ControlRoom.LookAsync(page, "map");
    }

    [Fact]
    public async Task The_panel_of_an_element_has_its_alarm_and_its_events()
    {
        IPage page = await room.OperatorAsync();
        await TripAsync("F3", "alimentador 3");
        await room.OpenAsync(page, $"/diagram?site={WholeSystem.Site}&screen=LA");
        ILocator breaker = page.GetByTestId("diagram").Locator("[tag='LA152B03']").First;
        await breaker.DispatchEventAsync("click");
        ILocator panel = page.GetByTestId("side-panel");
        await Assertions.Expect(panel.GetByTestId("panel-events").Locator("li")).Not.ToHaveCountAsync(0);
        await ControlRoom.LookAsync(page, "side-panel");
        await page.GetByTestId("diagram").Locator("[tag='LA151_03']").First.DispatchEventAsync("click");
        await Assertions.Expect(panel.GetByTestId("panel-alarm")).ToBeVisibleAsync();
        await Assertions.Expect(panel.GetByTestId("panel-events")).ToContainTextAsync("ACTUADA");
        await panel.GetByTestId("panel-alarm").GetByTestId("acknowledge").ClickAsync();
        await Assertions.Expect(panel.GetByTestId("panel-alarm").GetByTestId("acknowledge")).ToHaveCountAsync(0);
        await ControlRoom.LookAsync(page, "side-panel-acknowledged");
    }

    [Fact]
    public async Task The_analysis_names_what_calls_most()
    {
        IPage page = await room.OperatorAsync();
        await TripAsync("F8", "alimentador 8");
        await room.OpenAsync(page, "/alarm-statistics?days=1");
        ILocator worst = page.Locator("statistics-page tbody tr");
        await Assertions.Expect(worst.First).ToBeVisibleAsync();
        await ControlRoom.LookAsync(page, "statistics");
        await worst.First.Locator("button").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/alarms\\?.*state=all"));
        await Assertions.Expect(page.Locator("[role=row][data-state]").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_silenced_console_sounds_again_for_what_is_new()
    {
        IPage page = await room.OperatorAsync();
        await room.OpenAsync(page, "/alarms");
        await page.GetByTestId("sound").ClickAsync();
        await page.GetByTestId("sound-on").CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        _ = await room.Whole.Field.TellAsync("trip L1 51 permanent", Stop);
        ILocator silence = page.GetByTestId("silence").First;
        await Assertions.Expect(silence).ToBeVisibleAsync();
        await ControlRoom.LookAsync(page, "sound");
        await Eventually.TrueAsync(
            async () =>
            {
                await silence.ClickAsync(new() { Timeout = 1000 });
                return await page.GetByTestId("silence").CountAsync() == 0;
            },
            "the console is silent", Stop);
        _ = await room.Whole.Field.TellAsync("trip L2 51 permanent", Stop);
        await Assertions.Expect(silence).ToBeVisibleAsync();
    }

    // The trip stands in the list of the alarms at the centre, by its description.
    private async Task TripAsync(string bay, string says, string protection = "51 permanent")
    {
        _ = await room.Whole.Field.TellAsync($"trip {bay} {protection}", Stop);
        await Eventually.TrueAsync(
            async () => (await room.Whole.Http.GetStringAsync("/api/alarms?state=open&limit=500", Stop))
                .Contains(says, StringComparison.OrdinalIgnoreCase),
            $"{bay} is in alarm", Stop);
    }

    private async Task<ILocator> OpenAsync(IPage page, string text)
    {
        await room.OpenAsync(page, $"/alarms?text={Uri.EscapeDataString(text)}");
        ILocator panel = page.GetByTestId("alarm-panel");

        // What follows the trip may push the row down between the look and the press, and names the trip as the first of its burst.
        ILocator title = panel.GetByRole(AriaRole.Heading, new() { Name = text });
        await Eventually.TrueAsync(
            async () =>
            {
                await Row(page, text).ClickAsync();
                return await title.CountAsync() > 0;
            },
            "the panel is open", Stop);
        return panel;
    }

    private static ILocator Row(IPage page, string text) => page.Locator("[role=row][data-state]").Filter(new() { HasText = text }).First;

    [GeneratedRegex("[0-9]+ alarmas")]
    private static partial Regex Counted();

    [GeneratedRegex("[0-9]+ alarmas? sin reconocer, la más alta de prioridad 1")]
    private static partial Regex Calling();
}
