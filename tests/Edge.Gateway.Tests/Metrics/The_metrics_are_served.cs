using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Gateway.Configuration;
using Edge.Gateway.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Gateway.Tests.Metrics;

public sealed class The_metrics_are_served : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private readonly MetricsServer _server = Open(TimeSpan.FromSeconds(20));
    private Task _running = Task.CompletedTask;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _running = _server.RunAsync(_stop.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _ = await Record.ExceptionAsync(() => _running);
        Assert.True(_running.IsCanceled);
        _stop.Dispose();
    }

    [Fact]
    public async Task To_who_asks_for_them()
    {
        string answer = await AskAsync(_server, "GET /metrics HTTP/1.1\r\nHost: box\r\n\r\n");
        string[] parts = answer.Split("\r\n\r\n");
        Assert.StartsWith(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n", parts[0], StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {Encoding.UTF8.GetByteCount(parts[1])}\r\n", parts[0], StringComparison.Ordinal);
        Assert.Contains("edge_info{software=\"edge 1.2.3\"} 1\n", parts[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET /metrics/../secret HTTP/1.1\r\n\r\n", 404)]
    [InlineData("GET /metrics?x=1 HTTP/1.0\r\n\r\n", 200)]
    [InlineData("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", 405)]
    [InlineData("GET /metrics HTTP/2\r\n\r\n", 400)]
    [InlineData("GET  /metrics HTTP/1.1\r\n\r\n", 400)]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001 hello\r\n\r\n", 400)]
    public async Task And_nothing_else_is(string request, int status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(_server, request), StringComparison.Ordinal);

    [Fact]
    public async Task Even_when_the_question_comes_in_pieces()
    {
        using Socket peer = await ConnectAsync(_server);
        foreach (string piece in (string[])["GE", "T /metrics HT", "TP/1.1\r\n\r", "\n"])
        {
            _ = await peer.SendAsync(Encoding.ASCII.GetBytes(piece), Stop);
        }

        Assert.StartsWith("HTTP/1.1 200 ", await ReadAsync(peer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_a_question_without_end_is_refused() => Assert.StartsWith(
        "HTTP/1.1 431 ", await AskAsync(_server, "GET /metrics HTTP/1.1\r\nX: " + new string('x', 100_000)), StringComparison.Ordinal);

    [Fact]
    public async Task And_who_asks_nothing_is_hung_up_on_and_the_next_one_served()
    {
        MetricsServer impatient = Open(TimeSpan.FromMilliseconds(50));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = impatient.RunAsync(stop.Token);
        Socket[] idle = [.. await Task.WhenAll(Enumerable.Range(0, MetricsServer.MaximumPeers + 2).Select(_ => ConnectAsync(impatient)))];
        Assert.All(await Task.WhenAll(idle.Select(ReadAsync)), Assert.Empty);
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        foreach (Socket socket in idle)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public void And_a_port_that_is_taken_is_named()
    {
        GatewayStartException failure = Assert.Throws<GatewayStartException>(
            () => MetricsServer.Open(_server.EndPoint, "edge", TimeProvider.System, NullLogger.Instance));
        Assert.StartsWith($"metrics.listen: {_server.EndPoint} cannot be listened on", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void And_not_at_all_unless_configured() =>
        Assert.Empty(MetricsServer.Loops(new MetricsConfiguration(), TimeProvider.System, NullLoggerFactory.Instance));

    [Theory]
    [InlineData("127.0.0.1:9464", true)]
    [InlineData("[::1]:9464", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:0", false)]
    [InlineData("localhost:9464", false)]
    [InlineData(":9464", false)]
    [InlineData("", false)]
    public void At_an_address_that_is_one(string listen, bool right)
    {
        string file = $$"""{ "metrics": { "listen": "{{listen}}" } }""";
        ConfigurationResult result = ConfigurationLoader.Parse(Encoding.UTF8.GetBytes(file), "/etc/edge/edge.json");
        Assert.Equal(!right, result.Errors.Any(
            e => e.StartsWith($"/etc/edge/edge.json, line 1: metrics.listen: '{listen}' is no address", StringComparison.Ordinal)));
    }

    private static MetricsServer Open(TimeSpan patience) =>
        MetricsServer.Open(new IPEndPoint(IPAddress.Loopback, 0), "edge 1.2.3", TimeProvider.System, NullLogger.Instance, patience);

    private static async Task<string> AskAsync(MetricsServer server, string request)
    {
        using Socket peer = await ConnectAsync(server);
        _ = await peer.SendAsync(Encoding.Latin1.GetBytes(request), Stop);
        return await ReadAsync(peer);
    }

    private static async Task<Socket> ConnectAsync(MetricsServer server)
    {
        Socket peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(server.EndPoint, Stop);
        return peer;
    }

    private static async Task<string> ReadAsync(Socket peer)
    {
        List<byte> all = [];
        byte[] buffer = new byte[4096];
        for (int count = await peer.ReceiveAsync(buffer, Stop); count > 0; count = await peer.ReceiveAsync(buffer, Stop))
        {
            all.AddRange(buffer[..count]);
        }

        return Encoding.UTF8.GetString([.. all]);
    }
}
