using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Users;

/// <summary>A browser with an authenticator of its own: a passkey is added on the page, and lets in without a password.</summary>
[Trait("Category", "Slow")]
public sealed class A_user_logs_in_with_a_passkey
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passkey_is_added_lets_in_and_is_removed()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();

        // A passkey is for a name, never for an address.
        IPage page = await browser.OpenAsync(new UriBuilder(whole.Address) { Host = "localhost", Path = "/account" }.Uri, 1600);
        ICDPSession tools = await page.Context.NewCDPSessionAsync(page);
        _ = await tools.SendAsync("WebAuthn.enable");
        _ = await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GetByTestId("login-user").FillAsync(WholeSystem.User);
        await page.GetByTestId("login-password").FillAsync(WholeSystem.Password);
        await page.GetByTestId("login-submit").ClickAsync();
        await page.GetByTestId("passkey-name").FillAsync("notebook de guardia");
        await page.GetByTestId("passkey-password").FillAsync(WholeSystem.Password);
        await page.GetByTestId("passkey-add").ClickAsync();
        await Assertions.Expect(page.GetByTestId("passkey")).ToContainTextAsync("notebook de guardia");
        ILocator leave = page.GetByText("Salir", new PageGetByTextOptions { Exact = true });
        await leave.ClickAsync();
        await page.GetByTestId("login-passkey").ClickAsync();
        await Assertions.Expect(page.Locator("foot-line")).ToContainTextAsync(WholeSystem.User);
        await page.GetByTestId("passkey-remove").ClickAsync();
        await Assertions.Expect(page.GetByTestId("passkey")).ToHaveCountAsync(0);
        await leave.ClickAsync();
        await page.GetByTestId("login-passkey").ClickAsync();
        await Assertions.Expect(page.GetByText("Esa llave de acceso no se conoce aquí")).ToBeVisibleAsync();
    }
}
