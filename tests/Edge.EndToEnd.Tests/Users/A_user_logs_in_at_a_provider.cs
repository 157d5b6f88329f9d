using System.Runtime.Versioning;
using Dashboard.Web.Tests.Provider;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Users;

/// <summary>A browser goes to the provider and comes back to where it was; who has no role reads why; the log-out is one at both.</summary>
[Trait("Category", "Slow")]
[SupportedOSPlatform("linux")]
public sealed class A_user_logs_in_at_a_provider
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_browser_comes_back_to_where_it_was_and_leaves_both()
    {
        using TemporaryFolder folder = new();
        string secret = folder.At("secret");
        await File.WriteAllTextAsync(secret, TestProvider.Secret, Stop);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using TestProvider provider = await TestProvider.StartAsync(FreePort.Take(1)[0], Stop);
        await using WholeSystem whole = await WholeSystem.StartAsync(
            Stop, settings:
            [
                ("OpenIdConnect__Authority", $"{provider.Authority}"), ("OpenIdConnect__ClientId", TestProvider.ClientId),
                ("OpenIdConnect__ClientSecretFile", secret), ("OpenIdConnect__Name", "Cuenta de la empresa"),
                ("OpenIdConnect__Roles__0__Claim", "scada-operadores"), ("OpenIdConnect__Roles__0__Role", "operator"),
            ]);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(new Uri(whole.Address, "/events"), 1600);
        await page.GetByTestId("login-provider").ClickAsync();
        await page.Locator("#carlos").ClickAsync();
        await Assertions.Expect(page.GetByTestId("login-problem")).ToContainTextAsync("no tiene ningún rol");
        await page.GetByTestId("login-provider").ClickAsync();
        await page.Locator("#ada").ClickAsync();
        await Assertions.Expect(page.GetByTestId("rail-events")).ToBeVisibleAsync();
        Assert.Equal("/events", new Uri(page.Url).AbsolutePath);
        await Assertions.Expect(page.Locator("foot-line")).ToContainTextAsync("ada");

        await page.GetByText("Salir", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("login-provider")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("login-why")).ToHaveCountAsync(0);
        Assert.Equal(1, provider.LogOuts);
    }
}
