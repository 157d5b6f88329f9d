namespace Edge.Field.Mara.Bus;

/// <summary>Times in units of <see cref="TimeProvider.GetTimestamp"/>.</summary>
internal static class Timestamps
{
    /// <summary>How many units of the clock's timestamps a time has.</summary>
    public static long Units(this TimeProvider clock, TimeSpan time) =>
        (long)(time.Ticks * (double)clock.TimestampFrequency / TimeSpan.TicksPerSecond);
}
