using Dashboard.Historian;

namespace Dashboard.Web.Hosting;

/// <summary>Looks each five seconds whether the database of the historian is there, also while nothing is to be stored.</summary>
internal sealed class HealthHost(EventWriter writer, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Of its own thread: a server that does not answer holds it for long.
                await Task.Factory.StartNew(writer.Check, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Nothing is left to look at.
        }
    }
}
