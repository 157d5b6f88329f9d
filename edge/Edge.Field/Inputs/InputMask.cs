namespace Edge.Field.Inputs;

/// <summary>When a digital input chatters, and for how long its events are then left out.</summary>
public sealed record InputMaskOptions
{
    /// <summary>
    /// More events than this within <see cref="Window"/> are chatter, 2 to 1000, or 0: nothing is ever masked; 20 by default.
    /// </summary>
    public int Events { get; init; } = 20;

    /// <summary>The window, 100 ms to 10 minutes; 10 s by default.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an input stays masked, 1 s to 1 day, prolonged as long as it chatters; 1 minute by default.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and why.</exception>
    public void Validate()
    {
        if (Events != 0 && Events is < 2 or > 1000)
        {
            throw new ArgumentException($"{Events} events are not a valid limit of chatter: give 2 to 1000, or 0 to mask nothing.");
        }

        if (Window < TimeSpan.FromMilliseconds(100) || Window > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentException($"Chatter is counted in a window of 100 ms to 10 minutes, not {Window:c}.");
        }

        if (Duration < TimeSpan.FromSeconds(1) || Duration > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"An input is masked for 1 s to 1 day, not {Duration:c}.");
        }
    }
}

/// <summary>A digital input, as events name it.</summary>
/// <param name="Ied">The address of its IED.</param>
/// <param name="Port">Its port.</param>
/// <param name="Bit">Its bit.</param>
public readonly record struct InputId(int Ied, int Port, int Bit);

/// <summary>Whether an event is recorded.</summary>
public enum MaskVerdict : byte
{
    /// <summary>It is recorded.</summary>
    Pass = 0,

    /// <summary>It is left out, and the input is masked from now on.</summary>
    MaskedNow = 1,

    /// <summary>It is left out: the input is masked.</summary>
    LeftOut = 2,
}

/// <summary>
/// Leaves out the events of inputs that chatter, so that a loose contact cannot flood the sequence of events (Mara 1.4 §7), and counts what
/// it leaves out. Chatter is measured by the time stamps of the device: a backlog that arrives at once is not chatter. How long an input
/// stays masked is measured by the time of arrival. Not kept over a restart: an input that still chatters is then masked again. Not for
/// several threads.
/// </summary>
public sealed class InputMask(InputMaskOptions options)
{
    private readonly Dictionary<InputId, State> _inputs = [];
    private int _masked;

    /// <summary>When <see cref="TryUnmask"/> must be called next; the largest time while nothing is masked.</summary>
    public DateTimeOffset NextCheck { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>How many inputs are masked.</summary>
    public int Masked => _masked;

    /// <summary>Counts an event of an input and decides whether it is recorded.</summary>
    /// <param name="input">The input.</param>
    /// <param name="stamped">The time stamp of the device.</param>
    /// <param name="now">When it arrived.</param>
    public MaskVerdict Evaluate(InputId input, DateTimeOffset stamped, DateTimeOffset now)
    {
        if (options.Events == 0)
        {
            return MaskVerdict.Pass;
        }

        if (!_inputs.TryGetValue(input, out State? state))
        {
            state = new State(options.Events + 1);
            _inputs.Add(input, state);
        }

        state.Add(stamped.UtcTicks, now);
        if (state.Until is not null)
        {
            state.LeftOut++;
            return MaskVerdict.LeftOut;
        }

        if (!state.Spans(options.Window))
        {
            return MaskVerdict.Pass;
        }

        state.LeftOut = 1;
        Mask(state, now);
        _masked++;
        return MaskVerdict.MaskedNow;
    }

    /// <summary>
    /// Ends one mask whose time is over, and prolongs those of inputs that still chatter. Call it again until it returns false.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="input">The input that is no longer masked.</param>
    /// <param name="leftOut">How many of its events were left out.</param>
    public bool TryUnmask(DateTimeOffset now, out InputId input, out int leftOut)
    {
        (input, leftOut) = (default, 0);
        if (now < NextCheck)
        {
            return false;
        }

        NextCheck = DateTimeOffset.MaxValue;
        bool found = false;
        foreach ((InputId id, State state) in _inputs)
        {
            if (state.Until is not { } until)
            {
                continue;
            }

            if (now < until || found)
            {
                NextCheck = until < NextCheck ? until : NextCheck;
            }
            else if (state.Spans(options.Window) && now - state.LastArrival <= options.Window)
            {
                Mask(state, now);
            }
            else
            {
                (found, input, leftOut) = (true, id, state.LeftOut);
                state.Clear();
                _masked--;
            }
        }

        return found;
    }

    private void Mask(State state, DateTimeOffset now)
    {
        state.Until = now + options.Duration;
        NextCheck = state.Until < NextCheck ? state.Until.Value : NextCheck;
    }

    // The time stamps of the last events, one more than the window allows.
    private sealed class State(int room)
    {
        private readonly long[] _stamps = new long[room];
        private int _next;
        private int _count;

        public DateTimeOffset? Until { get; set; }

        public DateTimeOffset LastArrival { get; private set; }

        public int LeftOut { get; set; }

        public void Add(long stamp, DateTimeOffset now)
        {
            _stamps[_next] = stamp;
            _next = (_next + 1) % _stamps.Length;
            _count = Math.Min(_count + 1, _stamps.Length);
            LastArrival = now;
        }

        /// <summary>Whether more events than allowed lie within the window.</summary>
        public bool Spans(TimeSpan window)
        {
            if (_count < _stamps.Length)
            {
                return false;
            }

            long newest = _stamps[(_next + _stamps.Length - 1) % _stamps.Length];
            return Math.Abs(newest - _stamps[_next]) <= window.Ticks;
        }

        public void Clear() => (_count, Until, LeftOut) = (0, null, 0);
    }
}
