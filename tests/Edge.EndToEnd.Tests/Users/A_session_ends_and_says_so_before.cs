using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Users;

/// <summary>The whole road with short times: a page that nobody touches warns, stays with one press, and ends with a reason.</summary>
[Trait("Category", "Slow")]
public sealed class A_session_ends_and_says_so_before
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_warns_stays_and_comes_back_to_where_it_was()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop, settings: ("Sessions__Idle", "00:00:30"));
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.Administrator, WholeSystem.Password);
        await page.GetByTestId("rail-users").ClickAsync();
        string there = page.Url;
        ILocator notice = page.GetByTestId("session-notice");
        await Assertions.Expect(notice).ToContainTextAsync("Nadie usa esta página");
        await page.GetByTestId("session-stay").ClickAsync();
        await Assertions.Expect(notice).ToHaveCountAsync(0);

        // Nobody is there: the bar comes again, and the session ends.
        await Assertions.Expect(notice).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("login-why")).ToContainTextAsync("nadie la usaba");
        await page.GetByTestId("login-user").FillAsync(WholeSystem.Administrator);
        await page.GetByTestId("login-password").FillAsync(WholeSystem.Password);
        await page.GetByTestId("login-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("rail-users")).ToBeVisibleAsync();
        Assert.Equal(there, page.Url);
        await Assertions.Expect(page.GetByText(WholeSystem.User, new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("login-why")).ToHaveCountAsync(0);
    }
}
