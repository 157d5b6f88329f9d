using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TestKit.Proxies;

/// <summary>A reverse proxy in front of a dashboard, with files and a port of its own.</summary>
public abstract class FrontProxy : IAsyncDisposable
{
    private Process? _process;
    private string? _hash;

    protected FrontProxy(string scheme)
    {
        // The proxy cannot tell which one the system would give it.
        Address = new Uri($"{scheme}://127.0.0.1:{FreePort.Take(1)[0]}");
    }

    public Uri Address { get; }

    /// <summary>What a browser may trust: the SHA-256 of the key of the certificate, in Base64. Null: there is none.</summary>
    public string? Fingerprint { get; private set; }

    protected TemporaryFolder Folder { get; } = new();

    /// <summary>A block of docs/install-centre.md that begins with a title.</summary>
    protected static string Block(string title)
    {
        string[] lines =
        [
            .. File.ReadAllLines(Repository.PathOf("docs", "install-centre.md")).SkipWhile(line => line != $"    # {title}").Skip(1)
                .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(lines);
        return string.Join('\n', lines);
    }

    /// <summary>Writes <c>site.pem</c> and <c>site.key</c>.</summary>
    protected void MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=scada.example", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _hash = certificate.GetCertHashString();
        Fingerprint = Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        File.WriteAllText(Folder.At("site.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Folder.At("site.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whether a certificate is that of the proxy.</summary>
    public bool Is(X509Certificate? shown) => shown?.GetCertHashString() == _hash;

    /// <summary>Starts the program and waits until it listens.</summary>
    protected async Task StartAsync(ProcessStartInfo program)
    {
        program.RedirectStandardError = true;
        _process = Process.Start(program)!;
        await Eventually.TrueAsync(
            async () =>
            {
                if (_process.HasExited)
                {
                    Assert.Fail(await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
                }

                using TcpClient client = new();
                try
                {
                    await client.ConnectAsync(IPEndPoint.Parse(Address.Authority));
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "the proxy listens", TestContext.Current.CancellationToken);
    }

    /// <summary>A browser, at an address of its own if one is given.</summary>
    public HttpClient Client(CookieContainer? cookies = null, string local = "127.0.0.1") => new(new SocketsHttpHandler
    {
        CookieContainer = cookies ?? new CookieContainer(),
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => Is(shown) },
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
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
