using Edge.Pipeline;

namespace TestKit;

/// <summary>
/// A clock that is set: only its dates change, not the time that runs. The test says whether the system calls it synchronised.
/// </summary>
public sealed class PlayedClock(TimeProvider steady) : TimeProvider, ISystemClock
{
    private readonly Lock _lock = new();
    private TimeSpan _offset;
    private bool? _isSynchronised = true;

    /// <summary>How far it is ahead of the steady clock.</summary>
    public TimeSpan Offset
    {
        get
        {
            lock (_lock)
            {
                return _offset;
            }
        }

        set
        {
            lock (_lock)
            {
                _offset = value;
            }
        }
    }

    /// <inheritdoc/>
    public bool? IsSynchronised
    {
        get
        {
            lock (_lock)
            {
                return _isSynchronised;
            }
        }

        set
        {
            lock (_lock)
            {
                _isSynchronised = value;
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => steady.TimestampFrequency;

    /// <summary>Sets it as a time service does: the date and the word of the system change at once.</summary>
    public void Set(TimeSpan offset)
    {
        lock (_lock)
        {
            (_offset, _isSynchronised) = (offset, true);
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => steady.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        steady.CreateTimer(callback, state, dueTime, period);
}
