using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Edge.EndToEnd.Tests.Room;

/// <summary>What administrators do on the pages, and what it means in the browser of another.</summary>
[Trait("Category", "Slow")]
[Collection(ControlRoomCollection.Name)]
public sealed class People_are_let_in_and_out(ControlRoom room) : IAsyncDisposable
{
    private const string Chosen = "otra clave bien larga";
    private const string NotLetIn = "La cuenta está deshabilitada";
    private const string NoCode = "El código no es el correcto";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await room.LeaveAsync();

    [Fact]
    public async Task A_user_is_made_on_the_page_and_thrown_out_by_it()
    {
        IPage rules = await room.AdministratorAsync();
        IPage page = await NewcomerAsync(rules, "pedro", "operator");
        await Assertions.Expect(page.GetByTestId("rail-alarms")).ToBeVisibleAsync();
        await rules.GetByTestId("user-pedro").ClickAsync();
        await ControlRoom.LookAsync(rules, "user");
        await rules.GetByTestId("ask-disable").ClickAsync();
        await rules.GetByTestId("yes").ClickAsync();

        // Within five seconds, without a press.
        await Assertions.Expect(page.GetByTestId("login-user")).ToBeVisibleAsync(new() { Timeout = 5000 });
        await page.GetByTestId("login-user").FillAsync("pedro");
        await page.GetByTestId("login-password").FillAsync(Chosen);
        await page.GetByTestId("login-submit").ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync(NotLetIn);
        await ControlRoom.LookAsync(page, "thrown-out");
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_once_it_is_set_up()
    {
        IPage page = await NewcomerAsync(await room.AdministratorAsync(), "lucia", "operator");
        await room.OpenAsync(page, "/account");
        await page.GetByTestId("factor-password").FillAsync(Chosen);
        await page.GetByTestId("factor-go").ClickAsync();
        string key = await page.GetByTestId("factor-key").InnerTextAsync();
        await ControlRoom.LookAsync(page, "factor");
        await page.GetByTestId("factor-code").FillAsync(Totp.Code(key, DateTimeOffset.UtcNow));
        await page.GetByTestId("factor-enable").ClickAsync();
        string recovery = await page.Locator("second-factor li code").First.InnerTextAsync();
        await page.GetByTestId("factor-done").ClickAsync();

        IPage other = await room.NobodyAsync();
        await room.OpenAsync(other, "/");
        await other.GetByTestId("login-user").FillAsync("lucia");
        await other.GetByTestId("login-password").FillAsync(Chosen);
        await other.GetByTestId("login-submit").ClickAsync();
        await other.GetByTestId("login-code").FillAsync("000000");
        await other.GetByTestId("login-submit").ClickAsync();
        await Assertions.Expect(other.Locator("[role=alert]")).ToContainTextAsync(NoCode);
        await ControlRoom.LookAsync(other, "code");
        await other.GetByTestId("login-code").FillAsync(recovery);
        await other.GetByTestId("login-submit").ClickAsync();
        await Assertions.Expect(other.GetByTestId("rail-alarms")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_wall_display_watches_until_its_link_is_revoked()
    {
        IPage rules = await room.AdministratorAsync();
        await room.OpenAsync(rules, "/tokens");
        await rules.GetByTestId("token-name").FillAsync("pared");
        await rules.GetByTestId("token-kind").SelectOptionAsync("wall");
        await rules.GetByTestId("token-create").ClickAsync();
        string link = await rules.GetByTestId("secret").InnerTextAsync();
        await ControlRoom.LookAsync(rules, "token");

        IPage wall = await room.NobodyAsync();
        await wall.GotoAsync(link);
        await Assertions.Expect(wall.GetByTestId("diagram")).ToHaveAttributeAsync("data-stale", "false");
        await Assertions.Expect(wall.GetByTestId("acknowledge")).ToHaveCountAsync(0);
        Assert.DoesNotContain("#edge_", wall.Url, StringComparison.Ordinal);
        await wall.ReloadAsync();
        await Assertions.Expect(wall.GetByTestId("diagram")).ToHaveAttributeAsync("data-stale", "false");
        await ControlRoom.LookAsync(wall, "wall");

        await rules.GetByTestId("token-pared").GetByTestId("revoke").ClickAsync();
        await rules.GetByTestId("revoke-yes").ClickAsync();
        await Assertions.Expect(wall.GetByTestId("diagram")).ToHaveCountAsync(0);
        await ControlRoom.LookAsync(wall, "wall-revoked");
    }

    [Fact]
    public async Task What_users_did_stands_in_the_record()
    {
        IPage rules = await room.AdministratorAsync();
        _ = await NewcomerAsync(rules, "marta", "viewer");
        await room.OpenAsync(rules, "/audit");
        ILocator made = rules.Locator("[data-testid^=line-]").Filter(new() { HasText = "marta" });
        await Assertions.Expect(made.First).ToBeVisibleAsync();
        await ControlRoom.LookAsync(rules, "record");
        IDownload download = await rules.RunAndWaitForDownloadAsync(() => rules.GetByTestId("csv").ClickAsync());
        string file = await File.ReadAllTextAsync((await download.PathAsync())!, Stop);
        Assert.Matches(new Regex("userAdded.*marta"), file);
    }

    // Made by the page; the password of the first log-in is changed on the page, too.
    private async Task<IPage> NewcomerAsync(IPage rules, string name, string role)
    {
        await room.OpenAsync(rules, "/users");
        await rules.GetByTestId("new-user").ClickAsync();
        await rules.GetByTestId("new-name").FillAsync(name);
        await rules.GetByTestId("role").SelectOptionAsync(role);
        await rules.GetByTestId("new-create").ClickAsync();
        string first = await rules.GetByTestId("password").InnerTextAsync();
        IPage page = await room.LogInAsync(name, first);
        await page.GetByTestId("change-current").FillAsync(first);
        await page.GetByTestId("change-new").FillAsync(Chosen);
        await page.GetByTestId("change-again").FillAsync(Chosen);
        await page.GetByTestId("change-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("rail-alarms")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>The codes of a phone, by RFC 6238 and not by the code of the dashboard.</summary>
    private static class Totp
    {
        private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

        internal static string Code(string key, DateTimeOffset at)
        {
            byte[] time = BitConverter.GetBytes(at.ToUnixTimeSeconds() / 30);
            Array.Reverse(time);
#pragma warning disable CA5350 // The standard of the codes says SHA-1.
            byte[] hash = HMACSHA1.HashData(Bytes(key), time);
#pragma warning restore CA5350
            int from = hash[^1] & 0xF;
            int number = ((hash[from] & 0x7F) << 24) | (hash[from + 1] << 16) | (hash[from + 2] << 8) | hash[from + 3];
            return $"{number % 1_000_000:D6}";
        }

        private static byte[] Bytes(string key)
        {
            List<byte> bytes = [];
            (int held, int bits) = (0, 0);
            foreach (char letter in key.Where(Letters.Contains))
            {
                (held, bits) = ((held << 5) | Letters.IndexOf(letter, StringComparison.Ordinal), bits + 5);
                if (bits >= 8)
                {
                    bits -= 8;
                    bytes.Add((byte)(held >> bits));
                    held &= (1 << bits) - 1;
                }
            }

            return [.. bytes];
        }
    }
}
