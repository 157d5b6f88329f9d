using Edge.Field.Linux;

namespace Edge.Field.Serial;

/// <summary>
/// Time on the line: time stamps of the injected clock, and waits that end within microseconds. The scheduler wakes a thread some 50 µs
/// late (its timer slack; none in real time), so the last stretch is spun through.
/// </summary>
/// <param name="clock">A clock that runs: the waits are real.</param>
internal readonly unsafe struct LineClock(TimeProvider clock)
{
    /// <summary>The stretch that is spun through, for a scheduler that is late.</summary>
    public static readonly TimeSpan Spin = TimeSpan.FromMicroseconds(120);

    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The time stamp of this moment.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>The time stamp that lies so much behind another one.</summary>
    public long After(long timestamp, TimeSpan time) =>
        timestamp + (long)(time.Ticks * ((double)clock.TimestampFrequency / TimeSpan.TicksPerSecond));

    /// <summary>From one time stamp to another; negative when the second is the earlier.</summary>
    public TimeSpan Between(long from, long to) => clock.GetElapsedTime(from, to);

    /// <summary>How long it is still until a time stamp; negative when it has passed.</summary>
    public TimeSpan Until(long timestamp) => clock.GetElapsedTime(Now, timestamp);

    /// <summary>Sleeps until shortly before a moment and spins through the rest.</summary>
    public void WaitUntil(long timestamp)
    {
        SleepUntil(timestamp);
        while (Now < timestamp)
        {
            Thread.SpinWait(20);
        }
    }

    /// <summary>Sleeps until shortly before a moment.</summary>
    public void SleepUntil(long timestamp)
    {
        while (true)
        {
            // To an instant and not for a time, and the instant begins at the kernel's clock, which is asked first: a thread that is not
            // let run in between asks for one that is too early, and looks again. For a time it would sleep too long.
            TimeSpec instant;
            _ = Libc.GetTime(Kernel.Monotonic, &instant);
            TimeSpan left = Until(timestamp) - Spin;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            Add(ref instant, left);
            _ = Libc.Sleep(Kernel.Monotonic, Kernel.AtInstant, &instant, null); // a signal only makes the round shorter
        }
    }

    /// <summary>Sleeps a little, so that a thread before all others lets them run, too.</summary>
    public void Nap(TimeSpan time) => SleepUntil(After(Now, time + Spin));

    /// <summary>As the kernel takes it; nothing for what is negative.</summary>
    public static TimeSpec Spec(TimeSpan time)
    {
        long ticks = Math.Max(0, time.Ticks);
        return new TimeSpec { Seconds = ticks / TimeSpan.TicksPerSecond, Nanoseconds = ticks % TimeSpan.TicksPerSecond * 100 };
    }

    private static void Add(ref TimeSpec instant, TimeSpan time)
    {
        TimeSpec more = Spec(time);
        long nanoseconds = instant.Nanoseconds + more.Nanoseconds;
        instant.Seconds += more.Seconds + (nanoseconds / NanosecondsPerSecond);
        instant.Nanoseconds = nanoseconds % NanosecondsPerSecond;
    }
}
