using Edge.Field.Links;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// The connection to a concentrator: made when it is needed, limited by the back-off, and closed when it failed or has no answers. The
/// caller asks one question at a time.
/// </summary>
internal sealed class MaraTcpLink : IAsyncDisposable
{
    private readonly MaraTcpOptions _options;
    private readonly IByteLinkConnector _connector;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private int _failures;

    public MaraTcpLink(MaraTcpOptions options, IByteLinkConnector connector, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _connector = connector;
        _clock = clock;
        _logger = logger;
        _backoff = new Backoff(options.FirstBackoff, options.LongestBackoff, clock);
        LastFailure = new FieldFailure(FieldFailureKind.LinkDown, $"{connector.Peer} was not tried yet.");
    }

    /// <summary>The name of the peer in logs.</summary>
    public string Peer => _connector.Peer;

    /// <summary>The connection; null while there is none.</summary>
    public MaraConnection? Connection { get; private set; }

    /// <summary>The last failure. It is reported again while the back-off lasts.</summary>
    public FieldFailure LastFailure { get; set; }

    /// <summary>Connects. Waits for the back-off first, but not longer than one answer time-out.</summary>
    /// <returns>Why there is no connection, or null.</returns>
    public async ValueTask<FieldFailure?> ConnectAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = _backoff.Remaining;
        if (wait > TimeSpan.Zero)
        {
            bool tooLong = wait > _options.AnswerTimeout;
            await Task.Delay(tooLong ? _options.AnswerTimeout : wait, _clock, cancellationToken).ConfigureAwait(false);
            if (tooLong)
            {
                return LastFailure;
            }
        }

        try
        {
            IByteLink link = await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
            Connection = new MaraConnection(link, _connector.Peer, _options, _clock);
        }
        catch (TimeoutException exception)
        {
            _backoff.Failed();
            return new FieldFailure(FieldFailureKind.LinkDown, exception.Message);
        }
        catch (IOException exception)
        {
            _backoff.Failed();
            return new FieldFailure(FieldFailureKind.LinkDown, $"No connection to {_connector.Peer}: {exception.Message}");
        }

        _failures = 0;
        Log.Connected(_logger, _options.Device, _connector.Peer);
        return null;
    }

    /// <summary>Asks the concentrator. A connection that breaks is closed.</summary>
    public async ValueTask<MaraExchange> AskAsync(
        byte sequence, byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        MaraExchange exchange = await Connection!.AskAsync(_options.Concentrator.Value, sequence, command, data, cancellationToken)
            .ConfigureAwait(false);
        if (exchange.Broken)
        {
            await CloseAsync().ConfigureAwait(false);
        }

        return exchange;
    }

    /// <summary>Sets the time of the concentrator and its IEDs; there is no answer. A connection that accepts no bytes is closed.</summary>
    /// <param name="local">The wall clock of the substation.</param>
    /// <param name="cancellationToken">The stop.</param>
    /// <returns>Why it failed, or null.</returns>
    public async ValueTask<FieldFailure?> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        FieldFailure? failure = await Connection!.SetTimeAsync(local, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            await CloseAsync().ConfigureAwait(false);
        }

        return failure;
    }

    /// <summary>Records a poll with a valid answer: retries and back-off begin again.</summary>
    public void OnAnswered()
    {
        _failures = 0;
        _backoff.Succeeded();
    }

    /// <summary>Records a poll without an answer. After the retries the connection is closed.</summary>
    public ValueTask OnUnansweredAsync() => ++_failures > _options.Retries ? CloseAsync() : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Connection is { } connection)
        {
            Connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Only a valid answer ends the back-off: it also applies to a peer that accepts connections but does not answer.
    private async ValueTask CloseAsync()
    {
        if (Connection is not null)
        {
            _backoff.Failed();
            await DisposeAsync().ConfigureAwait(false);
        }
    }
}
