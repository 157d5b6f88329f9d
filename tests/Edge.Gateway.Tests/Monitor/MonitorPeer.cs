using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Edge.Gateway.Tests.Monitor;

/// <summary>A client of the monitor with nothing but a raw socket.</summary>
internal sealed class MonitorPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private StreamReader? _reader;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<MonitorPeer> ConnectAsync(string path)
    {
        MonitorPeer peer = new();
        await peer._socket.ConnectAsync(new UnixDomainSocketEndPoint(path), Stop);
        peer._reader = new StreamReader(new NetworkStream(peer._socket));
        return peer;
    }

    /// <summary>Connects, asks and waits until the gateway says what it shows.</summary>
    public static async Task<MonitorPeer> WatchAsync(string path, string request)
    {
        MonitorPeer peer = await ConnectAsync(path);
        await peer.SendAsync(request + "\n");
        JsonElement welcome = await peer.ReadAsync();
        Assert.False(welcome.TryGetProperty("error", out _), welcome.ToString());
        return peer;
    }

    public async Task SendAsync(string text) => _ = await _socket.SendAsync(Encoding.UTF8.GetBytes(text), SocketFlags.None, Stop);

    /// <summary>The next line.</summary>
    public async Task<JsonElement> ReadAsync() => JsonDocument.Parse((await ReadTextAsync())!).RootElement;

    /// <summary>The next line; null when the gateway has hung up.</summary>
    public async Task<string?> ReadTextAsync()
    {
        try
        {
            return await _reader!.ReadLineAsync(Stop);
        }
        catch (IOException)
        {
            return null; // reset, because what was sent was not read
        }
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _socket.Dispose();
    }
}
