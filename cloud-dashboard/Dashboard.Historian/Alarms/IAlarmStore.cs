using System.Collections.Immutable;
using Dashboard.Alarms;

namespace Dashboard.Historian.Alarms;

/// <summary>
/// Keeps the alarms. An event or a request, and what it changes, is one transaction: after a kill everything is what it was, or what was
/// asked. Several dashboards on one database see the same.
/// </summary>
public interface IAlarmStore
{
    /// <summary>Applies the events that wait, the oldest first, and ends what was shelved for a time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">How many events at most.</param>
    /// <returns>How many events were applied; as many as asked for: there may be more.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    int Advance(DateTimeOffset now, int most);

    /// <summary>Acknowledges alarms: each for itself, all that can be.</summary>
    /// <param name="seen">Which.</param>
    /// <param name="by">Who, and what the user wrote with it.</param>
    /// <param name="from">From where, for the record of what users did.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    IReadOnlyList<AcknowledgeOutcome> Acknowledge(IReadOnlyList<SeenAlarm> seen, AlarmAcknowledgement by, string? from);

    /// <summary>Shelves the source of an alarm, or takes it out of service; null: it is back.</summary>
    /// <param name="id">The alarm.</param>
    /// <param name="shelf">Who, why and until when; null ends what was.</param>
    /// <param name="by">The user who ends it.</param>
    /// <param name="from">From where, for the record of what users did.</param>
    /// <param name="now">The time.</param>
    /// <returns>The alarm as it is now; null: there is none of this number.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    Alarm? Shelve(long id, AlarmShelf? shelf, string by, string? from, DateTimeOffset now);

    /// <summary>
    /// Acknowledgements of protections that their gateways have not confirmed yet, the oldest first: the mark on the drawings is theirs.
    /// They are written with the acknowledgement, and kept until they are <see cref="Settle">settled</see>.
    /// </summary>
    /// <param name="most">How many at most.</param>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    ImmutableArray<PendingMark> PendingMarks(int most);

    /// <summary>A gateway has answered: unless the alarm was acknowledged once more since, nothing is pending.</summary>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    void Settle(PendingMark mark);

    /// <summary>A page of alarms.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    AlarmPage Query(AlarmQuery query);

    /// <summary>
    /// A page of groups of alarms; <see cref="AlarmQuery.Before"/> is the <see cref="AlarmGroupPage.Next"/> of the last one.
    /// </summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    AlarmGroupPage Groups(AlarmQuery query, AlarmGrouping by);

    /// <summary>An alarm with its history, the oldest change first, of which at most the last 500; null: there is none.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    AlarmHistory? Find(long id);

    /// <summary>The open alarms, counted.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    AlarmSummary Summary();

    /// <summary>The alarms of some conditions that are active now, whether they call somebody or not.</summary>
    /// <param name="conditions">The words of the conditions.</param>
    /// <param name="site">Only of this station; null: of all.</param>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    ImmutableArray<Alarm> Standing(IReadOnlyCollection<string> conditions, string? site = null);

    /// <summary>The last that was said of a source; null: nothing yet.</summary>
    /// <param name="source">The source.</param>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    AlarmLast? Last(AlarmSource source);

    /// <summary>What was raised and returned in a time, in its order.</summary>
    /// <param name="from">From this time on, by the clock of the centre.</param>
    /// <param name="to">Before this time.</param>
    /// <param name="site">Only of this station; null: of all.</param>
    /// <param name="most">How many at most.</param>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    ImmutableArray<AlarmMoment> Moments(DateTimeOffset from, DateTimeOffset to, string? site, int most);

    /// <summary>The number of the last change; 0 without any.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    long LastChange();

    /// <summary>Alarms that changed, in the order of their last change.</summary>
    /// <param name="change">After this change.</param>
    /// <param name="most">How many at most.</param>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    ImmutableArray<Alarm> ChangedSince(long change, int most);
}

/// <summary>An alarm as somebody saw it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Raises">How often it had been raised then.</param>
public readonly record struct SeenAlarm(long Id, int Raises);

/// <summary>An acknowledgement that a gateway has not confirmed yet.</summary>
/// <param name="Site">The station.</param>
/// <param name="Tag">The point of the protection.</param>
/// <param name="Seen">When the gateway received the last event that was seen.</param>
/// <param name="Who">Who has acknowledged.</param>
public sealed record PendingMark(string Site, string Tag, DateTimeOffset Seen, string Who);

/// <summary>What became of an acknowledgement.</summary>
public enum AcknowledgeOutcome
{
    /// <summary>It is acknowledged.</summary>
    Done,

    /// <summary>It was acknowledged before.</summary>
    AlreadyDone,

    /// <summary>It was raised again since it was seen: nothing has changed.</summary>
    RaisedAgain,

    /// <summary>There is none of this number.</summary>
    Unknown,
}

/// <summary>An alarm with what happened to it.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="Changes">What happened, the oldest first.</param>
/// <param name="Burst">The burst of its last raising; null: it is in none.</param>
public sealed record AlarmHistory(Alarm Alarm, ImmutableArray<AlarmChange> Changes, AlarmBurst? Burst);

/// <summary>The open alarms, counted. What is shelved or out of service does not count.</summary>
/// <param name="Sites">Of each station that has any.</param>
/// <param name="First">The unacknowledged alarm of the highest priority that arrived last; null without any.</param>
/// <param name="Change">The last change that is in it.</param>
/// <param name="Burst">The burst of the first; null: it is in none.</param>
public sealed record AlarmSummary(ImmutableArray<SiteAlarms> Sites, Alarm? First, long Change, AlarmBurst? Burst);

/// <summary>The open alarms of a station, counted.</summary>
/// <param name="Site">The station.</param>
/// <param name="Unacknowledged">How many are not acknowledged, by priority 1 to 4.</param>
/// <param name="Acknowledged">How many are active and acknowledged.</param>
/// <param name="Recent">
/// When its last alarms were raised, by the clock of the centre, the newest first: one more than <see cref="AlarmStatistics.FloodLimit"/>.
/// </param>
public sealed record SiteAlarms(string Site, ImmutableArray<int> Unacknowledged, int Acknowledged, ImmutableArray<DateTimeOffset> Recent);
