using System.Net;
using System.Net.Sockets;
using System.Text;
using FirmwareSim.Devices.Server;
using Microsoft.Extensions.Logging;

namespace FirmwareSim.Devices.Control;

/// <summary>The control port: lines of at most 1024 bytes, at most eight people at a time.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int LongestLine = 1024;
    private const int MostClients = 8;

    private readonly Socket _listener;
    private readonly Func<string, string> _execute;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places = new(MostClients);
    private readonly Task _accepting;

    /// <exception cref="SimulatorStartException">The port is taken or not ours to take.</exception>
    public ControlServer(IPEndPoint listen, Func<string, string> execute, ILogger logger)
    {
        (_execute, _logger) = (execute, logger);
        _listener = MaraServer.Bind(listen);
        try
        {
            _listener.Listen(MostClients);
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw new SimulatorStartException($"cannot listen on {listen}: {e.Message}", e);
        }

        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the true port.</summary>
    public IPEndPoint EndPoint { get; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        for (int i = 0; i < MostClients; i++)
        {
            await _places.WaitAsync().ConfigureAwait(false);
        }

        _places.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            bool placed = false;
            try
            {
                await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
                placed = true;
                Socket client = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                placed = false;
                _ = Task.Run(() => ServeAsync(client), CancellationToken.None);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                Leave(placed);
                return;
            }
            catch (SocketException e)
            {
                Leave(placed);
                Log.AcceptFailed(_logger, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(200), _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Leave(bool placed)
    {
        if (placed)
        {
            _places.Release();
        }
    }

    private async Task ServeAsync(Socket client)
    {
        EndPoint? peer = client.RemoteEndPoint;
        try
        {
            using NetworkStream stream = new(client, ownsSocket: true);
            await TalkAsync(stream).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The person left in the middle of a line, or we stop: there is nobody to tell.
        }
        catch (Exception e)
        {
            Log.SessionFault(_logger, peer, e);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[LongestLine];
        int filled = 0;
        while (true)
        {
            int end = buffer.AsSpan(0, filled).IndexOf((byte)'\n');
            if (end >= 0)
            {
                string line = Encoding.UTF8.GetString(buffer, 0, end).Trim();
                buffer.AsSpan(end + 1, filled - end - 1).CopyTo(buffer);
                filled -= end + 1;
                string answer = _execute(line);
                Log.Control(_logger, line, answer);
                await SayAsync(stream, answer).ConfigureAwait(false);
                continue;
            }

            if (filled == buffer.Length)
            {
                await SayAsync(stream, $"error a line has at most {LongestLine} bytes").ConfigureAwait(false);
                return;
            }

            int received = await stream.ReadAsync(buffer.AsMemory(filled), _stopping.Token).ConfigureAwait(false);
            if (received == 0)
            {
                return;
            }

            filled += received;
        }
    }

    private ValueTask SayAsync(NetworkStream stream, string answer) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), _stopping.Token);
}
