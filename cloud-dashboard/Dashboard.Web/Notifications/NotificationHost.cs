using Dashboard.Historian.Notifications;

namespace Dashboard.Web.Notifications;

/// <summary>Calls people for alarms while the dashboard runs: one loop decides whom, one for each way sends.</summary>
/// <remarks>Its parameters are those of the loops that it runs.</remarks>
internal sealed class NotificationHost(
    NotificationLoop loop, INotificationQueue queue, INotificationSettings settings, AcknowledgeLinks links,
    IEnumerable<INotificationSender> senders, TimeProvider time, ILogger<NotificationSending> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        loop.RunAsync(stoppingToken),
        .. senders.Select(sender => new NotificationSending(queue, settings, links, sender, time, logger).RunAsync(stoppingToken)),
    ]);
}
