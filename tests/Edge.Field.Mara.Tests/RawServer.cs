using System.Net;
using System.Net.Sockets;

namespace Edge.Field.Mara.Tests;

/// <summary>A peer on a real socket that sends raw bytes; the test defines what it does with each connection.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Peer, Task> _serve;
    private readonly Task _running;
    private int _connections;

    public RawServer(Func<Peer, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _running = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                _ = Interlocked.Increment(ref _connections);
                try
                {
                    await _serve(new Peer(socket, _stop.Token));
                }
                catch (SocketException)
                {
                    // The driver closed the connection; the next one is served.
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    internal sealed class Peer(Socket socket, CancellationToken stop)
    {
        /// <summary>The next question, or null when the driver closed.</summary>
        public async Task<byte[]?> ReadAsync()
        {
            byte[] question = new byte[8];
            for (int have = 0; have < question.Length;)
            {
                int count = await socket.ReceiveAsync(question.AsMemory(have), stop);
                if (count == 0)
                {
                    return null;
                }

                have += count;
            }

            return question;
        }

        public async Task SendAsync(params byte[] bytes) => _ = await socket.SendAsync(bytes, stop);

        public async Task SendOneByOneAsync(byte[] bytes)
        {
            socket.NoDelay = true;
            foreach (byte next in bytes)
            {
                await SendAsync(next);
            }
        }

        public async Task UntilClosedAsync()
        {
            while (await ReadAsync() is not null)
            {
            }
        }

        public void Reset() => socket.Close(0);
    }
}
