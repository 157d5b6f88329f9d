using System.Net.Sockets;
using System.Text.Json;
using Edge.Field.Taps;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Monitor;

/// <summary>
/// Serves <c>edge monitor</c> on a Unix socket: the client sends one line (<see cref="MonitorRequest"/>), and receives the traffic of the
/// links (<see cref="MonitorLine"/>). A slow client loses records, and receives their number; the links never wait for a client.
/// </summary>
internal sealed class MonitorServer : IDisposable
{
    /// <summary>How many clients are served at the same time; others are refused.</summary>
    public const int MaximumClients = 4;

    private readonly Socket _listener;
    private readonly LinkTaps _taps;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _clients;

    private MonitorServer(Socket listener, string path, LinkTaps taps, TimeProvider time, ILogger logger)
    {
        (_listener, SocketPath, _taps, _time, _logger) = (listener, path, taps, time, logger);
    }

    /// <summary>Where it listens.</summary>
    public string SocketPath { get; }

    /// <summary>How long a client may take to send the request, and to receive a part of the lines.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The loop, if the configuration enables it. If the socket cannot be opened, the gateway logs why and works without it: a tool for
    /// diagnosis must not prevent a start.
    /// </summary>
    public static (string Name, Func<CancellationToken, Task> Run)[] Loops(
        MonitorConfiguration configuration, string dataDirectory, LinkTaps taps, TimeProvider time, ILoggerFactory logs)
    {
        if (!configuration.Enabled)
        {
            return [];
        }

        ILogger logger = logs.CreateLogger<MonitorServer>();
        string path = configuration.PathIn(dataDirectory);
        try
        {
            return [("monitor", Open(path, taps, time, logger).RunAsync)];
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            Log.MonitorOff(logger, path, e.Message);
            return [];
        }
    }

    /// <summary>Opens the socket; it replaces the socket of a gateway that was killed.</summary>
    /// <exception cref="IOException">The path is too long, or another file is there.</exception>
    /// <exception cref="SocketException">The socket cannot be opened.</exception>
    public static MonitorServer Open(string path, LinkTaps taps, TimeProvider time, ILogger logger, TimeSpan? patience = null)
    {
        if (MonitorConfiguration.ProblemOf(path) is { } problem)
        {
            throw new IOException(problem.ToString());
        }

        UnixDomainSocketEndPoint end = new(path);
        RemoveDead(path, end);
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(end);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite); // before a client can connect
            }

            listener.Listen(MaximumClients);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new MonitorServer(listener, path, taps, time, logger) { Patience = patience ?? TimeSpan.FromSeconds(10) };
    }

    /// <summary>Serves until it is stopped.</summary>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using (this)
        {
            Log.MonitorOn(_logger, SocketPath);
            while (true)
            {
                Socket client;
                try
                {
                    client = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (SocketException e)
                {
                    // The client closed the connection before it was accepted, or there are no descriptors left: try the next one.
                    Log.MonitorClientGone(_logger, e.Message);
                    await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                _ = ServeAsync(client, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>The system's own disposal of a bound socket removes its file.</remarks>
    public void Dispose() => _listener.Dispose();

    private static void RemoveDead(string path, UnixDomainSocketEndPoint end)
    {
        FileInfo there = new(path);
        if (!there.Exists)
        {
            return;
        }

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(end);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && there.Length == 0 && there.LinkTarget is null)
        {
            there.Delete();
            return;
        }

        throw new IOException("another gateway uses it.");
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        bool served = Interlocked.Increment(ref _clients) <= MaximumClients;
        try
        {
            using (client)
            {
                MonitorClient session = new(client, _time, Patience);
                if (served)
                {
                    await ServeAsync(session, stop).ConfigureAwait(false);
                }
                else
                {
                    await session.RefuseAsync($"{MaximumClients} monitors watch already: end one of them.", stop).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            Log.MonitorClientGone(_logger, e.Message);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _clients);
        }
    }

    private async Task ServeAsync(MonitorClient session, CancellationToken stop)
    {
        MonitorRequest request;
        try
        {
            request = await session.ReadRequestAsync(stop).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            await session.RefuseAsync(
                "This is no request: send one line as {\"devices\":[\"comaster\"],\"level\":\"frames\"}; "
                + $"level is outcomes, frames or bytes. {e.Message}", stop).ConfigureAwait(false);
            return;
        }

        string[] devices = request.Devices is { Length: > 0 } named ? named : [.. _taps.Devices];
        if (devices.FirstOrDefault(name => name is null || _taps.Find(name) is null) is { } unknown)
        {
            await session.RefuseAsync(
                $"There is no device '{unknown}': the configuration has {string.Join(", ", _taps.Devices)}.", stop).ConfigureAwait(false);
            return;
        }

        using TapListener listener = _taps.Listen(devices, MonitorClient.KindsOf(request.Level));
        Log.MonitorWatched(_logger, string.Join(", ", devices));
        await session.StreamAsync(listener, new MonitorWelcome(devices, request.Level, null), stop).ConfigureAwait(false);
    }
}
