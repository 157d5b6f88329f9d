namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Limits the rate of questions, so that a flood does not slow down the rest of the gateway; more wait in the socket of the peer.
/// </summary>
/// <param name="perSecond">How many questions a second, at least 1.</param>
/// <param name="time">The clock.</param>
internal sealed class QuestionRate(int perSecond, TimeProvider time)
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
