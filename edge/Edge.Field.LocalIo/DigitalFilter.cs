namespace Edge.Field.LocalIo;

/// <summary>A change that passed the filter.</summary>
/// <param name="State">The new state.</param>
/// <param name="Time">When the contact moved: the first edge of the movement that led to it.</param>
internal readonly record struct FilteredChange(bool State, DateTimeOffset Time);

/// <summary>
/// The digital filter of one input: a change passes when its level was stable for the filter's time, and has the time of its first edge,
/// not of the filter's end. Edges closer together than <see cref="Bounce"/> are one movement of a bouncing contact; after a longer pause in
/// either level a new movement begins, so that an input that chattered for an hour is not dated an hour back. Pure: the time is a
/// parameter.
/// </summary>
internal sealed class DigitalFilter
{
    /// <summary>The longest time between two bounces of a contact.</summary>
    public static readonly TimeSpan Bounce = TimeSpan.FromMilliseconds(20);

    private readonly TimeSpan _stable;
    private bool _level;
    private DateTimeOffset _since;
    private DateTimeOffset? _first;

    /// <summary>Creates a filter for an input that is off.</summary>
    /// <param name="stable">How long a level must be stable; zero: each edge passes.</param>
    public DigitalFilter(TimeSpan stable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stable, TimeSpan.Zero);
        _stable = stable;
    }

    /// <summary>The filtered state.</summary>
    public bool State { get; private set; }

    /// <summary>Whether a change waits for the filter's time.</summary>
    public bool Pending => _level != State;

    /// <summary>Sets the level without a change, since the time of the change is unknown.</summary>
    public void Reset(bool level)
    {
        (State, _level, _first) = (level, level, null);
        _since = DateTimeOffset.MinValue;
    }

    /// <summary>Processes an edge.</summary>
    /// <param name="level">The level after it. The same level twice means that an edge between was lost.</param>
    /// <param name="time">When.</param>
    /// <param name="change">What counts by now.</param>
    public bool Edge(bool level, DateTimeOffset time, out FilteredChange change)
    {
        bool settled = Settle(time, out change);
        if (time - _since > Bounce)
        {
            _first = null;
        }

        _level = level;
        _since = time;
        _first ??= level != State ? time : null;
        return settled || (_stable == TimeSpan.Zero && Settle(time, out change));
    }

    /// <summary>Checks whether the level was stable long enough.</summary>
    /// <param name="now">The time.</param>
    /// <param name="change">What counts by now.</param>
    public bool Settle(DateTimeOffset now, out FilteredChange change)
    {
        change = default;
        if (_level == State)
        {
            return false;
        }

        if (now < _since)
        {
            // The clock was set back: the filter's time begins again, or the input would not change until the clock caught up.
            _since = now;
        }

        if (now - _since < _stable)
        {
            return false;
        }

        State = _level;
        change = new FilteredChange(State, _first ?? _since);
        _first = null;
        return true;
    }
}
