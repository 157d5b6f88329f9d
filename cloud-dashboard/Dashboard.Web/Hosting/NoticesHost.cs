using Dashboard.Historian.Postgres;

namespace Dashboard.Web.Hosting;

/// <summary>Listens to the other dashboards on the same database while this one runs.</summary>
internal sealed class NoticesHost(PostgresNotices notices) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => notices.RunAsync(stoppingToken);
}
