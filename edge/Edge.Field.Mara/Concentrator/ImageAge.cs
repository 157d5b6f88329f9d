namespace Edge.Field.Mara.Concentrator;

/// <summary>Reports to the station image that a link is lost: after two failures in a row, or when no answer came for too long.</summary>
internal sealed class ImageAge : IDisposable
{
    // The same number makes values stale in the pipeline.
    private const int FailuresUntilLost = 2;

    private readonly int _comaster;
    private readonly TimeSpan _age;
    private readonly ITimer? _timer;
    private int _failures;

    public ImageAge(IStationImage? image, MaraTcpOptions options, TimeProvider clock)
    {
        Image = image;
        _comaster = options.Comaster;
        _age = options.MaximumAge ?? Timeout.InfiniteTimeSpan;
        _timer = image is null || options.MaximumAge is null
            ? null
            : clock.CreateTimer(_ => image.Lost(_comaster), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The image, or null.</summary>
    public IStationImage? Image { get; }

    /// <summary>Records a poll with fresh values.</summary>
    public void Answered()
    {
        _failures = 0;
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
        _timer?.Dispose();
        Image?.Lost(_comaster);
    }
}
