namespace Dashboard.Ingest;

/// <summary>Lets one log line a minute pass, and counts what it stands for. Safe for several threads.</summary>
public sealed class LineLimit(TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private int _count;
    private long? _at;

    /// <summary>Counts a case of it.</summary>
    /// <returns>How many there were since the last line, if one may be written now; else 0.</returns>
    public int Next()
    {
        lock (_lock)
        {
            _count++;
            if (_at is { } at && time.GetElapsedTime(at) < Every)
            {
                return 0;
            }

            int count = _count;
            (_at, _count) = (time.GetTimestamp(), 0);
            return count;
        }
    }
}
