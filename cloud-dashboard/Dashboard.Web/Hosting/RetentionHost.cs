using Dashboard.Historian.Journal;
using Dashboard.Historian.Series;

namespace Dashboard.Web.Hosting;

/// <summary>Deletes old samples while the dashboard runs.</summary>
internal sealed class RetentionHost(
    IJournalStore store, IRollUpStore rollUps, HistorianOptions options, TimeProvider time, ILogger<SampleRetention> logger)
    : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new SampleRetention(store, rollUps, options.Keep, time, logger).RunAsync(stoppingToken);
}
