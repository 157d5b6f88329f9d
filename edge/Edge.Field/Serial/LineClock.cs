using Edge.Field.Linux;

namespace Edge.Field.Serial;

/// <summary>
/// Time stamps of the injected clock, and waits that end within microseconds. The scheduler wakes a thread some 50 µs late (its timer
/// slack; none in real time), so the last part is a busy wait.
/// </summary>
/// <param name="clock">A running clock, because the waits are real.</param>
internal readonly unsafe struct LineClock(TimeProvider clock)
{
    /// <summary>The length of the busy wait at the end, for a scheduler that is late.</summary>
    public static readonly TimeSpan Spin = TimeSpan.FromMicroseconds(120);

    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The present time stamp.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>A time stamp plus a time.</summary>
    public long After(long timestamp, TimeSpan time) =>
        timestamp + (long)(time.Ticks * ((double)clock.TimestampFrequency / TimeSpan.TicksPerSecond));

    /// <summary>The time from one time stamp to another; negative when the second is earlier.</summary>
    public TimeSpan Between(long from, long to) => clock.GetElapsedTime(from, to);

    /// <summary>The time until a time stamp; negative when it has passed.</summary>
    public TimeSpan Until(long timestamp) => clock.GetElapsedTime(Now, timestamp);

    /// <summary>Sleeps until shortly before a moment and busy-waits the rest.</summary>
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
            // Sleeps to an instant and not for a time. The kernel's clock is read first: a thread that is not scheduled in between wakes
            // too early and repeats the loop. With a relative time it would sleep too long.
            TimeSpec instant;
            _ = Libc.GetTime(Kernel.Monotonic, &instant);
            TimeSpan left = Until(timestamp) - Spin;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            Add(ref instant, left);
            _ = Libc.Sleep(Kernel.Monotonic, Kernel.AtInstant, &instant, null); // a signal only ends this sleep early
        }
    }

    /// <summary>Sleeps shortly, so that other threads run beside a real-time thread.</summary>
    public void Nap(TimeSpan time) => SleepUntil(After(Now, time + Spin));

    /// <summary>The time as a struct of the kernel; zero for a negative one.</summary>
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
