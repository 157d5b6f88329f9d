namespace Dashboard.Ingest.Sites;

/// <summary>
/// How often a change is passed on. The first passes at once. While changes continue, the gap doubles up to the longest; after a rest it is
/// the first again. A change that does not pass is not lost: it passes with the next one.
/// </summary>
internal sealed class ChangePace(TimeSpan first, TimeSpan longest)
{
    private TimeSpan _gap = TimeSpan.Zero;
    private long _last;

    /// <summary>Whether a change passes now.</summary>
    /// <param name="time">The clock; only elapsed time counts.</param>
    internal bool TryPass(TimeProvider time)
    {
        long now = time.GetTimestamp();
        TimeSpan rest = time.GetElapsedTime(_last, now);
        if (_gap > TimeSpan.Zero && rest < _gap)
        {
            return false;
        }

        TimeSpan next = _gap == TimeSpan.Zero || rest >= 2 * _gap ? first : 2 * _gap;
        (_gap, _last) = (next < longest ? next : longest, now);
        return true;
    }

    /// <summary>The next change passes at once.</summary>
    internal void Reset() => _gap = TimeSpan.Zero;
}
