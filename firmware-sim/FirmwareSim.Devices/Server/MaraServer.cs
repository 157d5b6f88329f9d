using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace FirmwareSim.Devices.Server;

/// <summary>What happens to a centre that connects while another is connected.</summary>
public enum NewcomerPolicy : byte
{
    /// <summary>It is closed at once, as on the original hardware.</summary>
    TurnAway = 0,

    /// <summary>The old one is closed.</summary>
    Replace = 1,
}

/// <summary>How the TCP side behaves.</summary>
public sealed record ServerOptions
{
    /// <summary>Where to listen. Default: the loopback, a port that the system chooses.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>What happens to a second centre. Default: turned away.</summary>
    public NewcomerPolicy Newcomer { get; init; }

    /// <summary>After such a silence the beginning of a frame is thrown away. Default 1 s.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A centre that does not read for so long is cut off. Default 10 s.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Listens for the one centre and lets it talk to the slave. One request is answered before the next is read.</summary>
internal sealed class MaraServer : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly SlaveLine _line;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Socket _listener;
    private Task _accepting = Task.CompletedTask;
    private Session? _session;
    private bool _refusing;

    /// <exception cref="SimulatorStartException">The port is taken or not ours to take.</exception>
    public MaraServer(ServerOptions options, SlaveLine line, TimeProvider time, ILogger logger)
    {
        (_options, _line, _time, _logger) = (options, line, time, logger);
        _listener = Bind(options.Listen);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        Listen();
    }

    /// <summary>Where it listens, with the true port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Who is connected, or null.</summary>
    public EndPoint? Client
    {
        get
        {
            lock (_gate)
            {
                return _session is { Ended: false } session ? session.Peer : null;
            }
        }
    }

    /// <summary>Whether connections are refused.</summary>
    public bool Refusing
    {
        get
        {
            lock (_gate)
            {
                return _refusing;
            }
        }
    }

    /// <summary>Cuts the centre off.</summary>
    /// <returns>Whether one was there.</returns>
    public bool Drop()
    {
        lock (_gate)
        {
            bool there = _session is { Ended: false };
            _session?.Cut("dropped by order");
            return there;
        }
    }

    /// <summary>Refuses new connections as a machine without a listener does, or takes them again. The port stays ours.</summary>
    public void Refuse(bool on)
    {
        lock (_gate)
        {
            if (on && !_refusing)
            {
                _refusing = true;
                _listener.Dispose();
                _listener = Bind(EndPoint);
            }
            else if (!on && _refusing)
            {
                _refusing = false;
                Listen();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Session? session;
        lock (_gate)
        {
            _listener.Dispose();
            session = _session;
            session?.Cut("the simulator stops");
        }

        await _accepting.ConfigureAwait(false);
        await (session?.Completion ?? Task.CompletedTask).ConfigureAwait(false);
        _stopping.Dispose();
    }

    internal static Socket Bind(IPEndPoint endPoint)
    {
        Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            string why = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another program listens there",
                SocketError.AccessDenied => "the system does not allow it; ports below 1024 need privileges",
                SocketError.AddressNotAvailable => "this machine does not have that address",
                _ => e.Message,
            };
            throw new SimulatorStartException($"cannot listen on {endPoint}: {why}", e);
        }
    }

    private void Listen()
    {
        try
        {
            _listener.Listen(8);
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw new SimulatorStartException($"cannot listen on {_options.Listen}: {e.Message}", e);
        }

        _accepting = AcceptAsync(_listener, _accepting);
    }

    private async Task AcceptAsync(Socket listener, Task before)
    {
        await before.ConfigureAwait(false);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Welcome(await listener.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.InvalidArgument })
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of descriptors, or a peer that left in the queue: neither is a reason to stop listening, nor to spin.
                Log.AcceptFailed(_logger, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(200), _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Welcome(Socket socket)
    {
        lock (_gate)
        {
            if (_refusing || _stopping.IsCancellationRequested)
            {
                socket.Dispose();
                return;
            }

            if (_session is { Ended: false } present)
            {
                if (_options.Newcomer == NewcomerPolicy.TurnAway && !present.PeerHasLeft)
                {
                    Log.CentreTurnedAway(_logger, socket.RemoteEndPoint);
                    socket.Dispose();
                    return;
                }

                present.Cut("another centre took its place");
            }

            _session = new Session(socket, _options, _line, _time, _logger, _stopping.Token);
        }
    }
}
