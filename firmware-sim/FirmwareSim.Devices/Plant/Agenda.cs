namespace FirmwareSim.Devices.Plant;

/// <summary>
/// The future actions of the simulation, in order of time. The first call that needs the present moves it there, and everything due until
/// then happens at its own exact instant, however coarse the steps of the caller are.
/// </summary>
public sealed class Agenda(DateTimeOffset start)
{
    private readonly PriorityQueue<Appointment, (long At, long Order)> _queue = new();
    private long _order;

    /// <summary>The instant that the simulation has reached, UTC. It never goes back.</summary>
    public DateTimeOffset Now { get; private set; } = start.ToUniversalTime();

    /// <summary>When the next thing is due, or null.</summary>
    public DateTimeOffset? Next => _queue.TryPeek(out Appointment? next, out _) ? next.Instant : null;

    /// <summary>Does something once, at an instant; one that has passed counts as now.</summary>
    public Appointment At(DateTimeOffset instant, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Appointment appointment = new(instant < Now ? Now : instant.ToUniversalTime(), action);
        _queue.Enqueue(appointment, (appointment.Instant.UtcTicks, _order++));
        return appointment;
    }

    /// <summary>Does something once, after a delay.</summary>
    public Appointment After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Does something again and again, first after one period.</summary>
    public void Every(TimeSpan period, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        After(period, () =>
        {
            Every(period, action);
            action();
        });
    }

    /// <summary>Lets everything happen that is due until an instant.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        while (_queue.TryPeek(out Appointment? next, out _) && next.Instant <= instant)
        {
            _queue.Dequeue();
            if (next.Instant > Now)
            {
                Now = next.Instant;
            }

            next.Run();
        }

        if (instant > Now)
        {
            Now = instant.ToUniversalTime();
        }
    }
}

/// <summary>One entry of an <see cref="Agenda"/>.</summary>
public sealed class Appointment
{
    private Action? _action;

    internal Appointment(DateTimeOffset instant, Action action)
    {
        Instant = instant;
        _action = action;
    }

    /// <summary>When it is due.</summary>
    public DateTimeOffset Instant { get; }

    /// <summary>Calls it off; one that has happened stays happened.</summary>
    public void Cancel() => _action = null;

    internal void Run()
    {
        Action? action = _action;
        _action = null;
        action?.Invoke();
    }
}
