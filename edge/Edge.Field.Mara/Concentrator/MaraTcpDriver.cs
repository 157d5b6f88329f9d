using Edge.Domain;
using Edge.Field.Links;
using Edge.Field.Mara.Outstation;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Polls a COMaster as its control centre over Mara/TCP. It only coordinates its parts: <see cref="MaraTcpLink"/> holds the connection,
/// <see cref="MaraPollSequence"/> decides which SEC is asked and when (ADR 0002), <see cref="MaraTimeSetter"/> sets the time,
/// <see cref="MaraBridge"/> makes sure that the IEDs are read, <see cref="MaraAnswerReader"/> creates the scan and
/// <see cref="MaraPassThrough"/> sends the questions of control centres between two polls.
/// </summary>
public sealed class MaraTcpDriver : ITakesProfiles, ITakesOrders, IFieldPassThrough
{
    private readonly MaraTcpOptions _options;
    private readonly ILogger<MaraTcpDriver> _logger;
    private readonly MaraTcpLink _link;
    private readonly MaraPollSequence _sequence = new();
    private readonly MaraTimeSetter _time;
    private readonly MaraBridge _bridge;
    private readonly MaraTurn _turn;
    private readonly MaraPassThrough _passThrough;
    private readonly MaraAnswerReader _reader;
    private readonly ImageAge _age;
    private bool _disposed;

    /// <summary>Creates the driver; it does not connect before the first poll.</summary>
    /// <remarks>
    /// Eight parameters: the driver puts its parts together itself, so it is given what each of them needs; the last two have defaults.
    /// </remarks>
    /// <param name="options">How to poll.</param>
    /// <param name="profile">The points of the substation.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="checkpoint">The checkpoint of this device in the journal (<see cref="ICheckpoints.GetCheckpoint"/>), or null.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Receives connections and unusual conditions. The caller logs failures of polls.</param>
    /// <param name="connector">Connects to the peer; TCP when null.</param>
    /// <param name="image">The station image, or null.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public MaraTcpDriver(
        MaraTcpOptions options, Profile profile, TimeZoneInfo zone, ReadOnlyMemory<byte>? checkpoint, TimeProvider clock,
        ILogger<MaraTcpDriver> logger, IByteLinkConnector? connector = null, IStationImage? image = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        StationClock station = new(zone, clock);
        _options = options;
        _logger = logger;
        if (checkpoint is { } kept && !_sequence.TryResume(kept.Span))
        {
            Log.CheckpointUnreadable(logger, options.Device, kept.Length);
        }

        _link = new MaraTcpLink(options, connector ?? new TcpConnector(options.Peer, clock), clock, logger);
        _time = new MaraTimeSetter(options, _link, station, clock, logger);
        _age = new ImageAge(image, options, clock);
        _bridge = new MaraBridge(options, _link, _sequence, _age, clock, logger);
        _turn = new MaraTurn(options.AnswerTimeout * 2, clock);
        _passThrough = new MaraPassThrough(options, _link, _sequence, _bridge, _turn, clock);
        _reader = new MaraAnswerReader(options, profile, _sequence, station, _age, logger);
    }

    /// <inheritdoc/>
    public string Device => _options.Device;

    /// <inheritdoc/>
    /// <remarks>
    /// Takes at most one answer time-out, plus the connect time-out where a connection has to be made. Without a connection it waits for
    /// the back-off, but not longer than one answer time-out, before it reports the failure again.
    /// </remarks>
    public async ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_sequence.HasOffer)
        {
            await _turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        }

        // With an offered scan the driver keeps the turn: until the scan is journaled the next SEC must not be asked.
        _sequence.Withdraw();
        try
        {
            PollResult result = await PollInTurnAsync(cancellationToken).ConfigureAwait(false);
            if (result.Failure is { } failure)
            {
                _link.LastFailure = failure;
                _age.Failed();
                Log.ExchangeFailed(_logger, Device, failure.Kind, failure.Detail);
            }

            return result;
        }
        finally
        {
            if (!_sequence.HasOffer)
            {
                _turn.Leave();
            }
        }
    }

    /// <inheritdoc/>
    public void Acknowledge()
    {
        if (!_sequence.HasOffer)
        {
            return;
        }

        if (_sequence.OnJournaled())
        {
            _reader.OnJournaled();
        }

        _turn.Leave();
    }

    /// <inheritdoc/>
    /// <remarks>Waits for a question of a control centre that is under way, at most two answer time-outs.</remarks>
    public async ValueTask<bool> TryUseAsync(Profile profile)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_sequence.HasOffer || !await _turn.TryEnterAsync(CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        _reader.Use(profile);
        _turn.Leave();
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The driver itself sends polls, time and Sync, and 3F as a part of reading an IED. A question waits until the last answer is
    /// journaled and no poll is under way, at most two answer time-outs; its own answer may take one more.
    /// </remarks>
    public ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _passThrough.AskAsync(command, data, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<OrderAnswer> OrderAsync(FieldOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return MaraOrders.TryRead(order, _options.Comaster, out MaraControl control)
            ? MaraOrders.Of(control, await _passThrough.OrderAsync(control, order.Expires, cancellationToken).ConfigureAwait(false))
            : MaraOrders.NoSuchOutput(order);
    }

    /// <inheritdoc/>
    public ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _passThrough.SetTimeAsync(local, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _age.Dispose();
        await _turn.CloseAsync().ConfigureAwait(false);
        if (_sequence.HasOffer)
        {
            _sequence.Withdraw();
            _turn.Leave();
        }

        await _turn.DisposeAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<PollResult> PollInTurnAsync(CancellationToken cancellationToken)
    {
        if (_link.Connection is null)
        {
            if (await _link.ConnectAsync(cancellationToken).ConfigureAwait(false) is { } notConnected)
            {
                return new PollResult(notConnected);
            }

            _sequence.OnConnected();
            _time.OnConnected();
        }

        if (await _time.SetIfDueAsync(cancellationToken).ConfigureAwait(false) is { } notSet)
        {
            return new PollResult(notSet);
        }

        // This comes before journaling a used SEC: while the scan of the IEDs is stopped, a scan without values must not keep old values
        // good.
        if (await _bridge.StartScanIfStoppedAsync(cancellationToken).ConfigureAwait(false) is { } stuck)
        {
            return new PollResult(stuck);
        }

        return _sequence.Passed is null ? await AskAsync(cancellationToken).ConfigureAwait(false) : _reader.OfferPassed();
    }

    private async ValueTask<PollResult> AskAsync(CancellationToken cancellationToken)
    {
        MaraExchange exchange = await _link.AskAsync(_sequence.StartPoll(), MaraCommand.Poll, default, cancellationToken)
            .ConfigureAwait(false);
        if (exchange.Failure is not { } failure)
        {
            _link.OnAnswered();
            return _reader.Read(exchange.Data.Span, _link.Peer);
        }

        if (exchange.OtherCommand && _sequence.TryPassOver())
        {
            Log.PassedAnswerSkipped(_logger, Device);
            _link.OnAnswered();
            return _reader.OfferPassed();
        }

        if (!exchange.Broken)
        {
            await _link.OnUnansweredAsync().ConfigureAwait(false);
        }

        return new PollResult(failure);
    }
}
