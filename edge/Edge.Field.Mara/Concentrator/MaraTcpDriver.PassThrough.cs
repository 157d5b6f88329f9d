using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <content>
/// Questions that others put to the field through this link (ADR 0002). Each takes a sequence of its own, right behind a journaled answer: it
/// acknowledges that answer, as the next poll would have done, and its own answer carries no events. Before the next poll the journal learns
/// which sequences have gone by (<see cref="_passed"/>): else a crash after that poll would let us ask a sequence that is new to the device, and
/// release events that we never kept.
/// </content>
public sealed partial class MaraTcpDriver
{
    private const int ClosingAttempts = 3;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private byte? _passed;
    private ScanState _scan = ScanState.Unknown;
    private readonly MaraBridgeReader _bridge = new();

    private enum ScanState : byte
    {
        Unknown = 0,
        Runs = 1,
        Stopped = 2,
    }

    /// <inheritdoc/>
    /// <remarks>
    /// State and events, time and Sync are the driver's own; 3F is too, as a part of reading an IED. Only while the last answer is journaled and the
    /// next question is not under way, so it may take two answer time-outs before it is sent, and its own afterwards.
    /// </remarks>
    public async ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (command is MaraCommand.Poll or MaraCommand.Sync or MaraCommand.SetTime or MaraCommand.StopScan)
        {
            return PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, $"{command:X2} is the gateway's own to ask.");
        }

        return data.Length > MaraFrame.MaximumData
            ? PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, $"{data.Length} bytes do not fit into a frame.")
            : await InTurnAsync(token => RelayAsync(command, data, token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        long called = _clock.GetTimestamp();
        return await InTurnAsync(
            async token =>
            {
                FieldFailure? failure = await _connection!.SetTimeAsync(local + _clock.GetElapsedTime(called), token).ConfigureAwait(false);
                if (failure is null)
                {
                    return PassThroughAnswer.Of(default);
                }

                await DisconnectAsync().ConfigureAwait(false);
                return PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, failure.Detail);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<PassThroughAnswer> InTurnAsync(
        Func<CancellationToken, ValueTask<PassThroughAnswer>> ask, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using (var patience = new CancellationTokenSource(_options.AnswerTimeout * 2, _clock))
        using (var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token, _ending.Token))
        {
            try
            {
                await _turn.WaitAsync(any.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return PassThroughAnswer.Failed(
                    PassThroughOutcome.NotPossible, $"{_connector.Peer}: its last answer is not in the journal yet; nothing else may be asked before.");
            }
        }

        try
        {
            return _connection is null
                ? PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, _lastFailure.Detail)
                : _askedBefore || _scan == ScanState.Stopped
                ? PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, $"{_connector.Peer} has not answered the last question yet.")
                : await ask(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    private async ValueTask<PassThroughAnswer> RelayAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        MaraExchange exchange = await AskInSequenceAsync(command, data, cancellationToken).ConfigureAwait(false);
        if (exchange.Failure is not { } failure)
        {
            return PassThroughAnswer.Of(exchange.Data.ToArray());
        }

        bool bridge = _options.Bridge && !exchange.Broken && command == MaraCommand.ReadIedRam;
        return bridge && MaraReadIedRam.TryParse(data.Span, out MaraReadIedRam request)
            ? await ReadOverBridgeAsync(request, cancellationToken).ConfigureAwait(false)
            : Unanswered(failure);
    }

    // The sequence is used up before anything is sent: whatever becomes of the question, no other may carry it.
    private async ValueTask<MaraExchange> AskInSequenceAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        byte sequence = _sequence;
        (_passed, _sequence) = (sequence, MaraSequence.NextOfCentre(sequence));
        MaraExchange exchange = await _connection!.AskAsync(_options.Concentrator.Value, sequence, command, data, cancellationToken)
            .ConfigureAwait(false);
        if (exchange.Broken)
        {
            await DisconnectAsync().ConfigureAwait(false);
        }

        return exchange;
    }

    private async ValueTask<PassThroughAnswer> ReadOverBridgeAsync(MaraReadIedRam request, CancellationToken cancellationToken)
    {
        Log.BridgeOpens(_logger, Device, request.Ied.Value);
        long opened = _clock.GetTimestamp();

        // The values of the first answer afterwards are as old as the bridge was open.
        (_scan, _mayBeOld) = (ScanState.Stopped, true);
        bool answered = false;
        try
        {
            MaraExchange stop = await AskInSequenceAsync(MaraCommand.StopScan, new byte[] { 1 }, cancellationToken).ConfigureAwait(false);
            answered = stop.Failure is null;
            return stop.Failure is { } failure
                ? Unanswered(failure)
                : await _bridge.ReadAsync(_connection!, request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Not with the caller's token: it is ended also when nobody waits any more. Each attempt ends by itself.
            await CloseBridgeAsync(answered, opened).ConfigureAwait(false);
        }
    }

    private async ValueTask CloseBridgeAsync(bool answered, long opened)
    {
        FieldFailure failure = _lastFailure;
        for (int attempt = 0; attempt < ClosingAttempts && _connection is not null; attempt++)
        {
            MaraExchange exchange = await AskInSequenceAsync(MaraCommand.StopScan, new byte[] { 0 }, CancellationToken.None).ConfigureAwait(false);
            if (exchange.Failure is null)
            {
                _scan = ScanState.Runs;
                Log.BridgeClosed(_logger, Device, _clock.GetElapsedTime(opened).TotalMilliseconds);
                return;
            }

            failure = exchange.Failure;
        }

        // A concentrator that answers neither knows no 3F: it is only asked once more. One that stopped must be started, whatever it takes.
        _scan = answered ? ScanState.Stopped : ScanState.Unknown;
        if (answered)
        {
            Log.BridgeStuck(_logger, Device, failure.Detail);
        }
    }

    /// <summary>Starts the scan of the concentrator where it may be stopped: by a crash of a run before, or because starting it failed.</summary>
    /// <returns>Why it does not run, or null.</returns>
    private async ValueTask<FieldFailure?> StartScanIfStoppedAsync(CancellationToken cancellationToken)
    {
        if (!_options.Bridge || _scan == ScanState.Runs || _askedBefore)
        {
            return null;
        }

        MaraExchange exchange = await AskInSequenceAsync(MaraCommand.StopScan, new byte[] { 0 }, cancellationToken).ConfigureAwait(false);
        if (exchange.Failure is { } failure && (exchange.Broken || _scan == ScanState.Stopped))
        {
            return failure with { Detail = $"The scan of its IEDs may be stopped, and cannot be started: {failure.Detail}" };
        }

        if (exchange.Failure is { } unanswered)
        {
            Log.ScanNotStarted(_logger, Device, unanswered.Detail);
        }

        (_scan, _mayBeOld) = (ScanState.Runs, true);
        return null;
    }

    private PollResult OfferPassed(byte passed)
    {
        _watch.Skip();
        return Offer(passed, _station.UtcNow);
    }

    // The device repeats what it answered last, and that was no poll: what a run before asked for a control centre, and did not live to write down.
    private PollResult SkipRelayed()
    {
        Log.RelayedAnswerSkipped(_logger, Device);
        (_passed, _sequence) = (_sequence, MaraSequence.NextOfCentre(_sequence));
        (_askedBefore, _mayBeOld, _firstOfConnection, _failures) = (false, false, false, 0);
        _backoff.Succeeded();
        return OfferPassed(_passed.Value);
    }

    private PollResult Offer(byte sequence, DateTimeOffset now)
    {
        _offered.Set(sequence, _journaled.Count + 1, _watch.ClocksOff, default);
        _offering = true;
        return new PollResult(new Scan { Device = Device, Time = now, Readings = default, MoreWaiting = true, Mark = _offered.Bytes }, null);
    }

    private static PassThroughAnswer Unanswered(FieldFailure failure) =>
        PassThroughAnswer.Failed(failure.Kind == FieldFailureKind.LinkDown ? PassThroughOutcome.LinkDown : PassThroughOutcome.TimedOut, failure.Detail);
}
