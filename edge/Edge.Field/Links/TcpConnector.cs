using System.Globalization;
using System.Net.Sockets;

namespace Edge.Field.Links;

/// <summary>The address of a TCP peer, and its time-outs.</summary>
public sealed record TcpPeerOptions
{
    /// <summary>Its name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>How long connecting may take, above zero; 5 s by default. Set it longer for a satellite link.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// TCP keep-alive: the time without traffic before the first probe, in whole seconds, at least one; 10 s by default. Three unanswered
    /// probes, 2 s apart, close the connection. Polling detects a lost peer sooner; keep-alive releases its socket.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and why.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Host))
        {
            throw new ArgumentException("The TCP peer needs a host.");
        }

        if (Port is < 1 or > 65_535)
        {
            throw new ArgumentException($"{Port} is not a TCP port: give 1 to 65535.");
        }

        if (ConnectTimeout <= TimeSpan.Zero || KeepAlive < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException("The connect time-out must be above zero and keep-alive at least one second.");
        }
    }
}

/// <summary>Connects to a TCP peer.</summary>
public sealed class TcpConnector : IByteLinkConnector
{
    private const int KeepAliveInterval = 2;
    private const int KeepAliveRetries = 3;

    private readonly TcpPeerOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Creates the connector without connecting.</summary>
    /// <param name="options">The peer.</param>
    /// <param name="clock">For the time-out.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public TcpConnector(TcpPeerOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.Validate();
        _options = options;
        _clock = clock;
        Peer = string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.Port}");
    }

    /// <inheritdoc/>
    public string Peer { get; }

    /// <inheritdoc/>
    public async ValueTask<IByteLink> ConnectAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)_options.KeepAlive.TotalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveInterval);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
            await socket.ConnectAsync(_options.Host, _options.Port, either.Token).ConfigureAwait(false);
            return new TcpByteLink(socket);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"{Peer} did not accept the connection within {_options.ConnectTimeout.TotalSeconds:0.#} s.");
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException(exception.Message, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
