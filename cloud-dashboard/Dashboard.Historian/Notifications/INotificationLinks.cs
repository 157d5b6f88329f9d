using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;

namespace Dashboard.Historian.Notifications;

/// <summary>The links in mails, by which alarms are acknowledged without a log-in.</summary>
public interface INotificationLinks
{
    /// <summary>The key by which links are signed: the same for all dashboards on the database.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    ReadOnlyMemory<byte> Key();

    /// <summary>What a link is about; null: its message is no longer there.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    LinkedAlarms? Find(long message);

    /// <summary>Acknowledges the alarms of a message as they were in it, once.</summary>
    /// <param name="message">The message.</param>
    /// <param name="from">From where.</param>
    /// <param name="now">The time.</param>
    /// <returns>What became of each, in the order of <see cref="LinkedAlarms.Alarms"/>; empty: the link was used before.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    ImmutableArray<AcknowledgeOutcome> Acknowledge(long message, string? from, DateTimeOffset now);
}

/// <summary>What a link is about.</summary>
/// <param name="Message">Its message.</param>
/// <param name="Alarms">The alarms that the message lists.</param>
/// <param name="Used">When it was used; null: it was not.</param>
public sealed record LinkedAlarms(NotificationMessage Message, ImmutableArray<LinkedAlarm> Alarms, DateTimeOffset? Used);

/// <summary>An alarm of a message.</summary>
/// <param name="Alarm">As it is now.</param>
/// <param name="Raises">How often it had been raised when the message was made.</param>
public sealed record LinkedAlarm(Alarm Alarm, int Raises);
