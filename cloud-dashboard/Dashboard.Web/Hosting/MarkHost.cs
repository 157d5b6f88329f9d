using Dashboard.Historian.Alarms;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;

namespace Dashboard.Web.Hosting;

/// <summary>Lets the marks on the drawings follow the alarms while the dashboard runs.</summary>
internal sealed class MarkHost(
    IAlarmStore alarms, SiteStore sites, IngestService ingest, TimeProvider time, ILogger<MarkFollower> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new MarkFollower(alarms, sites, ingest.AskAsync, time, logger).RunAsync(stoppingToken);
}
