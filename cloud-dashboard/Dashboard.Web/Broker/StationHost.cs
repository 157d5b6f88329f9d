using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;

namespace Dashboard.Web.Broker;

/// <summary>
/// Keeps what is known of the stations, and records their outages, while the dashboard runs. It is stopped after the ingest, so that
/// nothing is left out.
/// </summary>
internal sealed class StationHost(StationKeeper keeper, OutageRecorder outages) : BackgroundService
{
    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        keeper.Load();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(keeper.RunAsync(stoppingToken), outages.RunAsync(stoppingToken));
}
