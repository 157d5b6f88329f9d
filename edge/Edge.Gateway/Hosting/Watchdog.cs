namespace Edge.Gateway.Hosting;

/// <summary>
/// Notifies the watchdog of the service manager, but only while the pipeline runs: the service manager restarts a process that hangs.
/// </summary>
/// <param name="progress">A number that increases while the pipeline runs.</param>
/// <param name="feed">Notifies the service manager (<c>WATCHDOG=1</c>).</param>
/// <param name="period">How often the number is checked: well below the time after which the service manager kills the process.</param>
/// <param name="time">The clock.</param>
public sealed class Watchdog(Func<long> progress, Action feed, TimeSpan period, TimeProvider time)
{
    /// <summary>The period for the time-out that the service manager sets in the environment.</summary>
    /// <param name="microseconds"><c>WATCHDOG_USEC</c>.</param>
    /// <param name="processId"><c>WATCHDOG_PID</c>: the process that it is set for; absent: any.</param>
    /// <param name="ownProcessId">The id of this process.</param>
    /// <returns>A third of the time-out, or null when there is none.</returns>
    public static TimeSpan? PeriodOf(string? microseconds, string? processId, int ownProcessId) =>
        long.TryParse(microseconds, out long time) && time > 0
        && (string.IsNullOrEmpty(processId) || (int.TryParse(processId, out int id) && id == ownProcessId))
            ? TimeSpan.FromMicroseconds(time / 3.0)
            : null;

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(period, time);
        long before = progress();
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            long now = progress();
            if (now != before)
            {
                feed();
                before = now;
            }
        }
    }
}
