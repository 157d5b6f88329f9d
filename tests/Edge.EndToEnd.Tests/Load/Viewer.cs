using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Edge.EndToEnd.Tests.Load;

/// <summary>
/// A page that watches a station, without the page: the bytes of its live connection, of which only the revisions of the elements are read.
/// Two thousand of these fit beside the programs that they load.
/// </summary>
internal sealed partial class Viewer : IAsyncDisposable
{
    private const byte End = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>The last revision that it has seen.</summary>
    public long Revision { get; private set; }

    /// <summary>How many changes of the elements arrived.</summary>
    public int Changes { get; private set; }

    /// <summary>Whether the connection is still there.</summary>
    public bool IsOpen => _socket.State == WebSocketState.Open && !_reading.IsCompleted;

    /// <summary>Told of each revision, by the thread that reads.</summary>
    public Action<long>? Seen { get; init; }

    public async Task WatchAsync(Uri address, string cookie, string site, CancellationToken stop)
    {
        _socket.Options.SetRequestHeader("Cookie", cookie);
        _socket.Options.SetRequestHeader("Origin", address.GetLeftPart(UriPartial.Authority));
        await _socket.ConnectAsync(new UriBuilder(new Uri(address, "/hub/live")) { Scheme = "ws" }.Uri, stop);
        await SendAsync("""{"protocol":"json","version":1}""", stop);
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{site}}"]}""", stop);
        _reading = ReadAsync(_stop.Token);
    }

    /// <summary>Says that it is there, as a page does each fifteen seconds.</summary>
    public Task BeatAsync(CancellationToken stop) => IsOpen ? SendAsync("""{"type":6}""", stop) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ContinueWith(_ => { }, TaskScheduler.Default);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync(string text, CancellationToken stop)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), End];
        await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, stop);
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        byte[] part = ArrayPool<byte>.Shared.Rent(8192);
        List<byte> message = [];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult got = await _socket.ReceiveAsync(part.AsMemory(), stop);
                if (got.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                foreach (byte one in part.AsSpan(0, got.Count))
                {
                    if (one != End)
                    {
                        message.Add(one);
                        continue;
                    }

                    Take(message);
                    message.Clear();
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    private void Take(List<byte> message)
    {
        ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(message);
        if (!bytes[..Math.Min(bytes.Length, 60)].IndexOf("\"target\":\"elements\""u8).Equals(-1)
            && LastNumber().Match(Encoding.UTF8.GetString(bytes[^Math.Min(bytes.Length, 30)..])) is { Success: true } last)
        {
            Revision = long.Parse(last.Groups["revision"].Value, CultureInfo.InvariantCulture);
            Changes++;
            Seen?.Invoke(Revision);
        }
    }

    [GeneratedRegex(@",(?<revision>\d+)\]\}$")]
    private static partial Regex LastNumber();
}
