namespace Edge.Gateway.Hosting;

/// <summary>
/// Feeds the watchdog of the service manager, but only while the pipeline moves: a process that is alive and does nothing is
/// exactly what the watchdog is for.
/// </summary>
/// <param name="progress">A number that grows while the work goes on.</param>
/// <param name="feed">Tells the service manager that all is well (<c>WATCHDOG=1</c>).</param>
/// <param name="period">How often to look: well below the time after which the service manager kills.</param>
/// <param name="time">The clock.</param>
public sealed class Watchdog(Func<long> progress, Action feed, TimeSpan period, TimeProvider time)
{
    /// <summary>The period that suits what the service manager asks for in the environment.</summary>
    /// <param name="microseconds"><c>WATCHDOG_USEC</c>.</param>
    /// <param name="processId"><c>WATCHDOG_PID</c>: whom it is meant for; absent: whoever got it.</param>
    /// <param name="ownProcessId">The id of this process.</param>
    /// <returns>A third of what it asks for, or null when it asks for nothing.</returns>
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
