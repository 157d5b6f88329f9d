using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests;

/// <summary>Debian's chromium, driven as a person would, without the frame and the pages of its own that nobody sees here.</summary>
public sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private IPage? _blank;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts it.</summary>
    /// <param name="trusts">The fingerprint of the key of a certificate that nobody else vouches for; null: none.</param>
    public static async Task<Browser> StartAsync(string? trusts = null)
    {
        // A busy machine is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(90_000);
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium-headless-shell",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                .. trusts is null ? Array.Empty<string>() : [$"--ignore-certificate-errors-spki-list={trusts}"],
            ],
        });
        return new Browser(playwright, browser);
    }

    /// <summary>A page, logged in, that fails the test when the site's code throws.</summary>
    public async Task<IPage> LogInAsync(Uri address, string user, string password)
    {
        IPage page = await OpenAsync(address, width: 1600);
        await page.GetByTestId("login-user").FillAsync(user);
        await page.GetByTestId("login-password").FillAsync(password);
        await page.GetByTestId("login-submit").ClickAsync();
        return page;
    }

    /// <summary>A page of a browser of its own, nobody logged in.</summary>
    public async Task<IPage> OpenAsync(Uri address, int width)
    {
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = "es-AR",
            TimezoneId = "America/Argentina/Buenos_Aires",
            ViewportSize = new ViewportSize { Width = width, Height = 1000 },
        });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>A drawing as a file, without any page around it.</summary>
    public async Task<ILocator> OpenAsync(Uri drawing)
    {
        IPage page = await _browser.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1600, Height = 1000 } });
        await page.GotoAsync(drawing.ToString());
        return page.Locator("svg").First;
    }

    /// <summary>A page without anything, always the same.</summary>
    public async Task<IPage> BlankAsync() => _blank ??= await _browser.NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
