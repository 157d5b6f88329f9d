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
        Change = alarm.Change,
    };
}

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
public sealed record AlarmDetail(AlarmView Alarm, IReadOnlyList<AlarmChangeView> Changes);

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
public sealed record AlarmOverview(IReadOnlyList<SiteAlarmsView> Sites, AlarmView? First)
{
    internal static AlarmOverview Of(AlarmSummary summary) => new(
        [.. summary.Sites.Select(one => new SiteAlarmsView(one.Site, one.Unacknowledged, one.Acknowledged, one.Recent))],
        summary.First is { } first ? AlarmView.Of(first) : null);
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
