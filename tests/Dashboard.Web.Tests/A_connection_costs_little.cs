using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Web.Broker;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>
/// What a connection may cost before anybody has logged in: 64 kB, at the web server and at the broker. No other test runs beside it, since
/// it looks at the memory of the whole program.
/// </summary>
[Collection(nameof(Alone))]
public sealed class A_connection_costs_little : IDisposable
{
    private const int Most = 64 * 1024;
    private const int Some = 150;

    private readonly TemporaryFolder _directory = new();
    private readonly List<Socket> _open = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _open.ForEach(socket => socket.Dispose());
        _directory.Dispose();
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("headers")]
    [InlineData("body")]
    [InlineData("page")]
    [InlineData("packed")]
    [InlineData("broker")]
    public async Task A_stranger_costs_64_kB_at_most(string kind)
    {
        await using RunningDashboard dashboard =
            await RunningDashboard.StartAsync(_directory.Path, null, "--webroot", Pages());
        int port = kind == "broker" ? dashboard.BrokerPort : dashboard.Address.Port;
        byte[] said = Said(kind);

        // The first ones fill what the server keeps for everybody.
        await OpenAsync(port, said, 20);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await OpenAsync(port, said, Some);
        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Some;
        TestContext.Current.TestOutputHelper!.WriteLine($"{kind}: {each} bytes each");
        Assert.InRange(each, long.MinValue, Most);
    }

    [Fact]
    public async Task What_is_larger_is_refused()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = dashboard.Anonymous();
        string body = $$"""{"user":"ana","password":"{{new string('x', WebLimits.BodyBytes)}}"}""";
        using HttpResponseMessage large = await client.PostAsync(
            "/api/session", new StringContent(body, Encoding.UTF8, "application/json"), Cancelled);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);

        using HttpRequestMessage wordy = new(HttpMethod.Get, "/healthz");
        wordy.Headers.Add("X-More", new string('x', WebLimits.HeaderBytes));
        using HttpResponseMessage many = await client.SendAsync(wordy, Cancelled);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, many.StatusCode);

        using HttpResponseMessage longer = await client.GetAsync("/healthz?" + new string('x', WebLimits.HeaderBytes / 2), Cancelled);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, longer.StatusCode);
    }

    [Fact]
    public async Task One_connection_too_many_is_closed_and_one_that_ends_makes_room()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null,
            services => services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxConcurrentConnections = 8));
        int port = dashboard.Address.Port;
        await OpenAsync(port, [], 8);
        await Eventually.TrueAsync(
            async () =>
            {
                using Socket more = await ConnectAsync(port);
                return await IsClosedAsync(more);
            },
            "one too many is closed", Cancelled);
        _open.ForEach(socket => socket.Dispose());
        await Eventually.TrueAsync(
            async () =>
            {
                using HttpClient client = dashboard.Anonymous();
                try
                {
                    return (await client.GetAsync("/healthz", Cancelled)).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "there is room again", Cancelled);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_request_that_does_not_end_is_hung_up()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using Socket slow = await ConnectAsync(dashboard.Address.Port);
        await slow.SendAsync("GET / HTTP/1.1\r\n"u8.ToArray(), Cancelled);
        Assert.True(await IsClosedAsync(slow));
    }

    private static byte[] Said(string kind)
    {
        string headers = string.Concat(Enumerable.Range(0, 15).Select(i => $"X-{i}: {new string('x', 1000)}\r\n"));
        return kind switch
        {
            "headers" => Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: x\r\n{headers}"),
            "body" => Encoding.ASCII.GetBytes(
                $"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n{headers}\r\n"
                + $"{{\"user\":\"{new string('x', 4900)}"),
            "page" => "GET /assets/app-1.js HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(),
            "packed" => "GET /assets/app-1.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n"u8.ToArray(),

            // CONNECT of the largest size, without its last byte.
            _ => RawMqtt.Connect(new string('x', new BrokerLimits().ConnectBytes - 12))[..^1],
        };
    }

    /// <summary>Pages with a script so large that no buffer of the system takes all of it.</summary>
    private string Pages()
    {
        string root = _directory.At("pages");
        Directory.CreateDirectory(Path.Combine(root, "assets"));
        File.WriteAllText(Path.Combine(root, "index.html"), "<!doctype html><title>x</title>");
        File.WriteAllBytes(Path.Combine(root, "assets", "app-1.js"), new byte[16 << 20]);
        File.WriteAllBytes(Path.Combine(root, "assets", "app-1.js.gz"), new byte[16 << 20]);
        return root;
    }

    /// <summary>Each from an address of its own: the broker takes only some of one.</summary>
    private async Task OpenAsync(int port, byte[] said, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Socket socket = await ConnectAsync(port, (byte)(2 + (_open.Count % 200)));
            _open.Add(socket);
            await socket.SendAsync(said, Cancelled);
        }

        // The server has taken what was sent when it allocates no more.
        long allocated = 0;
        int quiet = 0;
        await Eventually.TrueAsync(
            () =>
            {
                long now = GC.GetTotalAllocatedBytes();
                quiet = now - allocated < Most ? quiet + 1 : 0;
                allocated = now;
                return quiet >= 10;
            },
            "the server is at rest", Cancelled);
    }

    private static async Task<Socket> ConnectAsync(int port, byte from = 1)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, from]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, Cancelled);
        return socket;
    }

    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        byte[] bytes = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(bytes, Cancelled) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Closed with a reset.
        }

        return true;
    }
}

/// <summary>Tests beside which no other runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
