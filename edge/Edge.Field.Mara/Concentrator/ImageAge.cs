namespace Edge.Field.Mara.Concentrator;

/// <summary>Tells the station image that a link is lost: after as many failures as make values stale, or when no answer came for too long.</summary>
internal sealed class ImageAge : IDisposable
{
    // As the pipeline does it: within two polls.
    private const int FailuresUntilLost = 2;

    private readonly IStationImage? _image;
    private readonly int _comaster;
    private readonly TimeSpan _age;
    private readonly ITimer? _timer;
    private int _failures;

    public ImageAge(IStationImage? image, MaraTcpOptions options, TimeProvider clock)
    {
        _image = image;
        _comaster = options.Comaster;
        _age = options.MaximumAge ?? Timeout.InfiniteTimeSpan;
        _timer = image is null || options.MaximumAge is null
            ? null
            : clock.CreateTimer(_ => image.Lost(_comaster), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Answered()
    {
        _failures = 0;
        _ = _timer?.Change(_age, Timeout.InfiniteTimeSpan);
    }

    public void Failed()
    {
        if (++_failures == FailuresUntilLost)
        {
            _image?.Lost(_comaster);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _image?.Lost(_comaster);
    }
}
