using System.Collections.Immutable;
using Dashboard.Alarms.Notifications;

namespace Dashboard.Historian.Notifications;

/// <summary>
/// Whom the alarms call, and what is to be sent. Each change of an alarm is seen once, in the transaction that notes how far they were
/// seen; several dashboards on one database send each message once.
/// </summary>
public interface INotificationQueue
{
    /// <summary>Applies the changes of the alarms, calls the groups that are due, and makes messages of what waits.</summary>
    /// <param name="now">The time.</param>
    /// <param name="pacing">When what waits becomes a message.</param>
    /// <param name="most">How many changes, and how many calls, at most.</param>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    bool Advance(DateTimeOffset now, NotificationPacing pacing, int most);

    /// <summary>Takes the next message of a way, for a time. Nobody else has it until then.</summary>
    /// <param name="way">The way.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="now">The time.</param>
    /// <returns>The message; null: there is none to be sent now.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    NotificationToSend? Claim(NotificationWay way, string owner, DateTimeOffset now);

    /// <summary>Notes that a message is handed over now: from here on a kill leaves it uncertain.</summary>
    /// <returns>Whether it still belongs to the owner; if not, it must not be sent.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    bool Start(long id, string owner, DateTimeOffset now);

    /// <summary>Notes what became of it.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    void Finish(long id, string owner, SendResult result, DateTimeOffset now);

    /// <summary>Adds a message that tries out an address.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    long AddTest(NotificationWay way, NotificationMember member, NotificationGroup group, DateTimeOffset now);

    /// <summary>
    /// The ways by which somebody was not reached: a message was given up within <paramref name="window"/> and none has reached the same
    /// address since, or one that was tried waits for longer than <paramref name="longest"/>. Messages that try out an address do not
    /// count.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="window">How long a message that was given up counts.</param>
    /// <param name="longest">How long a message may wait after its first try.</param>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    ImmutableArray<FailingWay> Failing(DateTimeOffset now, TimeSpan window, TimeSpan longest);

    /// <summary>A page of the queue, the newest first.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    NotificationPage Query(NotificationQuery query);

    /// <summary>Deletes messages that are over.</summary>
    /// <param name="before">Made before this time.</param>
    /// <param name="most">How many at most.</param>
    /// <returns>How many.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    int DropOld(DateTimeOffset before, int most);
}

/// <summary>A way by which somebody was not reached.</summary>
/// <param name="Way">The way.</param>
/// <param name="Addresses">How many addresses.</param>
/// <param name="Groups">The groups that they are of.</param>
public sealed record FailingWay(NotificationWay Way, int Addresses, ImmutableArray<string> Groups);

/// <summary>The filters of a query. A filter that is null matches all messages.</summary>
public sealed record NotificationQuery
{
    /// <summary>The largest page.</summary>
    public const int MaximumLimit = 200;

    /// <summary>Only in this state.</summary>
    public NotificationState? State { get; init; }

    /// <summary>Only of this way.</summary>
    public NotificationWay? Way { get; init; }

    /// <summary>Made not before this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only messages with a lower number: the <see cref="NotificationPage.Next"/> of the previous page.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A page of the queue.</summary>
/// <param name="Messages">The newest first.</param>
/// <param name="Next">Where the next page begins, or null when there is none.</param>
public sealed record NotificationPage(ImmutableArray<NotificationMessage> Messages, long? Next);
