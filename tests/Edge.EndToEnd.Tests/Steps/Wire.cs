using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>A packet of MQTT that a test waits for.</summary>
internal enum Packet
{
    Other,
    Batch,
    BatchConfirmed,
    Acknowledgement,
}

/// <summary>
/// The connections of one part to the broker, packet by packet. Cut, it carries nothing any more: what has not come through is lost as by a
/// power cut of the part.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int LargestPacket = 1 << 20;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly int _broker;
    private readonly string _records;
    private readonly Task _accepting;
    private bool _isCut;

    internal Wire(int broker, string records)
    {
        (_broker, _records) = (broker, records);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Called with the packet, and whether it comes from the broker, before it is carried on.</summary>
    internal required Action<Packet, bool> Arrived { get; init; }

    /// <summary>The same, when it is carried on.</summary>
    internal required Action<Packet, bool> Passed { get; init; }

    internal void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            _sockets.ForEach(socket => socket.Close(timeout: 0));
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Cut();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket near = await _listener.AcceptSocketAsync(_stop.Token);
                Socket far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                if (!Add(near, far))
                {
                    continue;
                }

                near.NoDelay = far.NoDelay = true;
                await far.ConnectAsync(IPAddress.Loopback, _broker, _stop.Token);
                HashSet<int> batches = [];
                _ = CarryAsync(near, far, batches, fromBroker: false);
                _ = CarryAsync(far, near, batches, fromBroker: true);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The broker is not running, or the test ends.
                CloseAll();
            }
        }
    }

    private bool Add(Socket near, Socket far)
    {
        lock (_lock)
        {
            if (_isCut)
            {
                near.Dispose();
                far.Dispose();
                return false;
            }

            _sockets.AddRange([near, far]);
            return true;
        }
    }

    private void CloseAll()
    {
        lock (_lock)
        {
            _sockets.ForEach(socket => socket.Dispose());
            _sockets.Clear();
        }
    }

    private async Task CarryAsync(Socket from, Socket to, HashSet<int> batches, bool fromBroker)
    {
        byte[] buffer = new byte[LargestPacket];
        int filled = 0;
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(filled)) is var count and > 0)
            {
                filled += count;
                int used = 0;
                while (Length(buffer.AsSpan(used, filled - used)) is var length and > 0)
                {
                    Packet packet = Read(buffer.AsSpan(used, length), batches, fromBroker);
                    Arrived(packet, fromBroker);
                    await to.SendAsync(buffer.AsMemory(used, length));
                    Passed(packet, fromBroker);
                    used += length;
                }

                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut, or one of them ended.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }

    // The whole length of the first packet; 0 while it is not there (MQTT 5 §2.1).
    private static int Length(ReadOnlySpan<byte> bytes)
    {
        int rest = 0;
        for (int i = 1; i < Math.Min(bytes.Length, 5); i++)
        {
            rest |= (bytes[i] & 0x7F) << (7 * (i - 1));
            if (bytes[i] < 0x80)
            {
                int length = 1 + i + rest;
                Assert.True(length <= LargestPacket, $"A packet has {length} bytes.");
                return length <= bytes.Length ? length : 0;
            }
        }

        return 0;
    }

    // A batch goes to the dashboard as it came from the gateway. Its confirmation is recognised by the number of its packet.
    private Packet Read(ReadOnlySpan<byte> packet, HashSet<int> batches, bool fromBroker)
    {
        int body = 1;
        while (packet[body++] >= 0x80)
        {
            // The length.
        }

        int type = packet[0] >> 4;
        int first = packet.Length >= body + 2 ? (packet[body] << 8) | packet[body + 1] : 0;
        if (type == 4 && fromBroker)
        {
            lock (batches)
            {
                return batches.Remove(first) ? Packet.BatchConfirmed : Packet.Other;
            }
        }

        if (type != 3)
        {
            return Packet.Other;
        }

        string topic = Encoding.UTF8.GetString(packet.Slice(body + 2, first));
        if (topic == _records)
        {
            int id = body + 2 + first;
            lock (batches)
            {
                _ = !fromBroker && batches.Add((packet[id] << 8) | packet[id + 1]);
            }

            return Packet.Batch;
        }

        return topic == _records + "/ack" ? Packet.Acknowledgement : Packet.Other;
    }
}
