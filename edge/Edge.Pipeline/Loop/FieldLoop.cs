using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>How one link to the field is polled.</summary>
public sealed record FieldLoopOptions
{
    /// <summary>From one poll to the next, by the clock: a slow answer does not delay the later polls. Default 1 s.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between polls while the device does not answer; starts at the period and doubles. Default 5 s.</summary>
    public TimeSpan MaximumPause { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>
/// Polls one device: once per period, immediately again while the device has more events, and less often while it does not answer. A driver
/// that paces itself is always polled again immediately. The loop acknowledges a scan only when the journal has it, and does not poll again
/// before.
/// </summary>
public sealed class FieldLoop
{
    /// <summary>
    /// A faulty device that always has more must not fill the disk of the gateway: after so many answers in a row the loop waits for the
    /// period. The full queue of a concentrator needs far fewer.
    /// </summary>
    private const int MaximumRepeats = 100;

    private readonly IFieldDriver _driver;
    private readonly bool _pacesItself;
    private readonly PipelineLoop _pipeline;
    private readonly FieldLoopOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FieldLoop> _logger;
    private readonly RetryDelay _pause;
    private FieldFailure? _failing;

    /// <summary>Makes the loop; nothing is polled before <see cref="RunAsync(CancellationToken)"/>.</summary>
    /// <param name="driver">The driver of the device.</param>
    /// <param name="pipeline">Where its scans go.</param>
    /// <param name="options">How it is polled.</param>
    /// <param name="time">The clock of the period.</param>
    /// <param name="logger">Logs each failure once.</param>
    public FieldLoop(
        IFieldDriver driver, PipelineLoop pipeline, FieldLoopOptions options, TimeProvider time, ILogger<FieldLoop> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _driver = driver;
        _pacesItself = driver is IPacesItself;
        _pipeline = pipeline;
        _options = options;
        _time = time;
        _logger = logger;
        _pause = new RetryDelay(options.Period, options.MaximumPause > options.Period ? options.MaximumPause : options.Period);
    }

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="cancellationToken">The stop.</param>
    public Task RunAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken, CancellationToken.None);

    /// <summary>
    /// Runs until it is stopped, or until <paramref name="end"/>. It then returns after the poll in progress, and every scan has its
    /// acknowledgement unless the journal cannot be written. A stop interrupts both.
    /// </summary>
    /// <param name="cancellationToken">The stop.</param>
    /// <param name="end">Asks for the end between two polls.</param>
    public async Task RunAsync(CancellationToken cancellationToken, CancellationToken end)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end);
        try
        {
            await PollAsync(cancellationToken, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The pause between two polls was interrupted.
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken, CancellationToken pause)
    {
        using PeriodicTimer timer = new(_options.Period, _time);
        int repeats = 0;
        while (true)
        {
            pause.ThrowIfCancellationRequested();
            PollResult result = await _driver.PollAsync(cancellationToken).ConfigureAwait(false);
            if (result.Scan is { } scan)
            {
                await KeepAsync(scan, cancellationToken, pause).ConfigureAwait(false);
                if (!_pacesItself && (!scan.MoreWaiting || ++repeats >= MaximumRepeats))
                {
                    repeats = 0;
                    _ = await timer.WaitForNextTickAsync(pause).ConfigureAwait(false);
                }
            }
            else
            {
                await FailAsync(result.Failure!, cancellationToken, pause).ConfigureAwait(false);
            }
        }
    }

    private async Task KeepAsync(Scan scan, CancellationToken cancellationToken, CancellationToken pause)
    {
        while (!await _pipeline.SubmitAsync(scan, cancellationToken).ConfigureAwait(false))
        {
            // The journal cannot be written. Another poll would lose the events of this scan: without it the device keeps them.
            await Task.Delay(_options.Period, _time, pause).ConfigureAwait(false);
        }

        _driver.Acknowledge();
        _pause.Reset();
        if (_failing is not null)
        {
            Log.DeviceAnswers(_logger, _driver.Device);
            _failing = null;
        }
    }

    private async Task FailAsync(FieldFailure failure, CancellationToken cancellationToken, CancellationToken pause)
    {
        if (failure != _failing)
        {
            Log.DeviceFails(_logger, _driver.Device, failure.Kind, failure.Detail.TrimEnd('.'));
            _failing = failure;
        }

        await _pipeline.ReportFailureAsync(_driver.Device, failure, cancellationToken).ConfigureAwait(false);
        if (!_pacesItself)
        {
            await Task.Delay(_pause.Next(), _time, pause).ConfigureAwait(false);
        }
    }
}
