namespace FirmwareSim.Devices.Firmware;

/// <summary>
/// The clock of a device: local wall time that simply counts on. It knows no zone and no daylight saving; only a set-time
/// moves it (Mara 1.4 §3).
/// </summary>
public sealed class WallClock
{
    /// <summary>What it can tell apart: 1/128 s.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / 128);

    private readonly double _drift;
    private DateTimeOffset _setAt;
    private DateTime _setTo;

    /// <param name="now">The true instant.</param>
    /// <param name="local">What the clock shows then.</param>
    /// <param name="partsPerMillion">How much too fast it runs.</param>
    public WallClock(DateTimeOffset now, DateTime local, double partsPerMillion)
    {
        (_setAt, _setTo, _drift) = (now, local, partsPerMillion * 1e-6);
    }

    /// <summary>Whether it has received a set-time since its last restart.</summary>
    public bool HasTime { get; private set; }

    /// <summary>What it shows, in steps of 1/128 s.</summary>
    public DateTime Read(DateTimeOffset now)
    {
        DateTime exact = Exact(now);
        return exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond % Tick.Ticks));
    }

    /// <summary>When it will show a time, if nobody sets it.</summary>
    public DateTimeOffset When(DateTime local) => _setAt + (local - _setTo) / (1 + _drift);

    /// <summary>Sets it.</summary>
    public void Set(DateTimeOffset now, DateTime local)
    {
        (_setAt, _setTo, HasTime) = (now, local, true);
    }

    /// <summary>Sync: takes it to the nearest whole second.</summary>
    public void Align(DateTimeOffset now)
    {
        DateTime exact = Exact(now);
        long second = (exact.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
        (_setAt, _setTo) = (now, new DateTime(second));
    }

    /// <summary>A fault: it shows another time from now on, and knows nothing of it.</summary>
    public void Jump(DateTimeOffset now, TimeSpan by) => (_setAt, _setTo) = (now, Exact(now) + by);

    /// <summary>A restart: it goes on, but nobody vouches for it.</summary>
    public void LoseTime() => HasTime = false;

    private DateTime Exact(DateTimeOffset now) => _setTo + (now - _setAt) * (1 + _drift);
}
