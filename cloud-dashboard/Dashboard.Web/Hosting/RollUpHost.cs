using Dashboard.Historian.Journal;
using Dashboard.Historian.Series;

namespace Dashboard.Web.Hosting;

/// <summary>Rolls values up while the dashboard runs.</summary>
internal sealed class RollUpHost(
    IRollUpStore store, JournalWriter writer, HistorianOptions options, TimeProvider time, ILogger<RollUpLoop> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new RollUpLoop(store, () => writer.IsBusy, options.Keep, time, logger).RunAsync(stoppingToken);
}
