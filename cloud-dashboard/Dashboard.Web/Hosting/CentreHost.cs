using Dashboard.Ingest.Records;

namespace Dashboard.Web.Hosting;

/// <summary>Lets the centre watch itself and the gateways while the dashboard runs.</summary>
internal sealed class CentreHost(CentreWatch watch) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => watch.RunAsync(stoppingToken);
}
