using Edge.Domain;
using Edge.Field.Links;
using Edge.Field.Mara.Layout;
using Edge.Field.Mara.Outstation;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Polls a COMaster as its control centre over Mara/TCP. One poll is one question; a question without a good answer is asked again with
/// the same sequence, on a new connection too, until the answer is journaled (<see cref="Acknowledge"/>). How that gives every event exactly
/// once: ADR 0002. Questions of others (<see cref="IFieldPassThrough"/>) go between two polls, in the same sequence.
/// </summary>
public sealed partial class MaraTcpDriver : IFieldDriver, IFieldPassThrough
{
    private readonly MaraTcpOptions _options;
    private readonly IByteLinkConnector _connector;
    private readonly TimeProvider _clock;
    private readonly StationClock _station;
    private readonly ILogger<MaraTcpDriver> _logger;
    private readonly IStationImage? _stationImage;
    private readonly ImageAge _image;
    private readonly Backoff _backoff;

    private MaraScanMapper _mapper;
    private MaraIedWatch _watch;
    private MaraConnection? _connection;
    private FieldFailure _lastFailure;
    private MaraMark _journaled = new();
    private MaraMark _offered = new();
    private byte _sequence = MaraSequence.CentreFirst;
    private bool _offering;

    // Whether the successor of the mark may have been asked by a run before, and as what.
    private bool _resumed = true;

    // Whether the question may have reached the device before this connection was made: its answer may then be an old one.
    private bool _askedBefore = true;
    private bool _mayBeOld;
    private bool _firstOfConnection;
    private int _failures;
    private int _malformed;
    private long _timeSetAt;
    private TimeSpan? _offsetSet;
    private bool _clockDoubted;
    private bool _disposed;

