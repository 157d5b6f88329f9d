using Dashboard.Alarms.Notifications;
using Microsoft.Extensions.Logging;

namespace Dashboard.Historian.Notifications;

/// <summary>Decides each second whom to call, and deletes what is old.</summary>
/// <param name="queue">The queue.</param>
/// <param name="pacing">When what waits becomes a message.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class NotificationLoop(
    INotificationQueue queue, NotificationPacing pacing, TimeProvider time, ILogger<NotificationLoop> logger)
{
    /// <summary>How long messages that are over are kept.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(400);

    private const int AtOnce = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Cleaning = TimeSpan.FromMinutes(10);

    private long? _cleaned;
    private bool _failed;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Run(Advance, CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does what is to be done now.</summary>
    public void Advance()
    {
        try
        {
            while (queue.Advance(time.GetUtcNow(), pacing, AtOnce))
            {
                // A storm is taken in transactions that hold up nobody.
            }

            if (_cleaned is not { } last || time.GetElapsedTime(last) >= Cleaning)
            {
                _cleaned = time.GetTimestamp();
                _ = queue.DropOld(time.GetUtcNow() - Keep, AtOnce);
            }

            if (_failed)
            {
                Log.NotificationsAdvanceAgain(logger);
            }

            _failed = false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (!_failed)
            {
                Log.NotificationsDoNotAdvance(logger, exception.Message);
            }

            _failed = true;
        }
    }
}
