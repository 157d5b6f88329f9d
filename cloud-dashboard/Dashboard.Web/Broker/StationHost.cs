using Dashboard.Ingest.Sites;

namespace Dashboard.Web.Broker;

/// <summary>
/// Keeps what is known of the stations while the dashboard runs. It is stopped after the ingest, so that nothing is left out.
/// </summary>
internal sealed class StationHost(StationKeeper keeper) : BackgroundService
{
    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        keeper.Load();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => keeper.RunAsync(stoppingToken);
}
