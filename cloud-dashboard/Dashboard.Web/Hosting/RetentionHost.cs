using Dashboard.Historian.Journal;

namespace Dashboard.Web.Hosting;

/// <summary>Deletes old samples while the dashboard runs.</summary>
internal sealed class RetentionHost(IJournalStore store, HistorianOptions options, TimeProvider time, ILogger<SampleRetention> logger)
    : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new SampleRetention(store, options.KeepSamples, time, logger).RunAsync(stoppingToken);
}
