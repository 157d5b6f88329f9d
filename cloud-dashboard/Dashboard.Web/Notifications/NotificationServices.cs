using Dashboard.Historian.Notifications;
using Dashboard.Historian.Sql;

namespace Dashboard.Web.Notifications;

/// <summary>The notifications, in the database of the historian.</summary>
internal static class NotificationServices
{
    internal static void AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        NotificationOptions options = NotificationOptions.From(configuration);
        services.AddSingleton(options);
        services.AddSingleton<INotificationQueue>(provider => new SqlNotificationQueue(provider.GetRequiredService<SqlEventStore>()));
        services.AddSingleton<INotificationSettings>(
            provider => new SqlNotificationSettings(provider.GetRequiredService<SqlEventStore>()));
        services.AddSingleton<INotificationLinks>(provider => new SqlNotificationLinks(provider.GetRequiredService<SqlEventStore>()));
        services.AddSingleton(provider => new NotificationLoop(
            provider.GetRequiredService<INotificationQueue>(), options.Pacing, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NotificationLoop>>()));
        services.AddSingleton<AcknowledgeLinks>();
        services.AddSingleton<INotificationSender, MailSender>();
        services.AddSingleton<INotificationSender, SmsSpool>();
        services.AddSingleton<INotificationSender, WebhookSender>();
        services.AddHostedService<NotificationHost>();
    }
}
