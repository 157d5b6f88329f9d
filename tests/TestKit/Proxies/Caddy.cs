using System.Text.RegularExpressions;

namespace TestKit.Proxies;

/// <summary>Debian's Caddy, as docs/install-centre.md has it, but for the addresses and the certificate.</summary>
public sealed class Caddy : FrontProxy
{
    private Caddy() : base("https")
    {
    }

    public static async Task<Caddy> OfTheDocumentAsync(Uri dashboard, string title)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/caddy"), "needs Debian's package caddy");
        Caddy caddy = new();
        caddy.MakeCertificate();
        string site = Regex.Replace(
            Block(title).Replace("127.0.0.1:8080", dashboard.Authority, StringComparison.Ordinal),
            @"(scada|www)\.example \{",
            $"{caddy.Address.GetLeftPart(UriPartial.Authority)} {{\ntls {caddy.Folder.At("site.pem")} {caddy.Folder.At("site.key")}");
        await File.WriteAllTextAsync(
            caddy.Folder.At("Caddyfile"), "{\nadmin off\nauto_https disable_redirects\n}\n" + site, TestContext.Current.CancellationToken);
        await caddy.StartAsync(new("/usr/bin/caddy", ["run", "--config", caddy.Folder.At("Caddyfile"), "--adapter", "caddyfile"])
        {
            Environment = { ["XDG_DATA_HOME"] = caddy.Folder.Path, ["XDG_CONFIG_HOME"] = caddy.Folder.Path },
        });
        return caddy;
    }
}
