using System.Net;
using System.Net.Sockets;
using Dashboard.Web.Users;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace Dashboard.Web.Broker;

/// <summary>
/// Accepts the connections of the embedded broker, with a bound on how many there are, of one user too, and on how many of one address, or
/// of all, have not logged in yet. What is beyond is closed at once; it costs nothing.
/// </summary>
internal sealed class BrokerListener(IPAddress address, int port, BrokerLimits limits, BrokerNotes notes) : IMqttServerAdapter
{
    private const int Backlog = 128;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _strangersOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _connectionsOf = new(StringComparer.Ordinal);
    private readonly HashSet<Socket> _open = [];
    private int _strangers;
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private MqttServerOptions? _options;
    private IMqttNetLogger? _logger;

    /// <inheritdoc />
    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>The port that it listens on, once started.</summary>
    internal int Port { get; private set; }

    /// <inheritdoc />
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        (_options, _logger) = (options, logger);
        Socket listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        _listener = listener;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync(listener);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        _listener?.Dispose();
        await _accepting;
        Socket[] open;
        lock (_lock)
        {
            open = [.. _open];
        }

        Array.ForEach(open, socket => socket.Dispose());
    }

    /// <summary>The client has logged in: it no longer counts among the strangers, but among the connections of its user.</summary>
    /// <returns>False where the user has as many as it may: then nothing has changed.</returns>
    internal bool TryKnow(BrokerConnection connection, BrokerIdentity identity)
    {
        lock (_lock)
        {
            int own = _connectionsOf.GetValueOrDefault(identity.User);
            if (own >= limits.ConnectionsPerUser && identity.Role != BrokerRole.Anonymous)
            {
                return false;
            }

            _connectionsOf[identity.User] = own + 1;
        }

        connection.LoggedIn(identity);
        if (connection.RemoteEndPoint is IPEndPoint remote)
        {
            Leave(remote.Address);
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _listener?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (_stop.IsCancellationRequested
                && exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // Such as no file handles left: other connections go on, and this is tried again.
                notes.Refused("?", "?", $"a connection could not be accepted: {exception.Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            if (client.RemoteEndPoint is IPEndPoint remote && Enter(client, remote.Address) is { } refusal)
            {
                notes.Refused("?", remote.ToString(), refusal);
                client.Dispose();
                continue;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        IPEndPoint? remote = client.RemoteEndPoint as IPEndPoint;
        BrokerConnection? connection = null;
        try
        {
            client.NoDelay = true;
            NetworkStream stream = new(client, ownsSocket: true);
            BoundedChannel channel = new(new MqttTcpChannel(stream, client.LocalEndPoint, remote, null), limits.ConnectBytes);
            MqttBufferWriter writer = new(_options!.WriterBufferSize, _options.WriterBufferSizeMax);
            MqttChannelAdapter adapter = new(channel, new MqttPacketFormatterAdapter(writer), _logger!);
            string shown = remote?.ToString() ?? "?";
            connection = new BrokerConnection(
                adapter, channel, limits, reason => notes.Refused(connection?.ClientId ?? "?", shown, reason));
            await ClientHandler!(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is SocketException or IOException or ObjectDisposedException or OperationCanceledException
            or MqttCommunicationException)
        {
            // The connection has ended while it was being made or closed.
            notes.Ended(remote?.ToString() ?? "?", exception.Message);
        }
        finally
        {
            connection?.Dispose();
            client.Dispose();
            lock (_lock)
            {
                _open.Remove(client);
                if (connection?.Identity is { } identity)
                {
                    Decrease(_connectionsOf, identity.User);
                }
            }

            if (connection?.Identity is null && remote is not null)
            {
                Leave(remote.Address);
            }
        }
    }

    private string? Enter(Socket client, IPAddress from)
    {
        lock (_lock)
        {
            string place = PlaceOf(from);
            int own = _strangersOf.GetValueOrDefault(place);
            string? refusal = _open.Count >= limits.Connections ? $"there are {limits.Connections} connections already"
                : _strangers >= limits.Strangers ? $"{limits.Strangers} connections have not logged in yet"
                : own >= limits.StrangersPerAddress ? $"{limits.StrangersPerAddress} connections of this address have not logged in yet"
                : null;
            if (refusal is null)
            {
                _open.Add(client);
                _strangers++;
                _strangersOf[place] = own + 1;
            }

            return refusal;
        }
    }

    private void Leave(IPAddress from)
    {
        lock (_lock)
        {
            _strangers--;
            Decrease(_strangersOf, PlaceOf(from));
        }
    }

    /// <summary>Where a client comes from: the address, and of IPv6 the network of one subscriber.</summary>
    internal static string PlaceOf(IPAddress? address) => LogInGuard.PlaceOf(address);

    private static void Decrease(Dictionary<string, int> counts, string key)
    {
        if (counts.TryGetValue(key, out int count) && count > 1)
        {
            counts[key] = count - 1;
        }
        else
        {
            counts.Remove(key);
        }
    }
}
