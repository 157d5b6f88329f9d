using Dashboard.Historian;
using Dashboard.Historian.Notifications;
using Dashboard.Ingest;

namespace Dashboard.Web.Notifications;

/// <summary>Sends what is due by one way, one message after the other.</summary>
/// <remarks>Its parameters are what a message needs: the queue, its words, its link, the way out, the clock and the log.</remarks>
/// <param name="queue">The queue.</param>
/// <param name="settings">The texts.</param>
/// <param name="links">The links.</param>
/// <param name="sender">The way.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class NotificationSending(
    INotificationQueue queue, INotificationSettings settings, AcknowledgeLinks links, INotificationSender sender, TimeProvider time,
    ILogger<NotificationSending> logger)
{
    /// <summary>A try takes at most so long, which is less than the message belongs to this dashboard.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
    private readonly LineLimit _lines = new(time);
    private bool _failed;

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            bool isMore = false;
            try
            {
                isMore = await SendNextAsync();
                _failed = false;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                if (!_failed)
                {
                    Log.NotificationsNotRead(logger, sender.Way.ToString(), exception.Message);
                }

                _failed = true;
            }

            if (!isMore)
            {
                await Task.Delay(s_pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Sends the next message.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="HistorianException">The database cannot be used; a message that was handed over is uncertain.</exception>
    internal async Task<bool> SendNextAsync()
    {
        if (await Task.Run(() => queue.Claim(sender.Way, _owner, time.GetUtcNow())) is not { } send)
        {
            return false;
        }

        SendResult? result = await TryAsync(send);
        if (result is not null)
        {
            await Task.Run(() => queue.Finish(send.Message.Id, _owner, result, time.GetUtcNow()));
            Note(send.Message, result);
        }

        return true;
    }

    private async Task<SendResult?> TryAsync(NotificationToSend send)
    {
        bool isStarted = false;
        bool Start()
        {
            isStarted = queue.Start(send.Message.Id, _owner, time.GetUtcNow());
            return isStarted;
        }

        using CancellationTokenSource longest = new(Longest);
        try
        {
            NotificationText text = NotificationText.Of(send, settings.Templates(), links.Of(send.Message));
            return await sender.SendAsync(send, text, Start, longest.Token);
        }
        catch (Exception exception) when (exception is not HistorianException)
        {
            Log.NotificationFault(logger, sender.Way.ToString(), send.Message.Id, exception);
            return new SendResult(isStarted ? SendOutcome.Uncertain : SendOutcome.Failed, "fault", exception.GetType().Name);
        }
    }

    private void Note(NotificationMessage message, SendResult result)
    {
        if (result.Outcome != SendOutcome.Sent && _lines.Next() is > 0 and int count)
        {
            Log.NotificationNotSent(
                logger, count, sender.Way.ToString(), message.Id, message.Address, result.Fault ?? "-", result.Detail ?? "-");
        }
    }
}
