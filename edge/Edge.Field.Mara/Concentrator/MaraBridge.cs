using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// The bridge of a concentrator to its IEDs (3F, Mara 1.4 §3): while it is open the concentrator does not read its IEDs. So it is closed
/// after each question, even a failed one, if necessary on a new connection, before the next poll (ADR 0002). A crash may have left it
/// open, so it is also closed at the start. An IED that is silent keeps it open only as long as the values of all others stay fresh.
/// </summary>
internal sealed class MaraBridge(
    MaraTcpOptions options, MaraTcpLink link, MaraPollSequence sequence, ImageAge age, TimeProvider clock, ILogger logger)
{
    private const int ClosingAttempts = 3;

    // Behind the question: the closing, the first poll, whose values may be old, the second, and one more to be safe.
    private const int RoundTripsBehind = 4;

    // The journal takes its time for each of them.
    private static readonly TimeSpan s_reserve = TimeSpan.FromMilliseconds(250);

    // Below it no IED could answer: ten bytes there and a page back at 9600 bit/s.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(300);

    private static readonly byte[] s_stop = MaraData.ToArray(new MaraStopScan(Stopped: true));
    private static readonly byte[] s_start = MaraData.ToArray(new MaraStopScan(Stopped: false));

    private readonly MaraBridgeReader _reader = new();
    private ScanState _scan = ScanState.Unknown;

    private enum ScanState : byte
    {
        Unknown = 0,
        Runs = 1,
        Stopped = 2,
    }

    /// <summary>Whether the scan of the concentrator is stopped and could not be started again.</summary>
    public bool IsOpen => _scan == ScanState.Stopped;

    // Whether the values stay fresh even if an IED is asked now and does not answer.
    private bool MayOpen => age.Left is not { } left || left >= options.AnswerTimeout + s_reserve;

    /// <summary>Waits for a poll where the values would not stay fresh if an IED were asked now and did not answer.</summary>
    /// <returns>False where the driver ends.</returns>
    public async ValueTask<bool> MayOpenAsync(CancellationToken cancellationToken)
    {
        if (MayOpen)
        {
            return true;
        }

        // A poll may have come since: it is looked for again while the next one is already waited for.
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<bool> next = age.NextAnswerAsync(wait.Token);
        if (MayOpen)
        {
            await wait.CancelAsync().ConfigureAwait(false);
            return true;
        }

        return await next.ConfigureAwait(false);
    }

    /// <summary>Opens the bridge, reads the RAM of an IED, and closes the bridge.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="cancellationToken">The stop of the caller. The bridge is closed nevertheless.</param>
    public async ValueTask<PassThroughAnswer> ReadAsync(MaraReadIedRam request, CancellationToken cancellationToken)
    {
        Log.BridgeOpens(logger, options.Device, request.Ied.Value);
        long opened = clock.GetTimestamp();
        sequence.OnScanStopped();
        _scan = ScanState.Stopped;
        bool answered = false;
        try
        {
            MaraExchange stop = await AskAsync(s_stop, cancellationToken).ConfigureAwait(false);
            answered = stop.Failure is null;
            TimeSpan behind = (RoundTripsBehind * clock.GetElapsedTime(opened)) + s_reserve;
            return stop.Failure is { } failure
                ? PassThroughAnswer.Failed(failure)
                : await _reader.ReadAsync(link.Connection!, request, () => Limit(behind), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync(answered, opened).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Starts the scan of the concentrator where it may be stopped: by a crash of an earlier run, or because starting it failed.
    /// </summary>
    /// <returns>Why it is not running, or null.</returns>
    public async ValueTask<FieldFailure?> StartScanIfStoppedAsync(CancellationToken cancellationToken)
    {
        if (!options.Bridge || _scan == ScanState.Runs || sequence.IsAsked)
        {
            return null;
        }

        MaraExchange exchange = await AskAsync(s_start, cancellationToken).ConfigureAwait(false);
        if (exchange.Failure is { } failure)
        {
            if (exchange.Broken || _scan == ScanState.Stopped)
            {
                return failure with { Detail = $"The scan of its IEDs may be stopped, and cannot be started: {failure.Detail}" };
            }

            Log.ScanNotStarted(logger, options.Device, failure.Detail);
        }

        sequence.OnScanStopped();
        _scan = ScanState.Runs;
        return null;
    }

    // How long the IED may take to answer now.
    private TimeSpan Limit(TimeSpan behind)
    {
        TimeSpan most = options.AnswerTimeout;
        TimeSpan least = s_shortest < most ? s_shortest : most;
        return age.Left - behind is not { } limit || limit > most ? most : limit < least ? least : limit;
    }

    // Each attempt has a time-out. The token of the caller is not used: the bridge must be closed even if the caller stopped waiting.
    private async ValueTask CloseAsync(bool answered, long opened)
    {
        FieldFailure failure = link.LastFailure;
        for (int attempt = 0; attempt < ClosingAttempts && link.Connection is not null; attempt++)
        {
            MaraExchange exchange = await AskAsync(s_start, CancellationToken.None).ConfigureAwait(false);
            if (exchange.Failure is null)
            {
                _scan = ScanState.Runs;
                Log.BridgeClosed(logger, options.Device, clock.GetElapsedTime(opened).TotalMilliseconds);
                return;
            }

            failure = exchange.Failure;
        }

        // A concentrator that did not answer the stop (3F) does not support it: it gets one start and is then polled. One that stopped must
        // be started before it is polled.
        _scan = answered ? ScanState.Stopped : ScanState.Unknown;
        if (answered)
        {
            Log.BridgeStuck(logger, options.Device, failure.Detail);
        }
    }

    private ValueTask<MaraExchange> AskAsync(byte[] data, CancellationToken cancellationToken) =>
        link.AskAsync(sequence.UseUp(), MaraCommand.StopScan, data, cancellationToken);
}
