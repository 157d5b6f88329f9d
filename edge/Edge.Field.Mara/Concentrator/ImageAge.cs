namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Knows how old the last fresh values of a link are, and reports to the station image that it is lost: after two failures in a row, or
/// when no answer came for too long. <see cref="Left"/> and <see cref="NextAnswerAsync"/> are safe from any thread.
/// </summary>
internal sealed class ImageAge : IDisposable
{
    // The same number makes values stale in the pipeline.
    private const int FailuresUntilLost = 2;

    private readonly int _comaster;
    private readonly TimeSpan _age;
    private readonly TimeSpan? _maximum;
    private readonly TimeProvider _clock;
    private readonly ITimer? _timer;
    private TaskCompletionSource? _next;
    private long _answeredAt;
    private volatile bool _disposed;
    private int _failures;

    public ImageAge(IStationImage? image, MaraTcpOptions options, TimeProvider clock)
    {
        Image = image;
        _maximum = options.MaximumAge;
        _clock = clock;
        _answeredAt = clock.GetTimestamp();
        _comaster = options.Comaster;
        _age = options.MaximumAge ?? Timeout.InfiniteTimeSpan;
        _timer = image is null || options.MaximumAge is null
            ? null
            : clock.CreateTimer(_ => image.Lost(_comaster), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The image, or null.</summary>
    public IStationImage? Image { get; }

    /// <summary>How long the values are still fresh without another poll; null where they have no limit.</summary>
    public TimeSpan? Left => _maximum - _clock.GetElapsedTime(Volatile.Read(ref _answeredAt));

    /// <summary>Ends at the next poll with fresh values, or when they are stale without one.</summary>
    /// <returns>False where the driver ends.</returns>
    public async Task<bool> NextAnswerAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource next = Interlocked.CompareExchange(ref _next, made, null) ?? made;
        using CancellationTokenSource late = new(_maximum ?? Timeout.InfiniteTimeSpan, _clock);
        using CancellationTokenRegistration end = late.Token.UnsafeRegister(
            static next => ((TaskCompletionSource)next!).TrySetResult(), next);
        await next.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return !_disposed;
    }

    /// <summary>Records a poll with fresh values.</summary>
    public void Answered()
    {
        _failures = 0;
        Volatile.Write(ref _answeredAt, _clock.GetTimestamp());
        Interlocked.Exchange(ref _next, null)?.TrySetResult();
        _ = _timer?.Change(_age, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Records a poll without an answer.</summary>
    public void Failed()
    {
        if (++_failures == FailuresUntilLost)
        {
            Image?.Lost(_comaster);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _next, null)?.TrySetResult();
        _timer?.Dispose();
        Image?.Lost(_comaster);
    }
}
