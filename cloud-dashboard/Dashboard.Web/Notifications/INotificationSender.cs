using Dashboard.Historian.Notifications;

namespace Dashboard.Web.Notifications;

/// <summary>A way by which messages leave.</summary>
internal interface INotificationSender
{
    /// <summary>Which.</summary>
    NotificationWay Way { get; }

    /// <summary>Tries to send a message.</summary>
    /// <param name="send">The message.</param>
    /// <param name="text">It in words.</param>
    /// <param name="start">
    /// To be called right before it is handed over, when nothing of it was sent: what fails before is certain not to have been sent. False:
    /// it belongs to another dashboard now, and must not be sent.
    /// </param>
    /// <param name="cancellation">When it takes too long.</param>
    /// <returns>What became of it; null: it belongs to another one.</returns>
    Task<SendResult?> SendAsync(NotificationToSend send, NotificationText text, Func<bool> start, CancellationToken cancellation);
}
