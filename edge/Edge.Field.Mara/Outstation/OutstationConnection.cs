using System.Net;
using System.Net.Sockets;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>One connection of a control centre. Holds a fixed number of bytes, whatever the peer does.</summary>
internal sealed class OutstationConnection(
    long number, Socket socket, IPAddress address, OutstationOptions options, CentreDirectory directory, CommandDesk desk, TimeProvider time)
    : IDisposable
{
    private const int Unheard = 64 * 1024;
    private const int KeepAliveAfter = 10;
    private const int KeepAliveInterval = 2;
    private const int KeepAliveRetries = 3;
    private const long Never = long.MinValue;

    private readonly byte[] _received = new byte[1024];
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength];
    private readonly Question _question = new();
    private readonly long _since = time.GetTimestamp();
    private readonly CancellationTokenSource _closing = new();
    private int _have;
    private int _withoutFrame;
    private int _end;
    private long _askedAt = Never;
    private long _sendingSince = Never;
    private long _secondSince = Never;
    private int _inSecond;
    private int _source = -1;

    /// <summary>Counts up: of two connections the later one has the greater.</summary>
    public long Number => number;

    /// <summary>The centre, once it has asked something.</summary>
    public CentreSession? Centre { get; private set; }

    /// <summary>The source in its last frame, or −1.</summary>
    public int Source => _source;

    /// <summary>Where it comes from.</summary>
    public IPAddress Address => address;

    /// <summary>Whether it has asked anything that was for us.</summary>
    public bool HasAsked => Interlocked.Read(ref _askedAt) != Never;

    /// <summary>Why it ended.</summary>
    public ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    /// <summary>When it last asked, as a timestamp of the clock; the least number there is while it never did.</summary>
    public long AskedAt => Interlocked.Read(ref _askedAt);

    /// <summary>Cancelled when it ends: what waits for it need not wait any more.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Told when the centre is known.</summary>
    public Action<OutstationConnection>? Identified { get; init; }

    /// <summary>Readies a socket that was just accepted; false where it has gone again already.</summary>
    public static bool TryPrepare(Socket socket, out IPAddress address)
    {
        try
        {
            address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveAfter);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveInterval);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
            return true;
        }
        catch (SocketException)
        {
            address = IPAddress.None;
            return false;
        }
    }

    /// <summary>Ends it from outside; the first reason counts.</summary>
    public void Close(ConnectionEnd why)
    {
        if (Interlocked.CompareExchange(ref _end, (int)why, (int)ConnectionEnd.None) == (int)ConnectionEnd.None)
        {
            _closing.Cancel();
        }

        socket.Dispose();
    }

    /// <summary>Ends it where the peer has taken too long.</summary>
    public void CheckTime()
    {
        long sending = Interlocked.Read(ref _sendingSince), asked = Interlocked.Read(ref _askedAt);
        if (sending != Never && time.GetElapsedTime(sending) > options.SendTimeout)
        {
            Close(ConnectionEnd.NotRead);
        }
        else if (asked == Never ? time.GetElapsedTime(_since) > options.FirstQuestionTimeout : time.GetElapsedTime(asked) > options.IdleTimeout)
        {
            Close(ConnectionEnd.Silent);
        }
    }

    /// <summary>Serves until the connection ends; <see cref="End"/> says why.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (End == ConnectionEnd.None)
            {
                int count = await ReceiveAsync().ConfigureAwait(false);
                if (count == 0)
                {
                    Close(ConnectionEnd.Closed);
                    return;
                }

                bool late = count < 0;
                _have += Math.Max(0, count);
                _withoutFrame += Math.Max(0, count);
                while (TakeFrame(late))
                {
                    (late, _withoutFrame) = (false, 0);
                    await HandleAsync(stop).ConfigureAwait(false);
                }

                if (_withoutFrame > Unheard)
                {
                    Close(ConnectionEnd.Garbage);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Close(ConnectionEnd.Broke);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || End != ConnectionEnd.None)
        {
            Close(ConnectionEnd.Stopped);
        }
        finally
        {
            Centre?.Leave(this);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    /// <summary>Waits for bytes; 0: closed, −1: the rest of a begun frame did not come in time.</summary>
    private async ValueTask<int> ReceiveAsync()
    {
        Memory<byte> free = _received.AsMemory(_have);
        if (_have == 0)
        {
            return await socket.ReceiveAsync(free, SocketFlags.None).ConfigureAwait(false);
        }

        using CancellationTokenSource late = new(options.FrameTimeout, time);
        try
        {
            return await socket.ReceiveAsync(free, SocketFlags.None, late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return -1;
        }
    }

    private bool TakeFrame(bool giveUp)
    {
        ReadOnlySpan<byte> stream = _received.AsSpan(0, _have);
        MaraScanStatus status = giveUp
            ? MaraFrameScanner.GiveUp(stream, out MaraFrame frame, out int consumed, out _)
            : MaraFrameScanner.TryRead(stream, out frame, out consumed, out _);
        if (status == MaraScanStatus.Frame)
        {
            _question.Set(frame);
        }

        stream[consumed..].CopyTo(_received);
        _have -= consumed;
        return status == MaraScanStatus.Frame;
    }

    private async ValueTask HandleAsync(CancellationToken stop)
    {
        bool setTime = _question.Command == MaraCommand.SetTime;
        bool toUs = _question.Destination == options.Address.Value;
        if (!toUs && !(setTime && _question.Destination == MaraFrame.Broadcast))
        {
            return;
        }

        if (Identify() is not { } centre)
        {
            Close(ConnectionEnd.NotServed);
            return;
        }

        Interlocked.Exchange(ref _askedAt, time.GetTimestamp());
        await PaceAsync(stop).ConfigureAwait(false);
        if (setTime)
        {
            // Outside the sequence (Mara 1.4 §2), and nobody answers it.
            await desk.SetTimeAsync(_question.Data, centre.Name, stop).ConfigureAwait(false);
            return;
        }

        int length = await centre.AnswerAsync(this, _question, _answer, stop).ConfigureAwait(false);
        if (length > 0)
        {
            await SendAsync(_answer.AsMemory(0, length)).ConfigureAwait(false);
        }
    }

    private CentreSession? Identify()
    {
        if (_source == _question.Source)
        {
            return Centre;
        }

        CentreSession? centre = directory.Find(address, _question.Source);
        if (!ReferenceEquals(centre, Centre))
        {
            Centre?.Leave(this);
            Centre = centre;
            if (centre is not null)
            {
                centre.Arrive(this);
                Identified?.Invoke(this);
            }
        }

        _source = _question.Source;
        return centre;
    }

    // A flood is slowed to what the rest of the gateway does not feel; the questions wait in the peer's own socket.
    private async ValueTask PaceAsync(CancellationToken stop)
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        TimeSpan passed = _secondSince == Never ? second : time.GetElapsedTime(_secondSince);
        if (passed < second && _inSecond >= options.QuestionsPerSecond)
        {
            await Task.Delay(second - passed, time, stop).ConfigureAwait(false);
            passed = second;
        }

        if (passed >= second)
        {
            (_secondSince, _inSecond) = (time.GetTimestamp(), 0);
        }

        _inSecond++;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Exchange(ref _sendingSince, time.GetTimestamp());
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }

        Interlocked.Exchange(ref _sendingSince, Never);
    }
}
