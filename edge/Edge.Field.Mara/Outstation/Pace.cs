namespace Edge.Field.Mara.Outstation;

/// <summary>Slows a flood of questions down to what the rest of the gateway does not notice; more wait in the socket of the peer.</summary>
/// <param name="perSecond">How many questions a second, at least 1.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(int perSecond, TimeProvider time)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private long? _secondSince;
    private int _inSecond;

    /// <summary>Waits until the next question may be answered.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan passed = _secondSince is { } since ? time.GetElapsedTime(since) : s_second;
        if (passed < s_second && _inSecond >= perSecond)
        {
            await Task.Delay(s_second - passed, time, cancellationToken).ConfigureAwait(false);
            passed = s_second;
        }

        if (passed >= s_second)
        {
            (_secondSince, _inSecond) = (time.GetTimestamp(), 0);
        }

        _inSecond++;
    }
}
