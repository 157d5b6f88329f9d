using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Room;

/// <summary>The text of a message is written on the page, looked at with an example, and sent once to try it.</summary>
[Trait("Category", "Slow")]
[Collection(ControlRoomCollection.Name)]
public sealed class A_message_is_seen_before_it_calls(ControlRoom room) : IAsyncDisposable
{
    private const string Own = "Llame al 113: P{priority} {alarm}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await room.LeaveAsync();

    [Fact]
    public async Task As_it_will_be_sent()
    {
        IPage page = await room.AdministratorAsync();
        await room.OpenAsync(page, "/notifications");
        await page.GetByTestId("part-texts").ClickAsync();
        await page.GetByTestId("text-form").SelectOptionAsync("smsOne");

        // What is not known is named, and nothing is saved.
        await page.GetByTestId("body").FillAsync("{nada}");
        await page.GetByTestId("show").ClickAsync();
        await Assertions.Expect(page.GetByTestId("error")).ToContainTextAsync("nada");
        await page.GetByTestId("body").FillAsync(Own);
        await page.GetByTestId("show").ClickAsync();
        await Assertions.Expect(page.GetByTestId("preview")).ToContainTextAsync("Llame al 113: P1 Protección 51");
        await ControlRoom.LookAsync(page, "text");
        await page.GetByTestId("save-text").ClickAsync();
        await Assertions.Expect(page.GetByTestId("saved")).ToBeVisibleAsync();

        await page.GetByTestId("part-groups").ClickAsync();
        await page.GetByTestId("new-group").ClickAsync();
        await page.GetByTestId("group-name").FillAsync("pruebas");
        ILocator member = page.GetByTestId("member-0");
        await member.Locator("[name=name]").FillAsync("Eva");
        await member.Locator("[name=phone]").FillAsync("+59899777777");
        await page.GetByTestId("save-group").ClickAsync();
        await Assertions.Expect(page.GetByTestId("group-form")).ToHaveCountAsync(0);
        await page.Locator("[data-testid^=group-]").Filter(new() { HasText = "pruebas" }).GetByTestId("test-sms").ClickAsync();
        await Assertions.Expect(page.GetByTestId("tested")).ToBeVisibleAsync();
        await Eventually.TrueAsync(
            () => Sent().Any(text => text.Contains("59899777777", StringComparison.Ordinal)
                && text.Contains("Llame al 113", StringComparison.Ordinal)),
            "the message lies there", Stop);
        await ControlRoom.LookAsync(page, "tried");

        string[] Sent() => [.. Directory.GetFiles(room.Messages).Select(File.ReadAllText)];
    }
}
