using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>An alarm: from its first raising until it has returned and was acknowledged.</summary>
public sealed record AlarmView
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The station.</summary>
    public required string Site { get; init; }

    /// <summary>What is in alarm: a word of docs/alarms.md, or one of a newer version.</summary>
    public required string Condition { get; init; }

    /// <summary>What it is about.</summary>
    public required AlarmClass Class { get; init; }

    /// <summary>1 (first) to 4.</summary>
    public required int Priority { get; init; }

    /// <summary>Whether the condition is there now.</summary>
    public required bool Active { get; init; }

    /// <summary>Whether somebody has acknowledged its last raising.</summary>
    public required bool Acknowledged { get; init; }

    /// <summary>Whether its condition lasts and returns; else it happened once.</summary>
    public required bool Lasting { get; init; }

    /// <summary>How often it was raised; to be given with an acknowledgement.</summary>
    public required int Raises { get; init; }

    /// <summary>The event that raised it last.</summary>
    public required SiteEvent Event { get; init; }

    /// <summary>When it was raised first, by the clock of the event.</summary>
    public required DateTimeOffset FirstRaised { get; init; }

    /// <summary>When it returned, by the clock of the event; absent while it is active, and where nobody knows.</summary>
    public DateTimeOffset? Returned { get; init; }

    /// <summary>The place of its last raising in the order of arrival: microseconds since 1970, but always rising.</summary>
    public required long Arrival { get; init; }

    /// <summary>Who acknowledged its last raising.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>What was written with it.</summary>
    public string? Comment { get; init; }

    /// <summary>That its source calls nobody now; absent: it does.</summary>
    public ShelfView? Shelf { get; init; }

    /// <summary>That a rule of the workbook says that it means nothing now; absent: none does.</summary>
    public AlarmDesignView? Design { get; init; }

    /// <summary>The bay of its point or device, by the catalogue of its station; absent: it names none.</summary>
    public string? Bay { get; init; }

    /// <summary>First-out: of a burst of alarms it was raised first.</summary>
    public bool? FirstOut { get; init; }

    /// <summary>The burst of its last raising; absent: it is in none.</summary>
    public AlarmBurstView? Burst { get; init; }

    /// <summary>Its last change: a number that counts up over all alarms.</summary>
    public required long Change { get; init; }

    internal static AlarmView Of(Alarm alarm) => new()
    {
        Id = alarm.Id,
        Site = alarm.Source.Site,
        Condition = alarm.Source.Condition,
        Class = alarm.Condition.Class,
        Priority = alarm.Priority,
        Active = alarm.IsActive,
        Acknowledged = alarm.IsAcknowledged,
        Lasting = alarm.Condition.HasState,
        Raises = alarm.Raises,
        Event = SiteEvent.Of(new EventRecord(alarm.Source.Site, alarm.Event) { Arrival = alarm.Arrival }),
        FirstRaised = alarm.FirstRaised,
        Returned = alarm.Returned,
        Arrival = alarm.Arrival,
        AcknowledgedBy = alarm.Acknowledgement?.Who,
        AcknowledgedAt = alarm.Acknowledgement?.At,
        Comment = alarm.Acknowledgement?.Comment,
        Shelf = alarm.Shelf is { } shelf ? new ShelfView(shelf.Who, shelf.Since, shelf.Reason, shelf.Until) : null,
        Design = alarm.Design is { } design ? new AlarmDesignView(design.Rule, design.Since) : null,
        Bay = alarm.Bay,
        FirstOut = alarm.IsFirstOut ? true : null,
        Burst = alarm.Burst is { } burst ? new AlarmBurstView(burst.Id, burst.First, burst.Alarms, burst.IsDoubtful ? true : null) : null,
        Change = alarm.Change,
    };

    /// <summary>The event that began a burst of several alarms.</summary>
    internal static SiteEvent? CauseOf(string site, AlarmBurst? burst) =>
        burst is { Alarms: > 1 } ? SiteEvent.Of(new EventRecord(site, burst.Cause)) : null;
}

/// <summary>Alarms of a station that were raised close upon each other.</summary>
/// <param name="Id">Its number.</param>
/// <param name="First">The number of the alarm that was raised first in it.</param>
/// <param name="Alarms">How many alarms were raised in it.</param>
/// <param name="Doubtful">True: no clock of it can be trusted, nor which one was first.</param>
public sealed record AlarmBurstView(long Id, long First, int Alarms, bool? Doubtful);

/// <summary>Alarms of one station that have something in common.</summary>
public sealed record AlarmGroupView
{
    /// <summary>Which they are, to be given as <c>group</c> for its alarms.</summary>
    public required string Key { get; init; }

    /// <summary>The station.</summary>
    public required string Site { get; init; }

    /// <summary>The bay; absent: what the station has beside its bays, and in groups by cause.</summary>
    public string? Bay { get; init; }

    /// <summary>How many alarms.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them nobody has acknowledged.</summary>
    public required int Unacknowledged { get; init; }

    /// <summary>How many of them are active.</summary>
    public required int Active { get; init; }

    /// <summary>The highest priority of what nobody has acknowledged, else of all.</summary>
    public required int Priority { get; init; }

    /// <summary>The place of the alarm that arrived last.</summary>
    public required long Arrival { get; init; }

    /// <summary>The only alarm; of several the first-out, the last of them; absent: none is first-out.</summary>
    public AlarmView? Alarm { get; init; }

    /// <summary>By cause: the event that began the burst, whatever became of its alarm.</summary>
    public SiteEvent? Cause { get; init; }

    /// <summary>By cause, true: no clock of the burst can be trusted.</summary>
    public bool? Doubtful { get; init; }

