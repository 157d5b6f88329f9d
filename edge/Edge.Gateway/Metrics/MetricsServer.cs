using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Metrics;

/// <summary>
/// Answers <c>GET /metrics</c> only: one request per connection, of limited size, in limited time, from a limited number of peers. Any
/// other request, or none in time, gets an error and the connection is closed.
/// </summary>
internal sealed class MetricsServer : IDisposable
{
    /// <summary>The largest request, in bytes.</summary>
    public const int MaximumRequest = 4096;

    /// <summary>How many peers are served at the same time; others wait.</summary>
    public const int MaximumPeers = 4;

    private readonly TcpListener _listener;
    private readonly MetricCollector _collector;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _peers = new(MaximumPeers);
    private readonly SemaphoreSlim _reading = new(1);

    private MetricsServer(TcpListener listener, MetricCollector collector, TimeProvider time, ILogger logger)
    {
        _listener = listener;
        _collector = collector;
        _time = time;
        _logger = logger;
    }

    /// <summary>How long a peer may take to send the request, and to receive the answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The loop, if the configuration enables it.</summary>
    /// <exception cref="GatewayStartException">The address cannot be used.</exception>
    public static (string Name, Func<CancellationToken, Task> Run)[] Loops(
        MetricsConfiguration configuration, TimeProvider time, ILoggerFactory logs)
    {
        if (configuration.EndPoint is not { } address)
        {
            return [];
        }

        MetricsServer server = Open(address, Software.Name, time, logs.CreateLogger<MetricsServer>());
        return [("metrics", server.RunAsync)];
    }

    /// <summary>Binds the address and starts collecting.</summary>
    /// <exception cref="GatewayStartException">The address cannot be used.</exception>
    public static MetricsServer Open(IPEndPoint address, string software, TimeProvider time, ILogger logger, TimeSpan? patience = null)
    {
        TcpListener listener = new(address);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new GatewayStartException(
                $"metrics.listen: {address} cannot be listened on: {WordedException.TextOf(e)} Give another address or port.", e);
        }

        return new MetricsServer(listener, new MetricCollector(software), time, logger) { Patience = patience ?? TimeSpan.FromSeconds(5) };
    }

    /// <summary>Serves until it is stopped.</summary>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using (this)
        {
            Log.MetricsOn(_logger, EndPoint.ToString());
            while (true)
            {
                await _peers.WaitAsync(cancellationToken).ConfigureAwait(false);
                Socket peer;
                try
                {
                    peer = await _listener.AcceptSocketAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (SocketException e)
                {
                    // The peer closed the connection before it was accepted, or there are no descriptors left: try the next one.
                    _ = _peers.Release();
                    Log.MetricsPeerFailed(_logger, e.Message);
                    await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                _ = ServeAsync(peer, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _collector.Dispose();
    }

    private async Task ServeAsync(Socket peer, CancellationToken stop)
    {
        try
        {
            using (peer)
            {
                using CancellationTokenSource patience = new(Patience, _time);
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
                byte[] answer = await AnswerAsync(peer, either.Token).ConfigureAwait(false);
                for (int sent = 0; sent < answer.Length;)
                {
                    sent += await peer.SendAsync(answer.AsMemory(sent), SocketFlags.None, either.Token).ConfigureAwait(false);
                }

                peer.Shutdown(SocketShutdown.Send);

                // Closing with unread bytes would reset the connection, and the peer could lose the answer: they are read first, within
                // the same time limit.
                byte[] rest = new byte[MaximumRequest];
                while (await peer.ReceiveAsync(rest, SocketFlags.None, either.Token).ConfigureAwait(false) > 0)
                {
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
        {
            Log.MetricsPeerFailed(_logger, e.Message);
        }
        finally
        {
            _ = _peers.Release();
        }
    }

    private async Task<byte[]> AnswerAsync(Socket peer, CancellationToken cancellationToken)
    {
        byte[] request = new byte[MaximumRequest];
        int length = 0;
        while (request.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            if (length == request.Length)
            {
                return Response("431 Request Header Fields Too Large", "The question is too long.\n");
            }

            int count = await peer.ReceiveAsync(request.AsMemory(length), SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return [];
            }

            length += count;
        }

        string line = Encoding.Latin1.GetString(request, 0, request.AsSpan(0, length).IndexOf("\r\n"u8));
        string[] words = line.Split(' ');
        if (words is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"])
        {
            return Response("400 Bad Request", "This is no HTTP.\n");
        }

        if (target.Split('?')[0] != "/metrics")
        {
            return Response("404 Not Found", "There is /metrics and nothing else.\n");
        }

        if (method != "GET")
        {
            return Response("405 Method Not Allowed", "Only GET.\n", "Allow: GET\r\n");
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Response("200 OK", _collector.Read());
        }
        finally
        {
            _ = _reading.Release();
        }
    }

    private static byte[] Response(string status, string body, string header = "")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + $"Content-Length: {bytes.Length}\r\nCache-Control: no-store\r\n{header}Connection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. bytes];
    }
}
