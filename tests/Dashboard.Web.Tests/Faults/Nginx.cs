using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Debian's nginx in front of a dashboard, with files and a port of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly TemporaryFolder _directory = new();
    private readonly Process _process;

    private Nginx(Uri dashboard, string headers)
    {
        // The port is free now; nginx cannot tell which one the system would give it.
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        }

        string configuration = Path.Combine(_directory.Path, "nginx.conf");
        File.WriteAllText(configuration,
            $$"""
            daemon off; master_process off; pid {{_directory.Path}}/pid; error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path {{_directory.Path}}/body; proxy_temp_path {{_directory.Path}}/proxy;
              fastcgi_temp_path {{_directory.Path}}/f; uwsgi_temp_path {{_directory.Path}}/u; scgi_temp_path {{_directory.Path}}/s;
              map $http_upgrade $connection_upgrade { default upgrade; '' close; }
              server {
                listen {{Address.Authority}};
                location / {
                  proxy_pass {{dashboard.GetLeftPart(UriPartial.Authority)}};
                  proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
                  {{headers}}
                }
              }
            }
            """);
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-c", configuration, "-p", _directory.Path])
        {
            RedirectStandardError = true,
        })!;
    }

    internal Uri Address { get; }

    internal static async Task<Nginx> StartAsync(Uri dashboard, string headers)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/nginx"), "needs Debian's package nginx");
        Nginx nginx = new(dashboard, headers);
        await Eventually.TrueAsync(
            async () =>
            {
                if (nginx._process.HasExited)
                {
                    Assert.Fail(await nginx._process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
                }

                using TcpClient client = new();
                try
                {
                    await client.ConnectAsync(IPEndPoint.Parse(nginx.Address.Authority));
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "nginx listens", TestContext.Current.CancellationToken);
        return nginx;
    }

    /// <summary>A browser, at an address of its own if one is given.</summary>
    internal HttpClient Client(CookieContainer? cookies = null, string local = "127.0.0.1") => new(new SocketsHttpHandler
    {
        CookieContainer = cookies ?? new CookieContainer(),
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancelled) =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(local), 0));
                await socket.ConnectAsync(IPEndPoint.Parse(Address.Authority), cancelled);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = Address,
    };

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _directory.Dispose();
    }
}
