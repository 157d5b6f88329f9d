using System.Net;
using System.Net.Sockets;

namespace Edge.Mqtt.Tests;

/// <summary>A proxy between the publisher and the broker; a test can interrupt it, in one direction or in both.</summary>
internal sealed class CutCable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly int _target;
    private readonly Task _accepting;
    private TaskCompletionSource _answers = Open();
    private bool _cut;

    public CutCable(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes the publisher has sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Whether an answer of the broker is held now.</summary>
    public bool Holds => Volatile.Read(ref _held) > 0;

    private long _sent;
    private int _held;
    private long? _holdAfter;

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _cut = true;
            foreach (Socket socket in _sockets)
            {
                socket.Close(timeout: 0);
            }

            _sockets.Clear();
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _cut = false;
        }
    }

    /// <summary>Holds the answers of the broker.</summary>
    public void HoldAnswers() => _answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds the answers of the broker after the publisher has sent so many bytes.</summary>
    public void HoldAnswersAfter(long sent) => _holdAfter = sent;

    public void ReleaseAnswers() => _answers.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        ReleaseAnswers();
        Cut();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        TaskCompletionSource open = new();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket near = await _listener.AcceptSocketAsync(_stop.Token);
                Socket far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                lock (_lock)
                {
                    if (_cut)
                    {
                        near.Dispose();
                        far.Dispose();
                        continue;
                    }

                    _sockets.AddRange([near, far]);
                }

                near.NoDelay = far.NoDelay = true;
                await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                _ = CarryAsync(near, far, answers: false);
                _ = CarryAsync(far, near, answers: true);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The broker is not running, or the test ends.
            }
        }
    }

    private async Task CarryAsync(Socket from, Socket to, bool answers)
    {
        byte[] buffer = new byte[16384];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (answers)
                {
                    _ = Interlocked.Increment(ref _held);
                    await _answers.Task;
                    _ = Interlocked.Decrement(ref _held);
                }
                else
                {
                    // Before the bytes are forwarded: no answer to them may be faster.
                    if (Interlocked.Add(ref _sent, count) > _holdAfter)
                    {
                        _holdAfter = null;
                        HoldAnswers();
                    }
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