    internal static AlarmGroupView Of(AlarmGroup group) => new()
    {
        Key = group.Key.ToString(),
        Site = group.Site,
        Bay = group.Key.Bay is { Length: > 0 } bay ? bay : null,
        Count = group.Count,
        Unacknowledged = group.Unacknowledged,
        Active = group.Active,
        Priority = group.Priority,
        Arrival = group.Arrival,
        Alarm = group.Lead is { } lead ? AlarmView.Of(lead) : null,
        Cause = AlarmView.CauseOf(group.Site, group.Burst),
        Doubtful = group.Burst is { IsDoubtful: true } ? true : null,
    };
}

/// <summary>A page of groups of alarms.</summary>
/// <param name="Groups">The groups, in the order that was asked for.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null when there is none.</param>
/// <param name="Alarms">How many alarms are in all groups, of all pages.</param>
/// <param name="Cut">True: there are more alarms, of which only so many are grouped.</param>
public sealed record AlarmGroupList(IReadOnlyList<AlarmGroupView> Groups, string? Next, int Alarms, bool? Cut);

/// <summary>That a source calls nobody for a time.</summary>
/// <param name="Who">The user who said so.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">Shelved: when it ends by itself. Absent: out of service.</param>
public sealed record ShelfView(string Who, DateTimeOffset Since, string Reason, DateTimeOffset? Until);

/// <summary>That a rule of the workbook suppresses an alarm.</summary>
/// <param name="Rule">The rule: <c>E152B01=0</c> is while that input is 0.</param>
/// <param name="Since">Since when.</param>
public sealed record AlarmDesignView(string Rule, DateTimeOffset Since);

/// <summary>A page of alarms.</summary>
/// <param name="Alarms">The alarms, in the order that was asked for.</param>
/// <param name="Next">To be given as <c>before</c> for the page that follows; null when there is none.</param>
public sealed record AlarmList(IReadOnlyList<AlarmView> Alarms, string? Next);

/// <summary>An alarm with its history.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="Changes">What happened to it, the oldest first.</param>
/// <param name="Cause">The event that began its burst of several alarms; absent: it is in none.</param>
public sealed record AlarmDetail(AlarmView Alarm, IReadOnlyList<AlarmChangeView> Changes, SiteEvent? Cause);

/// <summary>One line of the history of an alarm.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When the centre noted it.</param>
/// <param name="Time">When it happened by the clock of the event; of a shelving: until when.</param>
/// <param name="Who">The user.</param>
/// <param name="Comment">What the user wrote with it.</param>
public sealed record AlarmChangeView(AlarmChangeWord Kind, DateTimeOffset At, DateTimeOffset? Time, string? Who, string? Comment);

/// <summary>What happened to an alarm.</summary>
[JsonConverter(typeof(CamelCaseEnum<AlarmChangeWord>))]
public enum AlarmChangeWord
{
    /// <summary>It was raised, for the first time or again.</summary>
    Raised = AlarmChangeKind.Raised,

    /// <summary>It returned to normal.</summary>
    Returned = AlarmChangeKind.Returned,

    /// <summary>Somebody acknowledged it.</summary>
    Acknowledged = AlarmChangeKind.Acknowledged,

    /// <summary>Somebody shelved it, or took it out of service.</summary>
    Shelved = AlarmChangeKind.Shelved,

    /// <summary>It is back.</summary>
    Unshelved = AlarmChangeKind.Unshelved,

    /// <summary>A rule of the workbook suppresses it.</summary>
    Suppressed = AlarmChangeKind.Suppressed,

    /// <summary>No rule of the workbook suppresses it any more.</summary>
    Unsuppressed = AlarmChangeKind.Unsuppressed,
}

/// <summary>The open alarms, counted. What is shelved or out of service does not count.</summary>
/// <param name="Sites">Of each station that has any.</param>
/// <param name="First">The unacknowledged alarm of the highest priority that arrived last; absent without any.</param>
/// <param name="Cause">The event that began the burst of the first, where it is one of several alarms.</param>
/// <param name="Own">Where the user may not acknowledge the first: the first of those that the user may; absent without any.</param>
public sealed record AlarmOverview(IReadOnlyList<SiteAlarmsView> Sites, AlarmView? First, SiteEvent? Cause, AlarmView? Own)
{
    internal static AlarmOverview Of(AlarmSummary summary) => new(
        [.. summary.Sites.Select(one => new SiteAlarmsView(one.Site, one.Unacknowledged, one.Acknowledged, one.Recent))],
        summary.First is { } first ? AlarmView.Of(first) : null,
        summary.First is { } one ? AlarmView.CauseOf(one.Source.Site, summary.Burst) : null,
        null);
}

/// <summary>The open alarms of a station, counted.</summary>
/// <param name="Site">The station.</param>
/// <param name="Unacknowledged">How many are not acknowledged, by priority 1 to 4.</param>
/// <param name="Acknowledged">How many are active and acknowledged.</param>
/// <param name="Recent">When its last eleven alarms were raised, the newest first: more than ten within ten minutes are a flood.</param>
public sealed record SiteAlarmsView(
    string Site, ImmutableArray<int> Unacknowledged, int Acknowledged, ImmutableArray<DateTimeOffset> Recent);

/// <summary>What is new of the alarms.</summary>
/// <param name="Changed">Those that changed, each as it is now.</param>
/// <param name="All">False: more changed than are here. A list must be asked for again.</param>
/// <param name="Overview">The open alarms, counted.</param>
public sealed record AlarmUpdate(IReadOnlyList<AlarmView> Changed, bool All, AlarmOverview Overview)
{
    internal static AlarmUpdate Of(AlarmNews news) =>
        new([.. news.Changed.Select(AlarmView.Of)], news.IsAll, AlarmOverview.Of(news.Summary));
}
