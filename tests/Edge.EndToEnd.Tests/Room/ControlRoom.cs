using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Room;

/// <summary>
/// A whole system and a browser in which several people work. <c>PICTURES=FOLDER</c> in the environment keeps what they see.
/// </summary>
public sealed class ControlRoom : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WholeSystem? _whole;
    private readonly List<IPage> _pages = [];
    private Browser? _browser;

    internal WholeSystem Whole => _whole!;

    /// <summary>Where the text messages of the dashboard lie, as smsd takes them.</summary>
    internal string Messages => _folder.At("outgoing");

    public async ValueTask InitializeAsync()
    {
        _ = Directory.CreateDirectory(Messages);
        _whole = await WholeSystem.StartAsync(
            CancellationToken.None,
            settings: [("Notifications__SmsDirectory", Messages), ("Notifications__WindowSeconds", "1")]);
        _browser = await Browser.StartAsync();
    }

    /// <summary>Somebody who may acknowledge.</summary>
    internal Task<IPage> OperatorAsync() => LogInAsync(WholeSystem.User, WholeSystem.Password);

    /// <summary>Somebody who may do everything.</summary>
    internal Task<IPage> AdministratorAsync() => LogInAsync(WholeSystem.Administrator, WholeSystem.Password);

    internal async Task<IPage> LogInAsync(string user, string password)
    {
        IPage page = await _browser!.LogInAsync(Whole.Address, user, password);
        _pages.Add(page);
        await Assertions.Expect(page.GetByTestId("login-submit")).ToHaveCountAsync(0);
        return page;
    }

    /// <summary>A browser in which nobody has logged in yet.</summary>
    internal async Task<IPage> NobodyAsync()
    {
        IPage page = await _browser!.OpenAsync(Whole.Address, width: 1600);
        _pages.Add(page);
        return page;
    }

    /// <summary>All go home: pages that stay open draw on, and take the processor from the tests that follow.</summary>
    internal async Task LeaveAsync()
    {
        foreach (IPage page in _pages)
        {
            await page.Context.CloseAsync();
        }

        _pages.Clear();
    }

    internal Task OpenAsync(IPage page, string path) => page.GotoAsync(new Uri(Whole.Address, path).ToString());

    internal static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder)
        {
            _ = await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_whole is not null)
        {
            await _whole.DisposeAsync();
        }

        _folder.Dispose();
    }
}
