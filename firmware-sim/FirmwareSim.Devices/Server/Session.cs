using System.Net;
using System.Net.Sockets;
using Edge.Protocols.Mara;
using FirmwareSim.Devices.Firmware;
using Microsoft.Extensions.Logging;

namespace FirmwareSim.Devices.Server;

/// <summary>One connection of a centre. It holds 4 KB and one answer, whatever the centre sends or does not read.</summary>
internal sealed class Session
{
    /// <summary>A busy machine may hand over the newcomer's first packet before the last one of who closed earlier.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly ServerOptions _options;
    private readonly SlaveLine _line;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly byte[] _buffer = new byte[4096];
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength];
    private volatile string? _cut;
    private int _filled;
    private int _rejected;

    public Session(
        Socket socket, ServerOptions options, SlaveLine line, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (_socket, _options, _line, _time, _logger) = (socket, options, line, time, logger);
        Peer = socket.RemoteEndPoint;
        Completion = Task.Run(() => RunAsync(stopping), CancellationToken.None);
    }

    /// <summary>Who it is.</summary>
    public EndPoint? Peer { get; }

    /// <summary>Ends with the connection; faulted only by a fault of our own.</summary>
    public Task Completion { get; }

    /// <summary>Whether it has ended or been cut.</summary>
    public bool Ended => _cut is not null || Completion.IsCompleted;

    /// <summary>
    /// Whether the other side has closed and we have only not got round to noticing. It may take <see cref="Farewell"/> to answer.
    /// </summary>
    public bool PeerHasLeft
    {
        get
        {
            try
            {
                return _socket.Poll(Farewell, SelectMode.SelectRead) && _socket.Available == 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Ends it hard.</summary>
    public void Cut(string reason)
    {
        _cut ??= reason;
        _socket.Close(0);
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        string reason = "it closed";
        try
        {
            _socket.NoDelay = true;
            KeepAlive();
            Log.CentreConnected(_logger, Peer);
            _line.CentreConnected();
            reason = await TalkAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            reason = _cut ?? e.Message;
        }
        catch (Exception e)
        {
            Log.SessionFault(_logger, Peer, e);
            throw;
        }
        finally
        {
            _socket.Dispose();
            Log.CentreGone(_logger, Peer, reason);
            if (_rejected > 0)
            {
                Log.Rejected(_logger, _rejected, Peer);
            }
        }
    }

    /// <summary>A centre with a disconnected cable must not occupy the only connection indefinitely.</summary>
    private void KeepAlive()
    {
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private async Task<string> TalkAsync(CancellationToken stopping)
    {
        long last = _time.GetTimestamp();
        while (true)
        {
            int received = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), stopping).ConfigureAwait(false);
            if (received == 0)
            {
                return "it closed";
            }

            if (_filled > 0 && _time.GetElapsedTime(last) > _options.FrameTimeout)
            {
                _buffer.AsSpan(_filled, received).CopyTo(_buffer);
                _filled = 0;
            }

            last = _time.GetTimestamp();
            _filled += received;
            if (!await AnswerAllAsync(stopping).ConfigureAwait(false))
            {
                _socket.Shutdown(SocketShutdown.Both);
                return "the concentrator restarts";
            }
        }
    }

    /// <summary>Deals with every whole frame; what is left is less than one.</summary>
    private async Task<bool> AnswerAllAsync(CancellationToken stopping)
    {
        int at = 0;
        while (true)
        {
            Reaction? reaction = _line.Take(
                _buffer.AsSpan(at, _filled - at), _answer, out int consumed, out int rejected, out int length);
            at += consumed;
            _rejected += rejected;
            if (reaction is Reaction.Answer or Reaction.AnswerAndClose)
            {
                await SendAsync(_answer.AsMemory(0, length), stopping).ConfigureAwait(false);
            }

            if (reaction is Reaction.AnswerAndClose)
            {
                return false;
            }

            if (reaction is null)
            {
                _buffer.AsSpan(at, _filled - at).CopyTo(_buffer);
                _filled -= at;
                return true;
            }
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stopping)
    {
        using CancellationTokenSource late = new(_options.SendTimeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            while (bytes.Length > 0)
            {
                int sent = await _socket.SendAsync(bytes, either.Token).ConfigureAwait(false);
                bytes = bytes[sent..];
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            Cut($"it has not read for {_options.SendTimeout.TotalSeconds:0.#} s");
            throw;
        }
    }
}
