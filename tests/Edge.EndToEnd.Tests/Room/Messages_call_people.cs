using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Room;

/// <summary>Who is called, in which order and with which words, as the pages set it; the messages are files for smsd.</summary>
[Trait("Category", "Slow")]
[Collection(ControlRoomCollection.Name)]
public sealed class Messages_call_people(ControlRoom room) : IAsyncDisposable
{
    private const string Own = "Llame al 113: P{priority} {alarm}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await room.LeaveAsync();

    [Fact]
    public async Task A_rule_calls_the_next_group_while_nobody_answers()
    {
        const string First = "59899123456";
        const string Second = "59899654321";
        IPage page = await room.AdministratorAsync();
        await room.OpenAsync(page, "/notifications");
        await GroupAsync(page, "turno", "Ana", First);
        await GroupAsync(page, "jefes", "Luis", Second);
        await page.GetByTestId("part-rules").ClickAsync();
        await page.GetByTestId("new-rule").ClickAsync();
        await page.GetByTestId("rule-name").FillAsync("disparos");
        await page.GetByTestId("step-0").SelectOptionAsync(new SelectOptionValue { Label = "turno" });
        await page.GetByTestId("add-step").ClickAsync();
        await page.GetByTestId("step-1").SelectOptionAsync(new SelectOptionValue { Label = "jefes" });
        await page.GetByTestId("after-1").FillAsync("1");
        await page.GetByTestId("save-rule").ClickAsync();
        await Assertions.Expect(page.GetByTestId("rule-form")).ToHaveCountAsync(0);
        await ControlRoom.LookAsync(page, "rules");

        // The second group is called after its minute, and not before.
        _ = await room.Whole.Field.TellAsync("trip T2 87", Stop);
        await Eventually.TrueAsync(() => Called().Length > 0, "a message lies there", Stop);
        Assert.All(Called(), text => Assert.Contains(First, text, StringComparison.Ordinal));
        await Eventually.TrueAsync(
            () => Called().Any(text => text.Contains(Second, StringComparison.Ordinal)), "the second group is called", Stop,
            TimeSpan.FromMinutes(3));
        await page.GetByTestId("part-queue").ClickAsync();
        ILocator sent = page.Locator("[data-testid^=message-]").Filter(new() { HasText = "enviado" });
        await Assertions.Expect(sent.Filter(new() { HasText = "jefes" }).First).ToBeVisibleAsync();
        await Assertions.Expect(sent.Filter(new() { HasText = "turno" }).First).ToBeVisibleAsync();
        await ControlRoom.LookAsync(page, "queue");

        string[] Called() => [.. Sent().Where(text => text.Contains("T2", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_text_is_seen_and_tried_before_it_calls()
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

        await GroupAsync(page, "pruebas", "Eva", "59899777777");
        await page.Locator("[data-testid^=group-]").Filter(new() { HasText = "pruebas" }).GetByTestId("test-sms").ClickAsync();
        await Assertions.Expect(page.GetByTestId("tested")).ToBeVisibleAsync();
        await Eventually.TrueAsync(
            () => Sent().Any(text => text.Contains("59899777777", StringComparison.Ordinal)
                && text.Contains("Llame al 113", StringComparison.Ordinal)),
            "the message lies there", Stop);
        await ControlRoom.LookAsync(page, "tried");
    }

    private static async Task GroupAsync(IPage page, string name, string person, string phone)
    {
        await page.GetByTestId("part-groups").ClickAsync();
        await page.GetByTestId("new-group").ClickAsync();
        await page.GetByTestId("group-name").FillAsync(name);
        ILocator member = page.GetByTestId("member-0");
        await member.Locator("[name=name]").FillAsync(person);
        await member.Locator("[name=phone]").FillAsync($"+{phone}");
        await page.GetByTestId("save-group").ClickAsync();
        await Assertions.Expect(page.GetByTestId("group-form")).ToHaveCountAsync(0);
    }

    private string[] Sent() => [.. Directory.GetFiles(room.Messages).Select(File.ReadAllText)];
}