    /// <summary>Makes the driver; nothing is connected before the first poll.</summary>
    /// <param name="options">How to poll.</param>
    /// <param name="profile">The points of the substation.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="lastMark">What the journal kept for this device (<see cref="ICheckpoints.GetCheckpoint"/>), or null.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Where connections and oddities are told. Failures are for the caller to tell.</param>
    /// <param name="connector">Makes the connections; TCP when null.</param>
    /// <param name="image">Where the sections of each IED go as they stood on the wire, or null.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public MaraTcpDriver(
        MaraTcpOptions options, Profile profile, TimeZoneInfo zone, ReadOnlyMemory<byte>? lastMark, TimeProvider clock,
        ILogger<MaraTcpDriver> logger, IByteLinkConnector? connector = null, IStationImage? image = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        options.Validate();
        _options = options;
        _connector = connector ?? new TcpConnector(options.Peer, clock);
        _clock = clock;
        _station = new StationClock(zone, clock);
        _logger = logger;
        _mapper = new MaraScanMapper(profile, _station, logger, options.OldEventLayout, options.Comaster);
        _watch = new MaraIedWatch(profile, options, image, logger);
        _stationImage = image;
        _image = new ImageAge(image, options, clock);
        _backoff = new Backoff(options.FirstBackoff, options.LongestBackoff, clock);
        _lastFailure = new FieldFailure(FieldFailureKind.LinkDown, $"{_connector.Peer} was not tried yet.");
        if (lastMark is { } mark)
        {
            Resume(mark.Span);
        }
    }

    /// <inheritdoc/>
    public string Device => _options.Device;

    /// <inheritdoc/>
    /// <remarks>
    /// Takes at most one answer time-out, plus the connect time-out where a connection has to be made. Without a connection it waits for the
    /// back-off, but not longer than one answer time-out, before it reports the failure again.
    /// </remarks>
    public async ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_offering)
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        // The turn stays ours with a scan on offer: until that is journaled nobody may ask the next sequence.
        _offering = false;
        try
        {
            return await PollInTurnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!_offering)
            {
                _ = _turn.Release();
            }
        }
    }

    private async ValueTask<PollResult> PollInTurnAsync(CancellationToken cancellationToken)
    {
        if (_connection is null && await ConnectAsync(cancellationToken).ConfigureAwait(false) is { } notConnected)
        {
            return Failed(notConnected);
        }

        if (await SetTimeIfDueAsync(cancellationToken).ConfigureAwait(false) is { } notSet)
        {
            await DisconnectAsync().ConfigureAwait(false);
            return Failed(notSet);
        }

        // Before what has gone by is written down: a scan without values must not keep those fresh that nobody reads.
        if (await StartScanIfStoppedAsync(cancellationToken).ConfigureAwait(false) is { } stuck)
        {
            return Failed(stuck);
        }

        if (_passed is { } passed)
        {
            return OfferPassed(passed);
        }

        _askedBefore = true;
        MaraExchange exchange = await _connection!.PollAsync(_sequence, cancellationToken).ConfigureAwait(false);
        if (exchange.Failure is { } failure)
        {
            if (_resumed && exchange.OtherCommand)
            {
                return SkipRelayed();
            }

            if (exchange.Broken || ++_failures > _options.Retries)
            {
                await DisconnectAsync().ConfigureAwait(false);
            }

            return Failed(failure);
        }

        _failures = 0;
        _backoff.Succeeded();
        return Take(exchange.Data.Span);
    }

    /// <inheritdoc/>
    public void Acknowledge()
    {
        if (!_offering)
        {
            return;
        }

        (_journaled, _offered) = (_offered, _journaled);
        if (_passed is not null)
        {
            _passed = null;
        }
        else
        {
            _sequence = MaraSequence.NextOfCentre(_sequence);
            (_askedBefore, _mayBeOld, _firstOfConnection) = (false, false, false);
            _watch.Told();
        }

        (_offering, _resumed, _malformed) = (false, false, 0);
        _ = _turn.Release();
    }

    /// <inheritdoc/>
    /// <remarks>Waits for a question of somebody else, at most two answer time-outs.</remarks>
    public async ValueTask<bool> TryUseAsync(Profile profile)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_offering || !await _turn.WaitAsync(_options.AnswerTimeout * 2).ConfigureAwait(false))
        {
            return false;
        }

        MaraScanMapper mapper = new(profile, _station, _logger, _options.OldEventLayout, _options.Comaster);
        MaraIedWatch watch = new(profile, _options, _stationImage, _logger);
        watch.Resume(_watch.ClocksOff);
        (_mapper, _watch) = (mapper, watch);
        _ = _turn.Release();
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        // Whoever has the turn may have stopped the scan of the field: it must end that first.
        _disposed = true;
        await _ending.CancelAsync().ConfigureAwait(false);
        if (!_offering)
        {
            await _turn.WaitAsync().ConfigureAwait(false);
        }

        _image.Dispose();
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The answer to the sequence in the mark is journaled, so the next one is asked: if it was asked before the crash, the device sends
    // the answer that we never journaled once more; if not, it is new to the device and releases what is journaled.
    private void Resume(ReadOnlySpan<byte> mark)
    {
        if (_journaled.TrySet(mark))
        {
            _sequence = MaraSequence.NextOfCentre(_journaled.Sequence);
            _watch.Resume(_journaled.ClocksOff);
        }
        else
        {
            Log.MarkUnreadable(_logger, Device, mark.Length);
        }
    }

    private PollResult Failed(FieldFailure failure)
    {
        _lastFailure = failure;
        _image.Failed();
        Log.ExchangeFailed(_logger, Device, failure.Kind, failure.Detail);
        return new PollResult(null, failure);
    }

    private PollResult Take(ReadOnlySpan<byte> data)
    {
        DateTimeOffset now = _station.UtcNow;
        if (!MaraPollAnswer.TryParse(data, out MaraPollAnswer answer, out MaraPollAnswerError error))
        {
            return TakeMalformed(data, error.Describe(MaraFrame.HeaderLength), now);
        }

        int repeated = RepeatedEvents(answer.EventBytes);
        if (_mayBeOld)
        {
            _watch.Skip();
        }
        else
        {
            _watch.Take(answer, now);
            _image.Answered();
        }

        _offered.Set(_sequence, _journaled.Count + 1, _watch.ClocksOff, answer.EventBytes);
        _offering = true;
        MaraScanContext context = new(Device, now, _mayBeOld, repeated, _offered.Bytes) { Figures = _watch.Figures };
        return new PollResult(_mapper.Map(answer, context, _watch.Found), null);
    }

    // A device that restarted forgets which answer it gave last, and may begin again with the events that it could not release. Within a
    // connection the sequence tells; there, equal bytes would be news.
    private int RepeatedEvents(ReadOnlySpan<byte> events)
    {
        if (!_firstOfConnection || _journaled.Events.IsEmpty || !events.StartsWith(_journaled.Events))
        {
            return 0;
        }

        int count = _journaled.Events.Length / MaraEvent.Length;
        Log.RepeatedEventsLeftOut(_logger, Device, count);
        return count;
    }

    // The same sequence brings the same bytes again, for ever: after the retries the answer is given up, or the station would stay unread.
    private PollResult TakeMalformed(ReadOnlySpan<byte> data, string fault, DateTimeOffset now)
    {
        if (++_malformed <= _options.Retries)
        {
            return Failed(new FieldFailure(FieldFailureKind.BadFrame, $"{_connector.Peer} answered, but not to the rules: {fault}."));
        }

        Log.AnswerGivenUp(_logger, Device, _sequence, fault, Convert.ToHexString(data));
        _watch.Skip();
        return Offer(_sequence, now);
    }
}
