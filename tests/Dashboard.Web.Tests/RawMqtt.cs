using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Web.Tests;

/// <summary>Speaks MQTT 3.1.1 byte by byte, so that it can say what no client library would.</summary>
internal sealed class RawMqtt : IAsyncDisposable
{
    private readonly TcpClient _client;

    private RawMqtt(TcpClient client) => _client = client;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal NetworkStream Stream => _client.GetStream();

    /// <summary>A connection that has said nothing yet.</summary>
    internal static async Task<RawMqtt> OpenAsync(int port, string local = "127.0.0.1")
    {
        TcpClient client = new(new IPEndPoint(IPAddress.Parse(local), 0));
        await client.ConnectAsync("127.0.0.1", port, Cancelled);
        return new RawMqtt(client);
    }

    internal static async Task<RawMqtt> ConnectAsync(
        int port, string clientId, string? user = null, string? password = null, string local = "127.0.0.1")
    {
        RawMqtt raw = await OpenAsync(port, local);
        await raw.Stream.WriteAsync(Connect(clientId, user, password), Cancelled);
        byte[] answer = new byte[4];
        await raw.Stream.ReadExactlyAsync(answer, Cancelled);
        Assert.Equal<byte>([0x20, 2, 0, 0], answer);
        return raw;
    }

    /// <summary>CONNECT (MQTT 3.1.1 §3.1).</summary>
    internal static byte[] Connect(string clientId, string? user = null, string? password = null) => Packet(
        0x10,
        [
            0, 4, .. "MQTT"u8, 4, (byte)(2 | (user is null ? 0 : 0x80) | (password is null ? 0 : 0x40)), 0, 60, .. Text(clientId),
            .. user is null ? [] : Text(user), .. password is null ? [] : Text(password),
        ]);

    /// <summary>PUBLISH at QoS 0 (MQTT 3.1.1 §3.3).</summary>
    internal Task PublishAsync(string topic, string payload, bool retain) => Stream.WriteAsync(
        Packet((byte)(0x30 | (retain ? 1 : 0)), [.. Text(topic), .. Encoding.UTF8.GetBytes(payload)]), Cancelled).AsTask();

    /// <summary>Whether the broker closes the connection, long before it misses a ping; what it still sends is thrown away.</summary>
    internal async Task<bool> IsClosedAsync()
    {
        byte[] bytes = new byte[4096];
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            while (await Stream.ReadAsync(bytes, deadline.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with a reset, because bytes of ours were still on the way.
        }
        catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
        {
            return false;
        }

        return true;
    }

    /// <summary>A fixed header and a body (MQTT 3.1.1 §2.2).</summary>
    internal static byte[] Packet(byte first, byte[] body) => [first, .. Length(body.Length), .. body];

    internal static byte[] Length(int length)
    {
        List<byte> bytes = [];
        do
        {
            byte next = (byte)(length % 128);
            length /= 128;
            bytes.Add((byte)(length > 0 ? next | 0x80 : next));
        }
        while (length > 0);
        return [.. bytes];
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }
}
