using System.Text.RegularExpressions;

namespace TestKit.Proxies;

/// <summary>Debian's nginx.</summary>
public sealed class Nginx : FrontProxy
{
    private Nginx(string scheme) : base(scheme)
    {
    }

    public static Task<Nginx> StartAsync(Uri dashboard, string headers) => StartAsync("http", nginx =>
        $$"""
        map $http_upgrade $connection_upgrade { default upgrade; '' close; }
        server {
          listen {{nginx.Address.Authority}};
          location / {
            proxy_pass {{dashboard.GetLeftPart(UriPartial.Authority)}};
            proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
            {{headers}}
          }
        }
        """);

    /// <summary>As docs/install-centre.md has it, with TLS, but for the addresses and the certificate.</summary>
    public static Task<Nginx> OfTheDocumentAsync(Uri dashboard, string title, Func<string, string>? change = null) =>
        StartAsync("https", nginx =>
        {
            nginx.MakeCertificate();
            string site = Block(title)
                .Replace("listen 443 ssl", $"listen {nginx.Address.Authority} ssl", StringComparison.Ordinal)
                .Replace("http://127.0.0.1:8080", dashboard.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
            site = Regex.Replace(site, "/etc/nginx/[a-z]+\\.(pem|key)", nginx.Folder.At("site.$1"));
            return change is null ? site : change(site);
        });

    private static async Task<Nginx> StartAsync(string scheme, Func<Nginx, string> site)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/nginx"), "needs Debian's package nginx");
        Nginx nginx = new(scheme);
        string folder = nginx.Folder.Path;
        string configuration = nginx.Folder.At("nginx.conf");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
              {{site(nginx)}}
            }
            """,
            TestContext.Current.CancellationToken);
        await nginx.StartAsync(new("/usr/sbin/nginx", ["-c", configuration, "-p", folder]));
        return nginx;
    }
}
