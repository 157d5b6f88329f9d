using Microsoft.Extensions.Logging;

namespace Edge.Pipeline.Loop;

/// <summary>How one link to the field is polled.</summary>
public sealed record FieldLoopOptions
{
    /// <summary>From one question to the next, by the clock: a slow answer does not shift the later ones. Default 1 s.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts while the device does not answer; begins at the period, doubles. Default 5 s.</summary>
    public TimeSpan MaximumPause { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>
/// Asks one device for ever: at each period, at once again while it has more, slower while it does not answer; a driver that paces itself
/// at once always. It acknowledges a scan only when the pipeline has it in the journal; until then it does not ask for another.
/// </summary>
public sealed class FieldLoop
{
    /// <summary>
    /// A device that always has more, by a fault, must not fill the disk of the box: after so many answers in a row it waits for its
    /// period like any other. A full queue of a concentrator is read much sooner.
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

    /// <summary>Makes the loop; nothing is asked before <see cref="RunAsync(CancellationToken)"/>.</summary>
    /// <param name="driver">Who speaks to the device.</param>
    /// <param name="pipeline">Where its scans go.</param>
    /// <param name="options">How it is polled.</param>
    /// <param name="time">The clock of the period.</param>
    /// <param name="logger">Where failures go, each once.</param>
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
    /// Runs until it is stopped, or until it may end in peace: then no question is under way, and the driver owes no acknowledgement unless
    /// the journal cannot be written. A loop that is stopped may leave both.
    /// </summary>
    /// <param name="cancellationToken">The stop.</param>
    /// <param name="end">When it may end; it then returns.</param>
    public async Task RunAsync(CancellationToken cancellationToken, CancellationToken end)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end);
        try
        {
            await PollAsync(cancellationToken, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The pause between two questions is over.
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
            // The journal is full or fails. Asking on would lose the events of this scan, so the field keeps them.
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
            Log.DeviceFails(_logger, _driver.Device, failure.Kind, failure.Detail);
            _failing = failure;
        }

        await _pipeline.ReportFailureAsync(_driver.Device, failure, cancellationToken).ConfigureAwait(false);
        if (!_pacesItself)
        {
            await Task.Delay(_pause.Next(), _time, pause).ConfigureAwait(false);
        }
    }
}
